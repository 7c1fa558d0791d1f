from odoo import api, fields, models


class HeatingSeasonExtraDays(models.TransientModel):
    """Asks for the days that the government adds to a season."""

    _name = "heating.season.extra.days"
    _description = "Extra Days of a Season"

    season_id = fields.Many2one("heating.season", required=True)
    date_start = fields.Date(related="season_id.date_start")
    date_end = fields.Date(related="season_id.date_end")
    before = fields.Integer(
        string="Days Earlier", compute="_compute_days", store=True, readonly=False
    )
    after = fields.Integer(
        string="Days Longer", compute="_compute_days", store=True, readonly=False
    )
    reason = fields.Char(
        string="Notice", required=True, help="Which notice adds or withdraws the days."
    )
    bill_count = fields.Integer(
        string="Bills That Change",
        compute="_compute_bill_count",
        compute_sudo=True,
        help="Bills that are there already, of tariffs that charge extra days.",
    )

    @api.depends("season_id")
    def _compute_days(self):
        for wizard in self:
            wizard.before = wizard.season_id.extra_days_before
            wizard.after = wizard.season_id.extra_days_after

    @api.depends("season_id")
    def _compute_bill_count(self):
        for wizard in self:
            wizard.bill_count = self.env["heating.bill"].search_count(
                [
                    ("season_id", "=", wizard.season_id.id),
                    ("tariff_id.charge_extra_days", "=", True),
                    ("undone_on", "=", False),
                ]
            )

    def action_apply(self):
        """Note the days; bills are worked out anew in the background."""
        self.ensure_one()
        self.season_id.action_set_extra_days(self.before, self.after, self.reason)
