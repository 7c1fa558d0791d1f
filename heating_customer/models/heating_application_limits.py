from dateutil.relativedelta import relativedelta

from odoo import fields, models


class HeatingApplication(models.Model):
    """How much of a building, and how often in a season, may be stopped."""

    _inherit = "heating.application"

    def _get_condition_refusals(self):
        return [
            *super()._get_condition_refusals(),
            self._get_building_share_refusal(),
            self._get_second_stop_refusal(),
        ]

    def _get_building_share_refusal(self):
        """The share of the building's area without heat, this household included."""
        largest = self.type_id.building_share_max
        household = self.household_id._origin
        if not largest or not household.building_id:
            return False
        total, outside = 0.0, 0.0
        # the whole building counts, whoever may see its households
        neighbours = (
            self.env["heating.household"]
            .sudo()
            ._read_group(
                [
                    ("building_id", "=", household.building_id.id),
                    ("state", "=", "active"),
                ],
                [],
                ["built_area:sum", "unheated_area:sum"],
            )
        )
        for area, unheated in neighbours:
            total += area or 0.0
            outside += unheated or 0.0
        outside += self._get_heated_area()
        if total and outside / total > largest + 1e-9:
            return self.env._(
                "%(share).1f %% of %(building)s would be without heat; at most "
                "%(largest).1f %% may be.",
                share=100 * outside / total,
                building=household.building_id.complete_name,
                largest=100 * largest,
            )
        return False

    def _get_heated_area(self):
        """What of the household has heat today and would have none, in m²."""
        household = self.household_id._origin
        if not self.supply_space_ids:
            return household.built_area - household.unheated_area
        today = fields.Date.context_today(self)
        return sum(
            space.built_area
            for space in self._get_named_spaces(today)
            if household._get_supply_state_on(today, space) == "supplied"
        )

    def _get_second_stop_refusal(self):
        """Where the type forbids it: no stop after a restore in the same season.

        A household may not be stopped again, nor a part of it; a space may not, and so
        not with the whole household either.
        """
        start = self.type_id._get_season_start(self.date_from)
        if not self.type_id.no_second_stop or not start:
            return False
        household = self.household_id._origin
        if self._is_restored_since(start, household.supply_ids):
            return self.env._(
                "Household %(number)s was stopped and restored in this season already, "
                "so it cannot be stopped again.",
                number=household.number,
            )
        spaces = self._get_named_spaces(self.date_from) or household._get_spaces_on(
            self.date_from
        )
        for space in spaces:
            if self._is_restored_since(start, household._get_supply_ranges(space)):
                return self.env._(
                    "“%(space)s” of household %(number)s was stopped and restored in "
                    "this season already, so it cannot be stopped again.",
                    space=space.name,
                    number=household.number,
                )
        return False

    def _is_restored_since(self, start, ranges):
        """Whether all the stops among *ranges* since *start* are over by the first day.

        :param date start: the first day of the season
        :param ranges: supply states of a household, or of one space
        :rtype: bool
        """
        before = start - relativedelta(days=1)
        stopped = ranges.filtered(
            lambda supply: (
                supply.state == "stopped"
                and (not supply.date_to or supply.date_to > before)
                and (not supply.date_from or supply.date_from < self.date_from)
            )
        )
        return bool(stopped) and all(
            supply.date_to and supply.date_to < self.date_from for supply in stopped
        )
