from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from odoo import models

from ..assessment import FINAL, Meter
from .heating_tariff import exact

# What is owed for days; the rest of a bill goes in ratio to it.
BY_DAYS = ("heat", "basic", "over_height")


class HeatingBill(models.Model):
    """What the days of a bill cost, for a season that two customers share."""

    _inherit = "heating.bill"

    def _get_amount_from(self, day):
        """What of the bill's amount the days from *day* to the season's end cost.

        A flat that was stopped before it changed hands costs its new customer the full
        price of their days. Reductions, metered heat and rounding, which belong to no
        day, go in ratio.

        :param date day: the first day of the new customer
        :return: yuan
        :rtype: float
        :raise UserError: the engine refuses the facts
        """
        self.ensure_one()
        bill = self.sudo()
        season, tariff = bill.season_id, bill.tariff_id
        household = bill.household_id
        facts = self._gather_facts(season, household)[household.id]
        facts = replace(
            tariff._get_household_facts(facts),
            reductions=(),
            # of a two-part price the fixed part alone is for days
            meter=Meter(FINAL, Decimal(0)) if facts.meter else None,
        )
        rest = replace(
            facts,
            spaces=tuple(
                replace(space, start=max(space.start or day, day))
                for space in facts.spaces
                if not space.end or space.end >= day
            ),
        )
        assessor = tariff._get_assessor()
        whole = self._sum_by_days(assessor, facts)
        part = self._sum_by_days(assessor, rest) if rest.spaces else Decimal(0)
        if not whole:
            days = (season.date_end - day).days + 1
            whole, part = Decimal(season.days), Decimal(days)
        # what others pay of the bill stays theirs
        own = bill._get_amount_of(self.env["heating.payer.kind"])
        amount = exact(own) * part / whole
        return float(amount.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP))

    def _sum_by_days(self, assessor, facts):
        sums = self._call_engine(assessor.assess, facts).sums()
        return sum((sums[kind] for kind in BY_DAYS), Decimal(0))
