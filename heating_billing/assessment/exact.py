"""Exact numbers: no value of the engine is ever rounded before its end.

Every fact is a `Decimal` or an `int` and so a ratio of two whole numbers. The bill is
worked out on these whole numbers: multiply first, divide last, round once
(`rounding.half_up`). Python's integers have no largest value, so nothing can be lost,
however many digits a price or an area has.
"""

from decimal import (
    MAX_EMAX,
    MIN_EMIN,
    Context,
    Decimal,
    DivisionByZero,
    Inexact,
    InvalidOperation,
    Overflow,
)
from fractions import Fraction

from .errors import AssessmentError

# For the few places that need a Decimal out of Decimals. It does not depend on the
# caller's context, and raises where a digit would be lost instead of dropping it.
_EXACT = Context(
    prec=10_000,
    Emin=MIN_EMIN,
    Emax=MAX_EMAX,
    traps=[Inexact, InvalidOperation, DivisionByZero, Overflow],
)

add, multiply = _EXACT.add, _EXACT.multiply


def ratio(value, what, signed=False, **where):
    """Return `value` as two whole numbers, numerator and denominator (> 0).

    :param what: the name of the fact, for the error
    :param signed: whether it may be below 0, as a temperature may
    :param where: further facts for the error, such as the space
    :raise AssessmentError: `not_exact` for a float, NaN or infinity, `negative`
    """
    kind = type(value)
    if kind is not Decimal and kind is not int:
        raise AssessmentError("not_exact", what=what, value=value, **where)
    try:
        pair = value.as_integer_ratio()
    except (ValueError, OverflowError):  # NaN, infinity
        raise AssessmentError("not_exact", what=what, value=value, **where) from None
    if pair[0] < 0 and not signed:
        raise AssessmentError("negative", what=what, value=value, **where)
    return pair


def positive_ratio(value, what):
    """Return `ratio(value)` of what something is divided by.

    :raise AssessmentError: as `ratio`, and `not_positive` for 0
    """
    pair = ratio(value, what)
    if not pair[0]:
        raise AssessmentError("not_positive", what=what, value=value)
    return pair


def fraction(value, what, signed=False, **where):
    """Return `value` as a Fraction, for what is worked out one at a time.

    :raise AssessmentError: as `ratio`
    """
    return Fraction(*ratio(value, what, signed, **where))


def yuan(cents):
    """Return whole cents as yuan: a `Decimal` with two decimals."""
    return _EXACT.scaleb(cents, -2)
