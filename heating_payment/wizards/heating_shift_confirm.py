from odoo import fields, models


class HeatingShiftConfirm(models.TransientModel):
    """Shows a head cashier what is over or short before the hand-over is confirmed."""

    _name = "heating.shift.confirm"
    _description = "Confirm a Hand-over"

    shift_id = fields.Many2one("heating.shift", required=True)
    currency_id = fields.Many2one(related="shift_id.currency_id")
    user_id = fields.Many2one(related="shift_id.user_id")
    counted_cash = fields.Monetary(related="shift_id.counted_cash")
    expected_cash = fields.Monetary(related="shift_id.expected_cash")
    cash_difference = fields.Monetary(related="shift_id.cash_difference")
    difference_reason = fields.Char(related="shift_id.difference_reason")
    reason = fields.Char(string="What You Found Out")

    def action_confirm(self):
        """Confirm the shift with what was found out."""
        self.ensure_one()
        self.shift_id.action_confirm(self.reason or "")
