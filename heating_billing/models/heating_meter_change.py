from odoo import api, models


class HeatingMeter(models.Model):
    """What bills follow when something that was settled by changes."""

    _inherit = "heating.meter"

    def _change_heat(self, change, reason):
        """Change what is known of these meters' heat and settle anew what rested on it.

        Only seasons that were billed and whose heat comes out differently are touched.
        A bill that waits for its settlement goes on waiting, one that was settled, or
        that is to be charged by area now, is worked out anew.

        :param change: a function that changes readings or meters
        :param str reason: as the versions of bills, and their documents, say
        :return: the bills that changed
        :raise UserError: a season that is closed, and nothing is changed
        """
        bills = (
            self.env["heating.bill"]
            .sudo()
            .search(
                [
                    ("household_id", "in", self.household_id.ids),
                    ("metering", "!=", False),
                    ("undone_on", "=", False),
                ]
            )
        )
        before = self._get_heat_of(bills)
        change()
        self.env.flush_all()
        after = self._get_heat_of(bills)
        different = bills.filtered(lambda bill: before[bill] != after[bill])
        different.season_id._check_open()
        return different.filtered(
            lambda bill: bill.metering != "advance" or after[bill].state == "broken"
        )._reassess(reason)

    @api.model
    def _get_heat_of(self, bills):
        """The heat of each bill's household and season.

        :return: dict of bill → `SeasonHeat`, None without a meter
        """
        result = {}
        for season, group in bills.grouped("season_id").items():
            heat = self._get_season_heat(season, group.household_id)
            result |= {bill: heat.get(bill.household_id.id) for bill in group}
        return result
