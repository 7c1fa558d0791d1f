from odoo import api, fields, models
from odoo.tools import SQL

LINE_AMOUNTS = {
    "heat": "heat_amount",
    "basic": "basic_amount",
    "over_height": "over_height_amount",
    "energy": "energy_amount",
    "reduction": "reduction_amount",
}


class HeatingBillRunLine(models.Model):
    """What the amount is made of, and how it differs from last season's."""

    _inherit = "heating.bill.run.line"

    heat_amount = fields.Monetary(string="Heat", aggregator="sum", readonly=True)
    basic_amount = fields.Monetary(
        string="Basic Heat Fee", aggregator="sum", readonly=True
    )
    over_height_amount = fields.Monetary(
        string="Over-height Surcharge", aggregator="sum", readonly=True
    )
    energy_amount = fields.Monetary(
        string="Metered Heat", aggregator="sum", readonly=True
    )
    reduction_amount = fields.Monetary(
        string="Reduction", aggregator="sum", readonly=True
    )
    rounding_amount = fields.Monetary(
        string="Rounding", aggregator="sum", readonly=True
    )
    previous_bill_id = fields.Many2one(
        "heating.bill", string="Last Season's Bill", readonly=True, ondelete="set null"
    )
    previous_amount = fields.Monetary(
        string="Last Season", aggregator="sum", readonly=True
    )
    difference = fields.Monetary(
        aggregator="sum",
        readonly=True,
        help="This season's amount less last season's; for who had no bill then, all "
        "of it.",
    )
    difference_size = fields.Monetary(
        string="Size of the Difference",
        readonly=True,
        help="The difference without its sign, to put the largest first.",
    )

    # the largest differences of a run, without sorting all of its lines
    _differs_most = models.Index("(run_id, difference_size DESC)")

    @api.model
    def _prepare_sums(self, assessment):
        """The amounts of an assessment by kind of line, as fields of the run line.

        :param assessment: what the engine returned, or None
        :rtype: dict
        """
        values = dict.fromkeys([*LINE_AMOUNTS.values(), "rounding_amount"], 0.0)
        if assessment:
            for kind, amount in assessment.sums().items():
                values[LINE_AMOUNTS[kind]] = float(amount)
            values["rounding_amount"] = float(assessment.rounding)
        return values

    def _compare(self):
        """Note last season's bill on each line, by one query for each season."""
        for season, lines in self.grouped("season_id").items():
            previous = self.env["heating.season"].search(
                [
                    ("company_id", "=", season.company_id.id),
                    ("date_end", "<", season.date_start),
                ],
                order="date_end DESC",
                limit=1,
            )
            bills = {
                bill.household_id: bill
                for bill in self.env["heating.bill"].search_fetch(
                    [
                        ("season_id", "=", previous.id),
                        ("household_id", "in", lines.household_id.ids),
                        ("undone_on", "=", False),
                    ],
                    ["household_id", "amount_total"],
                )
            }
            for line in lines:
                bill = bills.get(line.household_id)
                before = bill.amount_total if bill else 0.0
                difference = (
                    line.currency_id.round(line.amount - before)
                    if line.state == "ready"
                    else 0.0
                )
                line.write(
                    {
                        "previous_bill_id": bill.id if bill else False,
                        "previous_amount": before,
                        "difference": difference,
                        "difference_size": abs(difference),
                    }
                )


class HeatingBillRun(models.Model):
    """The run as a whole beside last season."""

    _inherit = "heating.bill.run"

    previous_total = fields.Monetary(
        string="Last Season",
        compute="_compute_comparison",
        help="What the households of this run were billed last season.",
    )
    difference_total = fields.Monetary(
        string="Difference", compute="_compute_comparison"
    )
    new_count = fields.Integer(
        string="Not Billed Last Season", compute="_compute_comparison"
    )

    @api.depends("state", "household_count")
    def _compute_comparison(self):
        self.env["heating.bill.run.line"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT run_id, SUM(previous_amount), SUM(difference),
                       COUNT(*) FILTER (WHERE previous_bill_id IS NULL)
                  FROM heating_bill_run_line
                 WHERE run_id IN %s AND state IN ('ready', 'billed')
              GROUP BY run_id
                """,
                tuple(self.ids) or (0,),
            )
        )
        sums = {run_id: values for run_id, *values in rows}
        for run in self:
            before, difference, new = sums.get(run.id, (0.0, 0.0, 0))
            run.previous_total = before or 0.0
            run.difference_total = difference or 0.0
            run.new_count = new

    def action_view_differences(self):
        """Open the households whose amount differs most from last season's."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "heating_billing.heating_bill_run_difference_action"
        )
        action["domain"] = [
            ("run_id", "=", self.id),
            ("state", "in", ("ready", "billed")),
        ]
        return action
