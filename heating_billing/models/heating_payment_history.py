from odoo import fields, models


class HeatingPaymentHistory(models.Model):
    """What a household paid in seasons before this system, as the old ledger says.

    It is there to be read; the books begin with the opening arrears.
    """

    _name = "heating.payment.history"
    _description = "Payment in an Earlier Season"
    _order = "household_id, paid_on DESC"
    _rec_name = "household_id"

    household_id = fields.Many2one(
        "heating.household", required=True, ondelete="restrict", index=True
    )
    company_id = fields.Many2one(
        related="household_id.company_id", store=True, index=True
    )
    branch_id = fields.Many2one(
        related="household_id.branch_id", store=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    season_id = fields.Many2one(
        "heating.season", required=True, ondelete="restrict", index=True
    )
    receivable = fields.Monetary()
    paid = fields.Monetary()
    paid_on = fields.Date()
    method = fields.Char(help="How it was paid, in the old ledger's words.")

    _row_unique = models.UniqueIndex(
        "(household_id, season_id, paid_on, COALESCE(method, ''), paid)",
        "This payment of the old ledger is on file already.",
    )
