"""The early-bird discount."""

from datetime import date
from decimal import Decimal

import assessment as engine
import pytest


def window(start, end, rate):
    return engine.DiscountWindow(
        date(2025, 9, start), date(2025, 9, end), Decimal(rate)
    )


WINDOWS = (window(11, 20, "0.02"), window(1, 10, "0.03"))


@pytest.mark.parametrize(
    ("principal", "day", "paid", "discount", "due"),
    [
        ("2200", 1, "2134", "66.00", "2134.00"),
        ("2200", 10, "2134", "66.00", "2134.00"),
        ("2200", 11, "2134", "0.00", "2200.00"),
        ("2200", 11, "2156", "44.00", "2156.00"),
        ("2200", 20, "3000", "44.00", "2156.00"),
        ("2200", 20, "2155.99", "0.00", "2200.00"),
        ("2200", 21, "2200", "0.00", "2200.00"),
        # 50.9655: paying the amount asked for, 1647.88, is paying in full
        ("1698.85", 1, "1647.88", "50.97", "1647.88"),
        ("1698.85", 1, "1647.87", "0.00", "1698.85"),
        # 0.765: discount and due add up to the principal
        ("25.50", 1, "24.73", "0.77", "24.73"),
        ("0", 1, "0", "0.00", "0.00"),
    ],
)
def test_payment_in_full_within_a_window(principal, day, paid, discount, due):
    result = engine.early_discount(
        Decimal(principal), WINDOWS, date(2025, 9, day), Decimal(paid)
    )
    assert (str(result.discount), str(result.due)) == (discount, due)


def test_the_window_of_the_day_is_told():
    paid_on = date(2025, 9, 3)
    result = engine.early_discount(Decimal(100), WINDOWS, paid_on, Decimal(1))
    assert result.window == WINDOWS[1]
    assert (
        engine.early_discount(
            Decimal(100), WINDOWS, date(2026, 9, 3), Decimal(100)
        ).window
        is None
    )


def test_the_whole_principal_can_be_given():
    free = (window(1, 10, "1"),)
    result = engine.early_discount(
        Decimal("10.005"), free, date(2025, 9, 1), Decimal(0)
    )
    assert (str(result.discount), str(result.due)) == ("10.01", "0.00")


@pytest.mark.parametrize(
    ("windows", "code"),
    [
        ([window(1, 10, "0.03"), window(10, 20, "0.02")], "window_overlap"),
        ([window(10, 20, "0.02"), window(1, 30, "0.02")], "window_overlap"),
        ([window(5, 5, "0.02"), window(5, 5, "0.02")], "window_overlap"),
        ([window(10, 9, "0.03")], "ends_before_start"),
        ([window(1, 2, "-0.03")], "negative"),
        ([window(1, 2, "1.01")], "rate_above_one"),
    ],
)
def test_wrong_windows_are_refused_whatever_the_day(windows, code):
    with pytest.raises(engine.AssessmentError) as caught:
        engine.early_discount(Decimal(1), windows, date(2026, 1, 1), Decimal(1))
    assert caught.value.code == code
    assert str(caught.value)
