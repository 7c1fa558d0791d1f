from odoo import api, fields, models


class HeatingRefundPayOut(models.TransientModel):
    """Asks for the signature for cash, or for the number of the transfer."""

    _name = "heating.refund.pay.out"
    _description = "Pay a Refund Out"

    refund_id = fields.Many2one("heating.refund", required=True)
    currency_id = fields.Many2one(related="refund_id.currency_id")
    amount = fields.Monetary(related="refund_id.amount")
    partner_id = fields.Many2one(related="refund_id.partner_id")
    method_id = fields.Many2one(related="refund_id.method_id")
    method_kind = fields.Selection(related="refund_id.method_kind")
    platform_state = fields.Selection(related="refund_id.platform_state")
    platform_note = fields.Char(related="refund_id.platform_note")
    account_holder = fields.Char(related="refund_id.account_holder")
    bank_name = fields.Char(related="refund_id.bank_name")
    account_number = fields.Char(related="refund_id.account_number")
    reference = fields.Char(help="Number of the transfer or of the platform.")
    received_by = fields.Char(
        string="Signed By",
        compute="_compute_received_by",
        store=True,
        readonly=False,
        help="Who takes the cash and signs for it, here or on the printed slip.",
    )
    signature = fields.Binary()

    @api.depends("refund_id")
    def _compute_received_by(self):
        for wizard in self:
            wizard.received_by = wizard.refund_id.partner_id.name

    def action_pay_out(self):
        """Pay the refund out as it was approved."""
        self.ensure_one()
        self.refund_id.action_pay_out(self.reference, self.received_by, self.signature)
