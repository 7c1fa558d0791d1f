from odoo import fields, models


class HeatingApplicationConfirm(models.TransientModel):
    """The dialog in which a field worker reports what was done on site."""

    _name = "heating.application.confirm"
    _description = "Confirm Work on Site"

    application_id = fields.Many2one("heating.application", required=True)
    effect = fields.Selection(related="application_id.effect")
    valve_on = fields.Date(
        string="Valve Turned on", required=True, default=fields.Date.context_today
    )
    seal_number = fields.Char()

    def action_confirm(self):
        """Confirm the application with what was entered."""
        self.ensure_one()
        self.application_id.action_confirm_field(self.valve_on, self.seal_number)
