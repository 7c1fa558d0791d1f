"""What the engine is given: the season, the tariff, the household.

Numbers are `Decimal` (or `int`), never floats: prices in yuan, areas in m², heights in
metres, shares and rates as parts of one (0.3 is 30 %). Dates are `datetime.date`, and
every range includes both its ends. The facts check nothing themselves: what uses a fact
refuses it with an `AssessmentError`.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

# What a price is for.
BUILT, INNER = "built", "inner"
PER_SEASON, PER_DAY = "season", "day"
# The supply state of days that no supply range covers.
SUPPLIED = "supplied"
# Who pays what no other payer pays.
HOUSEHOLD = "household"
# What is known of a season's metered heat.
OPEN, FINAL, BROKEN = "open", "final", "broken"
# How a reduction is measured.
PERCENT, AMOUNT, AREA, DAYS = "percent", "amount", "area", "days"


@dataclass(frozen=True, slots=True)
class Season:
    """The heating season (采暖季): its first and last heated day, both included.

    :param days: the days that a price of the season is for; None: all of them. Days
        that the government adds are charged beside them, each at its part.
    """

    start: date
    end: date
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Price:
    """The price of one category, yuan per m² and `per` season or day.

    :param basis: the area it is for, `built` or `inner`
    :param energy_price: yuan per unit of heat on the meter, for two-part prices
    """

    category: str
    basis: str
    price: Decimal
    per: str
    energy_price: Decimal | None = None


@dataclass(frozen=True, slots=True)
class OverHeight:
    """The surcharge for high ceilings: `step` and `rate_per_step`, or `proportional`.

    :param threshold: metres up to which there is none
    :param step: metres; each started step above the threshold adds `rate_per_step`
    :param rate_per_step: share of the price
    :param proportional: the price grows as height ÷ threshold instead
    :param negotiate_above: metres above which no price is worked out
    """

    threshold: Decimal
    step: Decimal | None = None
    rate_per_step: Decimal | None = None
    proportional: bool = False
    negotiate_above: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Tariff:
    """A city's rules for a season's bill (收费标准).

    :param inner_fallback: share of the built area that stands in for an unknown inner
        area
    :param shares: by supply state, the share of the full price that is due
    :param payers: by category, the part of its price that each payer pays, in order
    :param rounding: yuan that the bill's total is rounded to
    """

    prices: tuple[Price, ...]
    inner_fallback: Decimal | None = None
    over_height: OverHeight | None = None
    shares: Mapping[str, Decimal] = field(default_factory=dict)
    payers: Mapping[str, Mapping[str, Decimal]] = field(default_factory=dict)
    rounding: Decimal = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class SupplyRange:
    """Days in one supply state (供热状态)."""

    state: str
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Space:
    """A heated piece of a household (用热面积).

    :param start: first day it was heated so, None: since before the season
    :param end: last day, None: until after the season
    :param key: the caller's name for it, carried to the lines; None: its index
    :param supply: its own states, on the days on which the household is supplied
    """

    category: str
    built: Decimal
    inner: Decimal | None = None
    height: Decimal | None = None
    start: date | None = None
    end: date | None = None
    key: Hashable = None
    supply: tuple[SupplyRange, ...] = ()


@dataclass(frozen=True, slots=True)
class Reduction:
    """A reduction (核减) of `value` per cent, yuan, m² or days.

    :param key: the caller's name for it, carried to its line
    """

    by: str
    value: Decimal
    key: Hashable = None


@dataclass(frozen=True, slots=True)
class Meter:
    """What a household's heat meters say of the season, for two-part prices.

    :param state: `open` until the heat of the season is known, then `final`;
        `broken` where it will never be
    :param megajoules: the heat of the season, where it is known
    """

    state: str
    megajoules: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Household:
    """What is heated and how, in the season to be billed (用热户).

    :param supply: states of the household as a whole; where it is not supplied, none
        of its spaces is
    :param energy: units of heat read from the meter
    :param meter: its meters, None where it has none; `MeteredAssessor` makes `energy`
        of it
    """

    spaces: tuple[Space, ...]
    supply: tuple[SupplyRange, ...] = ()
    energy: Decimal | None = None
    reductions: tuple[Reduction, ...] = ()
    meter: Meter | None = None


@dataclass(frozen=True, slots=True)
class DayRange:
    """Days from `start` to `end`."""

    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Payment:
    """Yuan paid on a day."""

    on: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Overdue:
    """A debt and the late fee agreed for it.

    :param due: last day without a fee
    :param daily_rate: share of the principal for each day
    :param cap: share of the original principal that the fee never passes
    :param frozen: ranges whose days do not count
    """

    principal: Decimal
    due: date
    daily_rate: Decimal
    cap: Decimal | None = None
    frozen: tuple[DayRange, ...] = ()
    payments: tuple[Payment, ...] = ()


@dataclass(frozen=True, slots=True)
class DiscountWindow:
    """The early-bird `rate`, a share of the principal, for payment in these days."""

    start: date
    end: date
    rate: Decimal


@dataclass(frozen=True, slots=True)
class LadderStep:
    """The `share` of the fee given back for rooms `below` so many °C."""

    below: Decimal
    share: Decimal


@dataclass(frozen=True, slots=True)
class SplitPart:
    """The m² of a household that go on the invoice with this title."""

    title: str
    area: Decimal
