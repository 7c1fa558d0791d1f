"""The early-bird discount for payment in full within a window of dates."""

from fractions import Fraction

from .errors import AssessmentError
from .exact import fraction, ratio
from .results import Discount
from .rounding import to_yuan
from .season import day_range


def early_discount(principal, windows, paid_on, paid):
    """Return the `Discount` of a debt of which `paid` yuan were paid on a day.

    discount = principal × the rate of the day's window, where at least principal −
    discount was paid; else nothing. The discount is rounded before it is subtracted,
    so that discount + due is the principal and the amount asked for is enough.

    :param windows: `DiscountWindow`s in any order
    :raise AssessmentError: `window_overlap`, `ends_before_start`, `rate_above_one`,
        `negative`, `not_exact`
    """
    owed = fraction(principal, "principal")
    received = fraction(paid, "amount paid")
    window = _window_of(windows, paid_on)
    discount = Fraction(0)
    if window is not None:
        wanted = Fraction(to_yuan(owed * Fraction(window.rate)))
        if received >= owed - wanted:
            discount = wanted
    # A rounded discount can pass a principal that is not in whole cents.
    due = max(Fraction(0), owed - discount)
    return Discount(to_yuan(discount), to_yuan(due), window)


def _window_of(windows, day):
    """Return the window that has the day, all of them being checked."""
    found, previous = None, None
    for window in sorted(windows, key=lambda window: window.start):
        day_range(window.start, window.end, "discount window")
        numerator, denominator = ratio(window.rate, "discount rate")
        if numerator > denominator:
            raise AssessmentError(
                "rate_above_one", start=window.start, end=window.end, rate=window.rate
            )
        if previous is not None and window.start <= previous.end:
            raise AssessmentError(
                "window_overlap",
                first_start=previous.start,
                first_end=previous.end,
                second_start=window.start,
            )
        previous = window
        if window.start <= day <= window.end:
            found = window
    return found
