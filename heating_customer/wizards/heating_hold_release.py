from odoo import fields, models


class HeatingHoldRelease(models.TransientModel):
    """The dialog in which a hold is released."""

    _name = "heating.hold.release"
    _description = "Release a Hold"

    hold_id = fields.Many2one("heating.hold", required=True)
    reason = fields.Char(required=True)

    def action_release(self):
        """Release the hold for the reason that was entered."""
        self.ensure_one()
        self.hold_id.action_release(self.reason)
