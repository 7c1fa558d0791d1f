from odoo import models

# Effects after which a household is without heat.
WITHOUT_HEAT = ("stop", "mid_stop", "late_start", "cut_off", "leave")


class HeatingApplication(models.Model):
    """How much of a building may be without heat."""

    _inherit = "heating.application"

    def _check_before_request(self):
        """Two households of a building that ask at once do not overlook each other."""
        if self.type_id.building_share_max:
            self._collide_on(self.household_id.building_id)
        return super()._check_before_request()

    def _get_condition_refusals(self):
        return [*super()._get_condition_refusals(), self._get_building_share_refusal()]

    def _get_building_share_refusal(self):
        """The share of the building's area without heat, this application included."""
        largest = self.type_id.building_share_max
        household = self.household_id._origin
        if not largest or not household.building_id:
            return False
        # the whole building counts, whoever may see its households
        neighbours = (
            self.env["heating.household"]
            .sudo()
            .search(
                [
                    ("building_id", "=", household.building_id.id),
                    ("state", "=", "active"),
                ]
            )
        )
        day = self.date_from
        heated, outside = self.env["heating.space"], self.env["heating.space"]
        for neighbour in neighbours:
            for space in neighbour._get_spaces_on(day):
                heated |= space
                if neighbour._get_supply_state_on(day, space) != "supplied":
                    outside |= space
        for application in self._get_promising(neighbours) | self:
            outside |= application._get_named_spaces(day) or (
                application.household_id._origin._get_spaces_on(day)
            )
        total = sum(heated.mapped("built_area"))
        share = sum((outside & heated).mapped("built_area")) / total if total else 0.0
        if share > largest + 1e-9:
            return self.env._(
                "%(share).1f %% of %(building)s would be without heat; at most "
                "%(largest).1f %% may be.",
                share=100 * share,
                building=household.building_id.complete_name,
                largest=100 * largest,
            )
        return False

    def _get_promising(self, households):
        """Applications under way after which a part of *households* is without heat.

        A season's stops are all applied for before the first valve is shut, so that
        today's supply alone would let every household of a building stop.
        """
        day = self.date_from
        return self.sudo().search(
            [
                ("household_id", "in", households.ids),
                ("state", "in", ("requested", "approved")),
                ("effect", "in", WITHOUT_HEAT),
                ("date_from", "<=", day),
                "|",
                ("date_to", "=", False),
                ("date_to", ">=", day),
            ]
        )
