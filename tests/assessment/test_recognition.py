"""Revenue by the days of the season."""

from datetime import date, timedelta
from decimal import Decimal

import assessment as engine
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

cents = st.integers(0, 10**11).map(lambda number: Decimal(number).scaleb(-2))


@pytest.mark.parametrize(
    ("amount", "days", "season_days", "earned"),
    [
        ("2000.00", 16, 120, "266.67"),
        ("2000.00", 120, 120, "2000.00"),
        ("2000.00", 0, 120, "0.00"),
        ("2000.00", 500, 120, "2000.00"),
        ("-2000.00", 16, 120, "-266.67"),
        # 0.005: half a cent is earned up
        ("0.01", 60, 120, "0.01"),
    ],
)
def test_earned_until(amount, days, season_days, earned):
    assert engine.recognised_until(Decimal(amount), days, season_days) == Decimal(
        earned
    )


def test_days_of_months():
    start, end = date(2027, 11, 15), date(2028, 3, 14)
    days = [
        engine.heated_days_until(start, end, day)
        for day in (
            date(2027, 10, 31),
            date(2027, 11, 30),
            date(2028, 2, 29),
            date(2028, 3, 31),
        )
    ]
    assert days == [0, 16, 107, 121]


def test_what_cannot_be():
    with pytest.raises(engine.AssessmentError):
        engine.recognised_until(Decimal(1), 1, 0)
    with pytest.raises(engine.AssessmentError):
        engine.recognised_until(1.0, 1, 120)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(cents, st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(0, 250))
def test_months_add_up_and_none_is_negative(amount, start, length):
    end = start + timedelta(days=length)
    whole = length + 1
    earned, month = [], start
    while True:
        last = engine.last_day_of_month(month)
        days = engine.heated_days_until(start, end, last)
        earned.append(
            engine.recognise_month(amount, sum(earned, Decimal(0)), days, whole)
        )
        if last >= end:
            break
        month = last + timedelta(days=1)
    assert sum(earned) == amount
    assert min(earned) >= 0


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(cents, cents, st.integers(1, 119), st.integers(1, 119))
def test_a_correction_is_caught_up(amount, corrected, first, second):
    """Whatever an amount was at first, what is earned is that of the right one."""
    first, second = sorted((first, second))
    before = engine.recognise_month(amount, Decimal(0), first, 120)
    caught_up = engine.recognise_month(corrected, before, second, 120)
    assert before + caught_up == engine.recognised_until(corrected, second, 120)
