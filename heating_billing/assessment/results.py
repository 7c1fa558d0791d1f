"""What the engine answers: amounts, with every number that a formula needs to be shown.

Amounts are yuan, `Decimal` with two decimals. The words are the caller's.
"""

from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from .exact import add, yuan
from .facts import DiscountWindow, Household, LadderStep, Reduction

HEAT, BASIC, OVER_HEIGHT = "heat", "basic", "over_height"
ENERGY, REDUCTION = "energy", "reduction"
LINE_KINDS = (HEAT, BASIC, OVER_HEIGHT, ENERGY, REDUCTION)


@dataclass(frozen=True, slots=True)
class Surcharge:
    """What a high ceiling adds, as a share of the price (`factor`, exact).

    With steps: factor = `steps` × `rate_per_step`. In proportion (`steps` is None):
    factor = `height` ÷ `threshold` − 1.
    """

    height: Decimal
    threshold: Decimal
    factor: Fraction
    steps: int | None = None
    rate_per_step: Decimal | None = None


@dataclass(slots=True)
class Line:
    """One kind for one space in one supply state, its days summed.

    heat, basic: price × area × days (÷ season_days where `per` is season) × share.
    over_height: the same × factor. energy: price × quantity. reduction: minus the
    `reduction` of `base`; of the first space's `area` m² where it is by area.

    :param payers: who pays how much of it, in the tariff's order; adds up to `amount`
    :param space: the key of the space; for energy of the first space with the price;
        None for a reduction of the whole bill
    :param area: m² that were priced, exact
    :param quantity: units of heat from the meter
    :param base: yuan that a reduction was taken of
    """

    kind: str
    amount: Decimal
    payers: dict[str, Decimal]
    space: Hashable = None
    category: str | None = None
    state: str | None = None
    basis: str | None = None
    area: Decimal | None = None
    price: Decimal | None = None
    per: str | None = None
    days: int | None = None
    season_days: int | None = None
    share: Decimal | None = None
    surcharge: Surcharge | None = None
    quantity: Decimal | None = None
    reduction: Reduction | None = None
    base: Decimal | None = None

    @property
    def factor(self):
        """The surcharge as a share of the price, a Fraction; None without one."""
        return self.surcharge.factor if self.surcharge else None


@dataclass(slots=True)
class Assessment:
    """The season bill of one household (应收核定).

    :param total: sum of the lines + rounding
    :param rounding: what rounding the total to the tariff's unit added
    :param payers: who pays how much of the total, in the order of the lines
    :param metering: how a two-part price was charged, None for other prices
    :param household: the facts it was made from
    """

    season_days: int
    lines: tuple[Line, ...]
    total: Decimal
    rounding: Decimal
    payers: dict[str, Decimal]
    metering: str | None = None
    household: Household | None = field(default=None, compare=False, repr=False)

    def sums(self):
        """Return the sum of the lines of each kind, 0 for a kind without a line."""
        sums = dict.fromkeys(LINE_KINDS, yuan(0))
        for line in self.lines:
            sums[line.kind] = add(sums[line.kind], line.amount)
        return sums


@dataclass(slots=True)
class LateFeePeriod:
    """Days from `start` to `end` on one principal; `days` of them counted."""

    start: date
    end: date
    principal: Decimal
    days: int


@dataclass(slots=True)
class LateFee:
    """The late fee (滞纳金) on a day: sum of principal × days × rate, or the cap.

    :param days: days that counted
    :param limit: yuan that the fee never passes, None without a cap
    :param capped: whether the limit decided
    """

    amount: Decimal
    days: int
    periods: tuple[LateFeePeriod, ...]
    limit: Decimal | None
    capped: bool


@dataclass(slots=True)
class Discount:
    """The early-bird discount and what is then due.

    :param window: the window of the day of payment, None outside of all
    """

    discount: Decimal
    due: Decimal
    window: DiscountWindow | None


@dataclass(slots=True)
class Refund:
    """Yuan to give back: fee of a day × days × share.

    :param step: the ladder's step that decided, None where there is none
    """

    amount: Decimal
    days: int
    share: Decimal
    step: LadderStep | None = None


@dataclass(slots=True)
class SplitAmount:
    """The amount of one invoice."""

    title: str
    area: Decimal
    amount: Decimal


@dataclass(slots=True)
class Split:
    """One household on several invoices: the parts add up to `amount`."""

    amount: Decimal
    parts: tuple[SplitAmount, ...]


@dataclass(slots=True)
class BackCharge:
    """What heat used without right costs, and the late charge on it."""

    days: int
    principal: Decimal
    late_fee: Decimal
