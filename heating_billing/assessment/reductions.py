"""Reductions (核减) of a bill."""

from .errors import AssessmentError
from .exact import ratio, yuan
from .facts import AMOUNT, AREA, DAYS, PERCENT
from .results import REDUCTION, Line
from .rounding import half_up


class FirstSpace:
    """The household's first space and what it was charged in `cents`, no energy."""

    __slots__ = ("key", "price", "area", "area_ratio", "cents")

    def __init__(self, key, price, area, area_ratio, cents):
        self.key = key
        self.price = price
        self.area = area
        self.area_ratio = area_ratio
        self.cents = cents


def charge_reductions(bill, reductions, first):
    """Add a line for each reduction, in their order.

    `percent`, and `days` of all heated days, are of the sum of the other lines as
    rounded; `area` is what that much of the first space was charged, at most all of
    it; `amount` is itself. Each is rounded half-up, and together they are never more
    than the sum: a later one gets what the earlier ones left.

    :param bill: the `OpenBill` with all its other lines
    :param first: the `FirstSpace`
    :raise AssessmentError: `unknown_choice`, `negative`, `not_exact`
    """
    whole = bill.cents
    for reduction in reductions:
        base, cents = _wanted(reduction, whole, first, bill.heated_days)
        amount, payers = bill.reduce(min(cents, bill.cents))
        line = Line(REDUCTION, amount, payers, reduction=reduction, base=yuan(base))
        if reduction.by == AREA:
            line.space = first.key
            line.category = first.price.category
            line.basis = first.price.basis
            line.area = first.area
        elif reduction.by == DAYS:
            line.season_days = bill.heated_days
        bill.lines.append(line)


def _wanted(reduction, whole, first, heated_days):
    """Return the cents that a reduction is taken of, and its own before the limit."""
    numerator, denominator = ratio(reduction.value, "value of a reduction")
    by = reduction.by
    if by == PERCENT:
        return whole, half_up(whole * numerator, 100 * denominator)
    if by == DAYS:
        return whole, half_up(whole * numerator, heated_days * denominator)
    if by == AMOUNT:
        return whole, half_up(100 * numerator, denominator)
    if by == AREA:
        area_numerator, area_denominator = first.area_ratio
        if numerator * area_denominator >= area_numerator * denominator:
            return first.cents, first.cents
        return first.cents, half_up(
            first.cents * numerator * area_denominator, area_numerator * denominator
        )
    raise AssessmentError(
        "unknown_choice",
        what="measure of a reduction",
        value=by,
        choices=", ".join((PERCENT, AMOUNT, AREA, DAYS)),
    )
