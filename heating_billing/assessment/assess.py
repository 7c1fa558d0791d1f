"""The season bill of a household: the one entry for all that bills or previews."""

from .areas import priced_area
from .bill import OpenBill
from .energy import charge_energy
from .errors import AssessmentError
from .exact import positive_ratio, ratio
from .facts import SUPPLIED
from .over_height import HeightRule
from .payers import payer_splits
from .pricing import CategoryPrice, prices_by_category
from .reductions import FirstSpace, charge_reductions
from .results import BASIC, HEAT, OVER_HEIGHT, Line
from .rounding import half_up
from .season import day_range, priced_days, window
from .segments import days_by_state, ranges_of_space, supply_in_season
from .shares import state_shares


class Assessor:
    """A season and a tariff, checked and prepared once, to assess many households.

    It holds no state of a household: assessing the same facts again gives the same
    cents, from any number of threads.

    :raise AssessmentError: where the season or the tariff is wrong, whether or not a
        household would meet it
    """

    __slots__ = (
        "season_days",
        "_season",
        "_heated_days",
        "_fallback",
        "_height_rule",
        "_shares",
        "_prices",
        "_unit",
    )

    def __init__(self, season, tariff):
        first, last = self._season = day_range(season.start, season.end, "season")
        self._heated_days = last - first + 1
        self.season_days = priced_days(season)
        self._unit = _unit_cents(tariff.rounding)
        self._fallback = tariff.inner_fallback
        if self._fallback is not None:
            ratio(self._fallback, "inner fallback")
        rule = tariff.over_height
        self._height_rule = None if rule is None else HeightRule(rule)
        self._shares = state_shares(tariff.shares)
        prices = prices_by_category(tariff.prices)
        splits = payer_splits(tariff.payers, prices)
        self._prices = {
            category: CategoryPrice(
                price, self._shares, self.season_days, splits.get(category)
            )
            for category, price in prices.items()
        }

    def assess(self, household):
        """Return the `Assessment` of a household's season.

        Every space given must be one that can be priced, also one without a day in the
        season: leave spaces of other seasons out.

        :raise AssessmentError: where a fact of the household is wrong
        """
        if not household.spaces:
            raise AssessmentError("no_spaces")
        supply = supply_in_season(household.supply, self._season, self._shares)
        bill = OpenBill(self.season_days, self._heated_days)
        first_space, priced = None, []
        for index, space in enumerate(household.spaces):
            key = index if space.key is None else space.key
            price = self._prices.get(space.category)
            if price is None:
                raise AssessmentError("no_price", space=key, category=space.category)
            if price.energy_price is not None:
                priced.append((key, price))
            area, area_ratio = self._charge_space(bill, space, key, price, supply)
            if first_space is None:
                first_space = FirstSpace(key, price, area, area_ratio, bill.cents)
        charge_energy(bill, household.energy, priced)
        charge_reductions(bill, household.reductions, first_space)
        assessment = bill.close(self._unit)
        assessment.household = household
        return assessment

    def _charge_space(self, bill, space, key, price, supply):
        """Add the lines of a space; return its priced area and the area's ratio."""
        area, area_ratio = priced_area(space, price.basis, self._fallback, key)
        surcharge = None
        if self._height_rule is not None and space.height is not None:
            surcharge = self._height_rule.surcharge(space.height, key)
        first, last = window(space.start, space.end, self._season, "space", space=key)
        if space.supply:
            own = supply_in_season(space.supply, self._season, self._shares, space=key)
            supply = ranges_of_space(supply, own)
        for state, days in days_by_state(first, last, supply).items():
            rate = price.rates[state]
            numerator = days * area_ratio[0] * rate.numerator
            denominator = area_ratio[1] * rate.denominator
            facts = (
                key,
                price.category,
                state,
                price.basis,
                area,
                price.price,
                price.per,
                days,
                self.season_days,
                rate.share,
            )
            kind = HEAT if state == SUPPLIED else BASIC
            cents = half_up(numerator, denominator)
            bill.lines.append(Line(kind, *bill.charge(cents, price.split), *facts))
            if surcharge is not None:
                factor = surcharge.factor
                cents = half_up(
                    numerator * factor.numerator, denominator * factor.denominator
                )
                paid = bill.charge(cents, price.split)
                bill.lines.append(Line(OVER_HEIGHT, *paid, *facts, surcharge))
        return area, area_ratio


def assess(season, tariff, household):
    """Return the `Assessment` of one household: `Assessor` for a single use.

    :raise AssessmentError: where a fact is wrong
    """
    return Assessor(season, tariff).assess(household)


def _unit_cents(rounding):
    """Return the unit that totals are rounded to, in cents."""
    numerator, denominator = positive_ratio(rounding, "rounding unit")
    cents, rest = divmod(100 * numerator, denominator)
    if rest:
        raise AssessmentError("rounding_unit", value=rounding)
    return cents
