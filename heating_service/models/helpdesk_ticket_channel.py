from odoo import fields, models


class HelpdeskTicketChannel(models.Model):
    _inherit = "helpdesk.ticket.channel"

    heating_service = fields.Boolean(
        help="Offered on tickets of heating service teams. Other helpdesk teams keep "
        "their own channels."
    )
