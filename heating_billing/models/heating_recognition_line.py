from odoo import api, fields, models


class HeatingRecognitionLine(models.Model):
    """The proof of a month's entry: one category of one station."""

    _name = "heating.recognition.line"
    _description = "Proof of a Recognition"
    _order = "recognition_id, station_id, category_id, id"
    _rec_name = "category_id"

    recognition_id = fields.Many2one(
        "heating.recognition", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(
        related="recognition_id.company_id", store=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    season_id = fields.Many2one(related="recognition_id.season_id")
    month = fields.Date(related="recognition_id.month")
    station_id = fields.Many2one("heating.station", readonly=True, ondelete="restrict")
    category_id = fields.Many2one(
        "heating.category", readonly=True, ondelete="restrict"
    )
    deferred_account_id = fields.Many2one(
        "account.account", required=True, readonly=True, ondelete="restrict"
    )
    income_account_id = fields.Many2one(
        "account.account", required=True, readonly=True, ondelete="restrict"
    )
    days = fields.Integer(related="recognition_id.days", aggregator=False)
    season_days = fields.Integer(related="recognition_id.season_days", aggregator=False)
    billed = fields.Monetary(
        readonly=True,
        required=True,
        help="Billed less credit notes by the end of the month, without tax.",
    )
    before = fields.Monetary(string="Recognised Before", readonly=True, required=True)
    amount = fields.Monetary(
        string="This Month",
        readonly=True,
        required=True,
        help="Billed × days so far ÷ days of the season − recognised before.",
    )
    left = fields.Monetary(
        compute="_compute_left", store=True, help="Still deferred after the month."
    )

    @api.depends("billed", "before", "amount")
    def _compute_left(self):
        for line in self:
            line.left = line.currency_id.round(line.billed - line.before - line.amount)
