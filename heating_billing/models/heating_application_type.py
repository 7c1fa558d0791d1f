from odoo import fields, models


class HeatingApplicationType(models.Model):
    _inherit = "heating.application.type"

    fee_kind = fields.Selection(
        [("none", "No Fee"), ("fixed", "Fixed"), ("area", "By Area")],
        string="Fee",
        default="none",
        required=True,
    )
    fee_price = fields.Float(
        digits=(16, 2), help="Yuan, or yuan a m² of built area; tax included."
    )

    _fee_price_possible = models.Constraint(
        "CHECK (fee_price >= 0)", "A fee cannot be negative."
    )

    def _get_season_start(self, day):
        """Override of `heating_customer`: the season that *day* is in or before."""
        return self._get_season_of(day).date_start

    def _get_season_end(self, day):
        """Override of `heating_customer`: the season that *day* is in or before."""
        return self._get_season_of(day).date_end

    def _get_season_of(self, day):
        return (
            self.env["heating.season"]
            .sudo()
            .search(
                [("date_end", ">=", day), ("company_id", "=", self.env.company.id)],
                order="date_start",
                limit=1,
            )
        )
