"""The late fee of a debt on a day."""

from datetime import date, timedelta
from decimal import Decimal

import assessment as engine
import oracle
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

DUE = date(2025, 12, 31)


def on(day):
    """Return the day so many days after the due day."""
    return DUE + timedelta(days=day)


def debt(principal="1000", rate="0.002", cap=None, frozen=(), payments=()):
    return engine.Overdue(
        principal=Decimal(principal),
        due=DUE,
        daily_rate=Decimal(rate),
        cap=None if cap is None else Decimal(cap),
        frozen=tuple(engine.DayRange(on(start), on(end)) for start, end in frozen),
        payments=tuple(
            engine.Payment(on(day), Decimal(amount)) for day, amount in payments
        ),
    )


@pytest.mark.parametrize(
    ("facts", "day", "amount"),
    [
        ({}, -5, "0.00"),
        ({}, 0, "0.00"),
        ({}, 1, "2.00"),
        ({}, 31, "62.00"),
        # rounded once, from the exact sum: 0.0333… × 3
        ({"principal": "33.3", "rate": "0.001"}, 3, "0.10"),
        # frozen days count once where ranges overlap, touch or lie inside
        ({"frozen": [(1, 10)]}, 31, "42.00"),
        ({"frozen": [(1, 10), (5, 15)]}, 31, "32.00"),
        ({"frozen": [(5, 15), (1, 10), (6, 7), (16, 20)]}, 31, "22.00"),
        ({"frozen": [(-9, 0)]}, 31, "62.00"),
        ({"frozen": [(-9, 1)]}, 31, "60.00"),
        ({"frozen": [(31, 40)]}, 31, "60.00"),
        ({"frozen": [(32, 40)]}, 31, "62.00"),
        ({"frozen": [(-9, 99)]}, 31, "0.00"),
        # a payment lowers the principal from the day after
        ({"payments": [(10, "400")]}, 10, "20.00"),
        ({"payments": [(10, "400")]}, 11, "21.20"),
        ({"payments": [(1, "400")]}, 2, "3.20"),
        ({"payments": [(10, "400")]}, 20, "32.00"),
        ({"payments": [(0, "400")]}, 10, "12.00"),
        ({"payments": [(-3, "400")]}, 10, "12.00"),
        ({"payments": [(10, "200"), (10, "200")]}, 20, "32.00"),
        ({"payments": [(15, "300"), (10, "400")]}, 20, "29.00"),
        # never below nothing
        ({"payments": [(10, "1200")]}, 20, "20.00"),
        ({"payments": [(10, "1200")], "cap": "1"}, 20, "20.00"),
        # the cap is a share of the original principal
        ({"cap": "1"}, 499, "998.00"),
        ({"cap": "1"}, 500, "1000.00"),
        ({"cap": "1"}, 501, "1000.00"),
        ({"cap": "0.3"}, 400, "300.00"),
        ({"cap": "0.3", "payments": [(10, "999")]}, 400, "20.78"),
        ({"cap": "0"}, 400, "0.00"),
        ({"principal": "0"}, 31, "0.00"),
    ],
)
def test_amount(facts, day, amount):
    assert str(engine.late_fee(debt(**facts), on(day)).amount) == amount


def test_the_fee_explains_itself():
    fee = engine.late_fee(
        debt(frozen=[(3, 4)], payments=[(10, "400")], cap="0.02"), on(20)
    )
    assert fee.periods == (
        engine.LateFeePeriod(on(1), on(10), Decimal("1000.00"), 8),
        engine.LateFeePeriod(on(11), on(20), Decimal("600.00"), 10),
    )
    assert fee.days == 18
    assert (fee.capped, fee.limit, fee.amount) == (True, 20, 20)
    assert not engine.late_fee(debt(cap="0.02"), on(10)).capped


def test_it_is_simple_not_compound():
    fees = [engine.late_fee(debt(), on(day)).amount for day in (100, 200, 400)]
    assert fees == [200, 400, 800]


@pytest.mark.parametrize(
    ("facts", "code", "what"),
    [
        ({"principal": "-1"}, "negative", "principal"),
        ({"rate": "-0.1"}, "negative", "daily rate"),
        ({"cap": "-1"}, "negative", "cap"),
        ({"payments": [(99, "-1")]}, "negative", "payment"),
        ({"frozen": [(99, 98)]}, "ends_before_start", "frozen range"),
    ],
)
def test_wrong_facts_are_refused(facts, code, what):
    with pytest.raises(engine.AssessmentError) as caught:
        engine.late_fee(debt(**facts), on(1))
    assert (caught.value.code, caught.value.what) == (code, what)


amounts = st.decimals(0, 3000, places=2)
days = st.integers(-10, 60)


@settings(max_examples=100, deadline=None)
@given(
    debt=st.builds(
        debt,
        principal=amounts,
        rate=st.decimals(0, "0.1", places=4),
        cap=st.none() | st.decimals(0, 2, places=2),
        frozen=st.lists(
            st.tuples(days, st.integers(0, 20)).map(lambda r: (r[0], r[0] + r[1])),
            max_size=4,
        ),
        payments=st.lists(st.tuples(days, amounts), max_size=4),
    ),
    day=days,
)
def test_it_is_the_sum_of_its_days(debt, day):
    fee = engine.late_fee(debt, on(day))
    assert fee.amount * 100 == oracle.late_fee(debt, on(day))
    assert fee.amount <= engine.late_fee(debt, on(day + 1)).amount
