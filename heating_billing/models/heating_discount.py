from odoo import fields, models


class HeatingDiscount(models.Model):
    """An early-bird discount (提前缴费优惠) that a bill got when it was paid in full.

    Its credit note stands beside the bill's invoices and is no part of what the bill
    comes to. The payment undone, an invoice of the same amount takes it back; the bill
    become less, a smaller one takes back what it is too much.
    """

    _name = "heating.discount"
    _description = "Early-Bird Discount"
    _order = "id DESC"
    _rec_name = "bill_id"

    bill_id = fields.Many2one(
        "heating.bill", required=True, ondelete="restrict", index=True
    )
    company_id = fields.Many2one(related="bill_id.company_id", store=True, index=True)
    branch_id = fields.Many2one(related="bill_id.branch_id", store=True)
    household_id = fields.Many2one(related="bill_id.household_id", store=True)
    season_id = fields.Many2one(related="bill_id.season_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    window_id = fields.Many2one(
        "heating.tariff.discount",
        string="Early-Bird Window",
        required=True,
        ondelete="restrict",
    )
    rate = fields.Float(related="window_id.rate")
    date = fields.Date(string="Paid on", required=True)
    amount = fields.Monetary(required=True, help="What of it still stands.")
    amount_needed = fields.Monetary(
        string="Paid for It",
        required=True,
        help="What had to be paid on the bill to get it.",
    )
    state = fields.Selection(
        [("granted", "Granted"), ("undone", "Taken Back")],
        default="granted",
        required=True,
    )
    move_ids = fields.One2many(
        "account.move", "heating_discount_id", string="Documents", readonly=True
    )

    _amount_not_negative = models.Constraint(
        "CHECK (amount >= 0)", "A discount cannot be negative."
    )
    _one_granted = models.UniqueIndex(
        "(bill_id) WHERE state = 'granted'",
        "A bill has one early-bird discount at a time.",
    )

    def _get_words(self):
        """What a bill says of it, in the reader's language."""
        self.ensure_one()
        window = self.sudo().window_id
        return self.env._(
            "Early-bird discount of %(percent)s %% for payment in full by %(day)s "
            "(%(tariff)s)",
            percent=window._get_percent(),
            day=window.date_to,
            tariff=window.tariff_id.display_name,
        )
