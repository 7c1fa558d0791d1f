"""Half-up, the bill's unit, largest remainder."""

from decimal import ROUND_DOWN, Context, Decimal, localcontext
from fractions import Fraction

import assessment as engine
import pytest
from assessment.rounding import apportion, half_up, to_unit, to_yuan
from builders import SEASON, bill, space, tariff
from hypothesis import given, settings
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("numerator", "denominator", "rounded"),
    [(0, 7, 0), (1, 2, 1), (49, 100, 0), (3, 2, 2), (5, 2, 3), (10**40 + 1, 2, None)],
)
def test_half_up(numerator, denominator, rounded):
    if rounded is None:
        rounded = 10**40 // 2 + 1
    assert half_up(numerator, denominator) == rounded


@pytest.mark.parametrize(
    ("amount", "yuan"),
    [
        (Fraction(0), "0.00"),
        (Fraction(1, 3), "0.33"),
        (Fraction(5, 1000), "0.01"),
        (Fraction(4999, 10**6), "0.00"),
        (Fraction(2675, 1000), "2.68"),
    ],
)
def test_to_yuan(amount, yuan):
    assert str(to_yuan(amount)) == yuan


@pytest.mark.parametrize(
    ("cents", "unit", "rounded"),
    [
        (169884, 100, 169900),
        (150, 100, 200),
        (149, 100, 100),
        (123, 10, 120),
        (7, 1, 7),
    ],
)
def test_to_unit(cents, unit, rounded):
    assert to_unit(cents, unit) == rounded


@pytest.mark.parametrize(
    ("area", "unit", "total"),
    [
        ("94.38", "1", "1699.00"),
        ("94.38", "0.1", "1698.80"),
        ("94.38", "0.10", "1698.80"),
        ("94.38", "0.05", "1698.85"),
        ("94.38", "0.01", "1698.84"),
        ("94.38", "10", "1700.00"),
        ("0.25", "1", "5.00"),
        ("0.025", "1", "0.00"),
    ],
)
def test_the_total_is_rounded_to_its_unit(area, unit, total):
    assessment = bill(tariff("18", rounding=Decimal(unit)), space(area))
    assert str(assessment.total) == total
    assert assessment.total - assessment.rounding == assessment.lines[0].amount


@pytest.mark.parametrize(
    ("unit", "code"),
    [
        ("0", "not_positive"),
        ("-1", "negative"),
        ("0.001", "rounding_unit"),
        ("0.015", "rounding_unit"),
    ],
)
def test_a_unit_is_whole_cents(unit, code):
    with pytest.raises(engine.AssessmentError) as caught:
        engine.Assessor(SEASON, tariff(rounding=Decimal(unit)))
    assert caught.value.code == code


def test_the_callers_decimal_context_changes_nothing():
    rules = tariff("18.123", basis="inner", inner_fallback=Decimal("0.876"))
    with localcontext(Context(prec=3, rounding=ROUND_DOWN)):
        assessment = bill(rules, space("1234.56"), space("0.01"))
        sums = assessment.sums()
    # 19599.5634… and 0.1587…
    assert str(assessment.total) == str(sums["heat"]) == "19599.72"


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        (100, [1, 1, 1], [34, 33, 33]),
        (101, [1, 1, 1], [34, 34, 33]),
        (1, [1, 1], [1, 0]),
        (5, [0, 1], [0, 5]),
        (0, [0, 0], [0, 0]),
        (0, [], []),
        (10, [1, 2, 3], [2, 3, 5]),  # 1.67, 3.33, 5.00
        (3, [Fraction(1, 2), Fraction(1, 3), Fraction(1, 6)], [2, 1, 0]),
    ],
)
def test_apportion(total, weights, parts):
    assert apportion(total, weights) == parts


@settings(deadline=None)
@given(
    st.integers(0, 10**9),
    st.lists(st.integers(0, 10**6), min_size=1, max_size=6).filter(any),
)
def test_apportion_loses_no_cent_and_keeps_to_the_quota(total, weights):
    parts = apportion(total, weights)
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert abs(Fraction(total * weight, sum(weights)) - part) < 1
