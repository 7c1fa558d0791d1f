from odoo import fields, models


class HelpdeskTicketCancel(models.TransientModel):
    """Say why a ticket is cancelled."""

    _name = "helpdesk.ticket.cancel"
    _description = "Cancel a Ticket"

    ticket_id = fields.Many2one("helpdesk.ticket", required=True, readonly=True)
    reason = fields.Text(required=True)

    def action_confirm(self):
        """Cancel and close the dialogue."""
        self.ensure_one()
        self.ticket_id.action_cancel(self.reason)
        return {"type": "ir.actions.act_window_close"}
