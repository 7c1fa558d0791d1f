from odoo import fields, models


class HeatingShiftTurnIn(models.TransientModel):
    """Asks how much cash is turned in during the day."""

    _name = "heating.shift.turn.in"
    _description = "Turn Cash In"

    shift_id = fields.Many2one("heating.shift", required=True)
    currency_id = fields.Many2one(related="shift_id.currency_id")
    amount = fields.Monetary(required=True)

    def action_turn_in(self):
        """Take the cash out of the drawer; a head cashier counts it."""
        self.ensure_one()
        self.shift_id.action_turn_in(self.amount)
