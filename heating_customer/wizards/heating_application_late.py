from odoo import fields, models


class HeatingApplicationLate(models.TransientModel):
    """The dialog in which an approver lets an application pass after its deadline."""

    _name = "heating.application.late"
    _description = "Allow after the Deadline"

    application_id = fields.Many2one("heating.application", required=True)
    reason = fields.Char(required=True)

    def action_allow(self):
        """Let the application pass for the reason that was entered."""
        self.ensure_one()
        self.application_id.action_allow_late(self.reason)
