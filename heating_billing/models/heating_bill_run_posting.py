from odoo import fields, models


class HeatingBillRun(models.Model):
    """How the invoices of a run got into the ledger."""

    _inherit = "heating.bill.run"

    posting_text = fields.Text(
        string="Left to Odoo",
        compute="_compute_posting_text",
        help="Why invoices were made by Odoo one by one, instead of written by rows.",
    )

    def _compute_posting_text(self):
        """One sentence for each reason, with the number of households."""
        groups = self.env["heating.bill.run.line"]._read_group(
            [("run_id", "in", self.ids), ("posting_note", "!=", False)],
            ["run_id", "posting_note"],
            ["__count"],
            order="__count DESC, posting_note",
        )
        for run in self:
            run.posting_text = "\n".join(
                self.env._(
                    "%(count)s invoices were made by Odoo: %(reason)s",
                    count=count,
                    reason=note,
                )
                for of_run, note, count in groups
                if of_run == run
            )
