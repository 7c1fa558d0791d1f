from odoo import api, fields, models


class HeatingBillAsOf(models.TransientModel):
    """A bill as it was at the end of a day: its lines, and what was paid of it."""

    _name = "heating.bill.as.of"
    _description = "Bill as of a Day"
    _rec_name = "bill_id"

    bill_id = fields.Many2one("heating.bill", required=True, readonly=True)
    date = fields.Date(
        string="At the End of",
        required=True,
        default=lambda self: self.env.company._heating_today(),
    )
    currency_id = fields.Many2one(related="bill_id.currency_id")
    version = fields.Integer(compute="_compute_bill", help="1 is the first bill.")
    line_ids = fields.Many2many(
        "heating.bill.line", string="Lines", compute="_compute_bill"
    )
    amount_total = fields.Monetary(string="Total", compute="_compute_bill")
    billed = fields.Monetary(
        string="Invoiced",
        compute="_compute_bill",
        help="Invoices less credit notes, early-bird discounts among them.",
    )
    paid = fields.Monetary(compute="_compute_bill")
    open = fields.Monetary(string="Open Amount", compute="_compute_bill")
    replay = fields.Selection(
        [
            ("same", "Worked out once more: the same to the cent"),
            ("different", "Worked out once more: different"),
            ("unknown", "Made before its facts were kept"),
            ("none", "Nothing was billed then"),
        ],
        compute="_compute_bill",
    )

    @api.depends("bill_id", "date")
    def _compute_bill(self):
        for view in self:
            bill = view.bill_id
            day = view.date or bill.date
            version = bill._get_version_on(day) if bill else bill.version_ids
            # billed again after it was undone it has a day of its own
            not_yet = not bill or day < (version.date or bill.date)
            lines = version.line_ids if version else bill.line_ids
            view.line_ids = lines.browse() if not_yet else lines
            view.version = version.number or len(bill.version_ids) + 1
            view.amount_total = 0.0 if not_yet else (version or bill).amount_total
            view.billed, view.paid = bill._get_balance_on(day) if bill else (0, 0)
            view.open = view.billed - view.paid
            if not view.line_ids:
                view.version, view.replay = 0, "none"
                continue
            same = bill.sudo()._is_replayed(version.sudo())
            view.replay = "unknown" if same is None else "same" if same else "different"
