from odoo import fields, models


class HeatingApplicationGiveUp(models.TransientModel):
    """The dialog in which an approver gives up what has been approved."""

    _name = "heating.application.give.up"
    _description = "Give up an Application"

    application_id = fields.Many2one("heating.application", required=True)
    reason = fields.Char(required=True)

    def action_give_up(self):
        """Give the application up for the reason that was entered."""
        self.ensure_one()
        self.application_id.action_give_up(self.reason)
