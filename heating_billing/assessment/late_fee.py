"""The late fee (滞纳金, 违约金) of a debt on any day."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from .exact import fraction
from .facts import PER_DAY
from .results import LateFee, LateFeePeriod
from .rounding import to_yuan
from .season import day_range

YEAR_DAYS = 365
# A year's rate has no end as a share of a day: 20 places never move a cent.
_PLACES = Decimal(1).scaleb(-20)


def daily_rate(rate, per):
    """Return the late fee of a day as a share of the principal.

    Heilongjiang's measure takes the loan prime rate and up to a half: a rate of a year,
    of which a day has the 365th part, also in a leap year.

    :param rate: share of the principal, Decimal
    :param per: `day`, or anything else for a year
    """
    if per == PER_DAY:
        return rate
    return (rate / YEAR_DAYS).quantize(_PLACES, ROUND_HALF_UP)


def late_fee(debt, on):
    """Return the `LateFee` of an `Overdue` debt on a day, that day counted.

    Simple interest: each day after the due day that is not frozen adds the principal
    of that day × the rate. A payment lowers the principal from the day after, never
    below 0. The Tianjin measure allows up to 2 ‰ a day and none while cut off (frozen
    days); Shijiazhuang's case ends at the principal (cap 1), which is the original
    one, whatever was paid since.

    :raise AssessmentError: `ends_before_start` of a frozen range, `negative`,
        `not_exact`
    """
    principal = fraction(debt.principal, "principal")
    rate = fraction(debt.daily_rate, "daily rate")
    frozen = _merged(debt.frozen)
    first, last = debt.due.toordinal() + 1, on.toordinal()
    fee, counted, periods = Fraction(0), 0, []
    for start, end, unpaid in _principals(principal, debt.payments, first, last):
        days = end - start + 1 - _days_within(frozen, start, end)
        fee += unpaid * rate * days
        counted += days
        periods.append(
            LateFeePeriod(
                date.fromordinal(start),
                date.fromordinal(end),
                to_yuan(unpaid),
                days,
            )
        )
    limit = None
    if debt.cap is not None:
        limit = principal * fraction(debt.cap, "cap")
    capped = limit is not None and fee > limit
    return LateFee(
        to_yuan(limit if capped else fee),
        counted,
        tuple(periods),
        None if limit is None else to_yuan(limit),
        capped,
    )


def _merged(ranges):
    """Return the ranges as ordinals, each day in only one of them."""
    merged = []
    for start, end in sorted(
        day_range(item.start, item.end, "frozen range") for item in ranges
    ):
        if merged and start <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], end)
        else:
            merged.append([start, end])
    return merged


def _days_within(ranges, first, last):
    """Return how many days of separate ranges are within first … last."""
    return sum(max(0, min(last, end) - max(first, start) + 1) for start, end in ranges)


def _principals(principal, payments, first, last):
    """Yield (first, last, principal) for the days from first to last."""
    for payment in sorted(payments, key=lambda payment: payment.on):
        amount = fraction(payment.amount, "payment")
        day = payment.on.toordinal()
        if first <= day < last:
            yield first, day, principal
            first = day + 1
        # A payment on the day asked about or later lowers nothing before it.
        if day < last:
            principal = max(Fraction(0), principal - amount)
    if first <= last:
        yield first, last, principal
