from odoo import api, fields, models

from .posting import may_post


class HeatingBillPayer(models.Model):
    """What another than the household pays of a bill, and who that is.

    The part has posted invoices of its own, so each payer's ledger is right. Who it
    was billed to stays, whoever is named for the household later.
    """

    _name = "heating.bill.payer"
    _description = "Part of a Bill That Another Pays"
    _order = "bill_id, id"
    _rec_name = "kind_name"

    bill_id = fields.Many2one(
        "heating.bill", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="bill_id.company_id", store=True)
    currency_id = fields.Many2one(related="bill_id.currency_id")
    household_id = fields.Many2one(related="bill_id.household_id", store=True)
    season_id = fields.Many2one(related="bill_id.season_id", store=True, index=True)
    branch_id = fields.Many2one(related="bill_id.branch_id", store=True)
    kind_id = fields.Many2one(
        "heating.payer.kind", string="Part", required=True, ondelete="restrict"
    )
    # for householders, who read neither kinds of payer nor other partners
    kind_name = fields.Char(string="Name of the Part", related="kind_id.name")
    partner_name = fields.Char(string="Name of the Payer", related="partner_id.name")
    partner_id = fields.Many2one(
        "res.partner", string="Payer", required=True, ondelete="restrict", index=True
    )
    amount = fields.Monetary(required=True)
    amount_residual = fields.Monetary(
        string="Open", compute="_compute_amount_residual", store=True
    )

    _kind_unique = models.UniqueIndex(
        "(bill_id, kind_id)", "A bill has one part of a kind."
    )

    @api.depends("bill_id.move_ids.amount_residual_signed", "bill_id.move_ids.state")
    def _compute_amount_residual(self):
        for part in self:
            kind = part.kind_id
            posted = part.bill_id.move_ids.filtered(
                lambda move, kind=kind: (
                    move.state == "posted" and move.heating_payer_kind_id == kind
                )
            )
            part.amount_residual = sum(posted.mapped("amount_residual_signed"))

    def _get_words(self):
        """What a bill says of the part, in the reader's language."""
        self.ensure_one()
        return self.env._(
            "Of this, paid by %(payer)s (%(part)s)",
            payer=self.partner_name,
            part=self.kind_name,
        )

    def write(self, vals):
        if not may_post(self.env):
            self.check_access("write")
            self.bill_id._check_free_fields(set(vals))
        return super().write(vals)
