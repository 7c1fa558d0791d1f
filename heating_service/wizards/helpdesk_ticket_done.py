from odoo import fields, models


class HelpdeskTicketDone(models.TransientModel):
    """Report the result of the work on a ticket."""

    _name = "helpdesk.ticket.done"
    _description = "Report the Result of a Ticket"

    ticket_id = fields.Many2one("helpdesk.ticket", required=True, readonly=True)
    result = fields.Text(required=True)

    def action_confirm(self):
        """Report and close the dialogue."""
        self.ensure_one()
        self.ticket_id.action_done(self.result)
        return {"type": "ir.actions.act_window_close"}
