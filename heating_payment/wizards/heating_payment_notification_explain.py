from odoo import fields, models


class HeatingPaymentNotificationExplain(models.TransientModel):
    """Asks an accountant what was done about a message that could not be booked."""

    _name = "heating.payment.notification.explain"
    _description = "Explain a Message of a Platform"

    notification_id = fields.Many2one("heating.payment.notification", required=True)
    note = fields.Char(related="notification_id.note")
    reason = fields.Char(string="What Was Done", required=True)

    def action_explain(self):
        """Keep the explanation with the message."""
        self.ensure_one()
        self.notification_id.action_explain(self.reason)
