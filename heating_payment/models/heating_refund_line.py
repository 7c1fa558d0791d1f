from odoo import fields, models


class HeatingRefundLine(models.Model):
    """What of one advance a refund gives back.

    The advance is a prepayment, or what a credit note left of a bill that was paid.
    While its refund waits, the amount is held back: it pays no bill, passes to nobody
    and its receipt is not voided.
    """

    _name = "heating.refund.line"
    _description = "Refunded Advance"
    _order = "refund_id, id"
    _rec_name = "description"

    refund_id = fields.Many2one(
        "heating.refund",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    company_id = fields.Many2one(related="refund_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(related="refund_id.state", string="Status of the Refund")
    advance_line_id = fields.Many2one(
        "account.move.line",
        string="Advance",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
    )
    description = fields.Char(
        readonly=True, help="Where the money comes from, as the books say."
    )
    tender_id = fields.Many2one(
        "heating.tender",
        string="Came By",
        readonly=True,
        ondelete="restrict",
        help="The payment that the money first came by, where it is known.",
    )
    receipt_id = fields.Many2one(related="tender_id.receipt_id")
    amount = fields.Monetary(required=True, readonly=True)
    debit_line_id = fields.Many2one(
        "account.move.line",
        string="Paid Out By",
        readonly=True,
        ondelete="restrict",
        help="The line of the payment that is matched with the advance.",
    )

    _amount_positive = models.Constraint(
        "CHECK (amount > 0)", "A refund gives back more than 0 yuan of each advance."
    )
    _advance_once = models.UniqueIndex(
        "(refund_id, advance_line_id)", "A refund names each advance once."
    )
