"""Heat used without right."""

from datetime import date
from decimal import Decimal

import assessment as engine
import pytest


@pytest.mark.parametrize(
    ("area", "price", "found", "rate", "days", "principal", "late_fee"),
    [
        ("20", "0.18", date(2025, 12, 29), "0.003", 45, "162.00", "21.87"),
        ("20", "0.18", date(2025, 11, 15), "0.003", 1, "3.60", "0.01"),
        # 1.235 is rounded to 1.24 before the late charge is taken of it
        ("1", "0.247", date(2025, 11, 19), "1", 5, "1.24", "6.20"),
        ("20", "0.18", date(2025, 12, 29), "0", 45, "162.00", "0.00"),
    ],
)
def test_both_days_count(area, price, found, rate, days, principal, late_fee):
    charge = engine.back_charge(
        Decimal(area), Decimal(price), date(2025, 11, 15), found, Decimal(rate)
    )
    assert charge.days == days
    assert (str(charge.principal), str(charge.late_fee)) == (principal, late_fee)


def test_it_cannot_be_found_before_it_began():
    with pytest.raises(engine.AssessmentError) as caught:
        engine.back_charge(
            Decimal(1),
            Decimal(1),
            date(2025, 11, 15),
            date(2025, 11, 14),
            Decimal(0),
        )
    assert caught.value.code == "ends_before_start"
