from odoo import fields, models


class HeatingShiftExplain(models.TransientModel):
    """Asks the cashier why the closed shift is over or short."""

    _name = "heating.shift.explain"
    _description = "Explain a Difference"

    shift_id = fields.Many2one("heating.shift", required=True)
    currency_id = fields.Many2one(related="shift_id.currency_id")
    counted_cash = fields.Monetary(related="shift_id.counted_cash")
    expected_cash = fields.Monetary(related="shift_id.expected_cash")
    cash_difference = fields.Monetary(related="shift_id.cash_difference")
    reason = fields.Char(required=True)

    def action_explain(self):
        """Keep the reason on the shift."""
        self.ensure_one()
        self.shift_id.action_explain(self.reason)
