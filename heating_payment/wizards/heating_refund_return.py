from odoo import fields, models


class HeatingRefundReturn(models.TransientModel):
    """Asks why a refund's transfer came back."""

    _name = "heating.refund.return"
    _description = "A Refund Came Back"

    refund_id = fields.Many2one("heating.refund", required=True)
    reason = fields.Char(required=True)

    def action_return(self):
        """Note that the transfer came back; the refund waits for its payout again."""
        self.ensure_one()
        self.refund_id.action_return(self.reason)
