from dateutil.relativedelta import relativedelta

from odoo import models


class HeatingApplication(models.Model):
    """How often in a season a household, or a part of it, may be stopped."""

    _inherit = "heating.application"

    def _get_condition_refusals(self):
        return [*super()._get_condition_refusals(), self._get_second_stop_refusal()]

    def _get_second_stop_refusal(self):
        """Where the type forbids it: no stop after a restore in the same season.

        A household may not be stopped again, nor a part of it; a space may not, and so
        not with the whole household either.
        """
        start = self._get_type_of_company()._get_season_start(self.date_from)
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
