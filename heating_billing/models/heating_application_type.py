from odoo import models


class HeatingApplicationType(models.Model):
    _inherit = "heating.application.type"

    def _get_season_start(self, day):
        """Override of `heating_customer`: the season that *day* is in or before."""
        season = (
            self.env["heating.season"]
            .sudo()
            .search(
                [("date_end", ">=", day), ("company_id", "=", self.env.company.id)],
                order="date_start",
                limit=1,
            )
        )
        return season.date_start
