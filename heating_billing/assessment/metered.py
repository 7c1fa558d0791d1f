"""Two-part prices over a winter: an advance before it, the meter's heat after it.

Before the season nobody knows what a meter will show, so the household is charged by
area, or the fixed part and an advance. Once the heat of the season is known, it is
charged the fixed part and its heat. The tariff may say that this never comes to more
than the price by area, and that less than the advance is not given back. Where the
meter is broken, or there is none, it is charged by area.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal, localcontext

from .assess import Assessor
from .errors import AssessmentError
from .facts import FINAL, OPEN, Price

KWH, GJ = "kwh", "gj"
# Megajoules in a unit: both are exact, so heat is added up in them.
MEGAJOULES = {KWH: Decimal("3.6"), GJ: Decimal(1000)}
# Units of heat are charged, and stand on the bill, with so many decimals.
UNIT_STEP = Decimal("0.0001")

BY_AREA, FIXED = "area", "fixed"
# How a household of a two-part price was charged.
ADVANCE, METERED, CAPPED, KEPT, AREA = "advance", "metered", "capped", "kept", "area"


@dataclass(frozen=True, slots=True)
class MeteredRules:
    """How a two-part price is charged.

    :param unit: the unit that its energy prices are for, `kwh` or `gj`
    :param before: what is charged before the heat is known: `area`, or `fixed` for
        the fixed part and the advance
    :param area: by category, the price by area: yuan per m², and its `per`
    :param advance: by category, yuan per m² beside the fixed part, for the same days
    :param capped: the heat's charge never comes to more than the price by area
    :param refunded: what the advance was too much is given back
    """

    unit: str = KWH
    before: str = BY_AREA
    area: Mapping[str, tuple[Decimal, str]] = field(default_factory=dict)
    advance: Mapping[str, Decimal] = field(default_factory=dict)
    capped: bool = False
    refunded: bool = True


def megajoules(value, unit):
    """Return the heat that a meter's *value* is, exactly."""
    with localcontext() as context:
        context.prec = 60
        return value * MEGAJOULES[unit]


def units_of(heat, unit):
    """Return megajoules as units of heat, to four decimals, half up.

    A GJ has no end in kWh as a decimal; what is rounded here is what the bill shows
    and multiplies, so that anybody can work it out again.
    """
    with localcontext() as context:
        context.prec = 60
        return (heat / MEGAJOULES[unit]).quantize(UNIT_STEP, rounding=ROUND_HALF_UP)


class MeteredAssessor:
    """An `Assessor` for a tariff with energy prices; it is used the same way.

    :raise AssessmentError: where the season or the tariff is wrong
    """

    __slots__ = ("season_days", "_rules", "_by_meter", "_by_area", "_fixed", "_energy")

    def __init__(self, season, tariff, rules):
        self._rules = rules
        self._energy = {
            price.category for price in tariff.prices if price.energy_price is not None
        }
        self._by_meter = Assessor(season, tariff)
        self.season_days = self._by_meter.season_days
        self._by_area = Assessor(season, self._with_prices(tariff, self._area_price))
        self._fixed = Assessor(season, self._with_prices(tariff, self._fixed_price))

    def _with_prices(self, tariff, change):
        """The tariff without energy prices, the prices that had one changed."""
        prices = (
            change(price) if price.category in self._energy else price
            for price in tariff.prices
        )
        return replace(tariff, prices=tuple(prices))

    def _area_price(self, price: Price):
        # a category without a price by area never gets here: see _assess_by_area
        amount, per = self._rules.area.get(price.category, (price.price, price.per))
        return replace(price, price=amount, per=per, energy_price=None)

    def _fixed_price(self, price: Price):
        advance = self._rules.advance.get(price.category, Decimal(0))
        return replace(price, price=price.price + advance, energy_price=None)

    def assess(self, household):
        """Return the `Assessment` of a household's season; its `metering` says how.

        :raise AssessmentError: where a fact of the household is wrong, and
            `no_reading` where it has to be charged by area and has no price for that
        """
        if not any(space.category in self._energy for space in household.spaces):
            return self._by_meter.assess(replace(household, energy=None))
        meter = household.meter
        if meter is None or meter.state not in (OPEN, FINAL):
            return _named(self._assess_by_area(household), AREA, household)
        if meter.state == OPEN:
            return _named(self._assess_before(household), ADVANCE, household)
        heat = units_of(meter.megajoules, self._rules.unit)
        result, how = self._by_meter.assess(replace(household, energy=heat)), METERED
        if self._rules.capped:
            limit = self._assess_by_area(household)
            if limit.total < result.total:
                result, how = limit, CAPPED
        if not self._rules.refunded:
            before = self._assess_before(household)
            if before.total > result.total:
                result, how = before, KEPT
        return _named(result, how, household)

    def _assess_before(self, household):
        if self._rules.before == FIXED:
            return self._fixed.assess(household)
        return self._assess_by_area(household)

    def _assess_by_area(self, household):
        for index, space in enumerate(household.spaces):
            if (
                space.category in self._energy
                and space.category not in self._rules.area
            ):
                key = index if space.key is None else space.key
                raise AssessmentError("no_reading", space=key, category=space.category)
        return self._by_area.assess(household)


def _named(assessment, how, household):
    assessment.metering = how
    # with its meter: what was charged in its place follows from that
    assessment.household = household
    return assessment
