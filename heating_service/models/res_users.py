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
