from collections import defaultdict
from datetime import timedelta

from odoo import models

DISPUTES = ("dispute", "inspection")


class HeatingHousehold(models.Model):
    """Days on which nothing is held against a household that does not pay."""

    _inherit = "heating.household"

    def _get_disputed_ranges(self):
        """Days in dispute or under inspection, by the holds on the households.

        :return: dict of household id → list of (first day, last day or None)
        """
        ranges = defaultdict(list)
        for hold in (
            self.env["heating.hold"]
            .sudo()
            .search_fetch(
                [("household_id", "in", self.ids), ("kind", "in", DISPUTES)],
                ["household_id", "date_from", "released_on", "company_id"],
            )
        ):
            released = hold.released_on and hold.company_id._heating_day_of(
                hold.released_on
            )
            ranges[hold.household_id.id].append((hold.date_from, released or None))
        return ranges

    def _get_cut_off_ranges(self):
        """Days on which the households were cut off for arrears.

        The day of the reconnection is one of them: who pays in the morning, to be
        reconnected, is not asked for that day in the afternoon.

        :return: dict of household id → list of (first day or None, last day or None)
        """
        ranges = defaultdict(list)
        for supply in (
            self.env["heating.supply"]
            .sudo()
            .search_fetch(
                [("household_id", "in", self.ids), ("state", "=", "cut_off")],
                ["household_id", "date_from", "date_to"],
            )
        ):
            ranges[supply.household_id.id].append(
                (
                    supply.date_from or None,
                    supply.date_to + timedelta(days=1) if supply.date_to else None,
                )
            )
        return ranges
