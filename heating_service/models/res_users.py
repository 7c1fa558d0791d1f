from odoo import fields, models


class ResUsers(models.Model):
    _inherit = "res.users"

    heating_station_ids = fields.Many2many(
        "heating.station",
        "heating_station_user_rel",
        "user_id",
        "station_id",
        string="Heating Stations",
        help="The stations whose unassigned tickets a field worker sees and may take.",
    )

    def write(self, vals):
        result = super().write(vals)
        if "heating_station_ids" in vals:
            # record rules by station are cached for each user
            self.env.registry.clear_cache()
        return result

    def _get_heating_homes(self):
        """Override of `heating_customer` to add who works here."""
        return [
            *super()._get_heating_homes(),
            (30, "service_agent", "heating_service.helpdesk_ticket_action"),
            (70, "field_worker", "heating_service.helpdesk_ticket_action_field"),
        ]
