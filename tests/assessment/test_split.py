"""One household on several invoices."""

from decimal import Decimal

import assessment as engine
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st


def parts(*areas):
    return [
        engine.SplitPart(f"invoice {number}", Decimal(area))
        for number, area in enumerate(areas)
    ]


@pytest.mark.parametrize(
    ("area", "price", "areas", "amounts"),
    [
        ("100", "26", ["60", "40"], ["1560.00", "1040.00"]),
        ("3", "33.33", ["1", "1", "1"], ["33.33", "33.33", "33.33"]),
        # 0.10 in three: the odd cent is the earlier part's
        ("3", "0.0333333", ["1", "1", "1"], ["0.04", "0.03", "0.03"]),
        ("0.3", "0.05", ["0.1", "0.1", "0.1"], ["0.01", "0.01", "0.00"]),
        # 1.004: the whole is 1.00, so the parts are not 0.3347 each rounded
        ("3", "0.334667", ["1", "2"], ["0.33", "0.67"]),
        ("100.00", "26", ["100"], ["2600.00"]),
        ("100", "26", ["100.0", "0"], ["2600.00", "0.00"]),
        ("0", "26", [], []),
    ],
)
def test_amounts_add_up_to_the_whole(area, price, areas, amounts):
    split = engine.split_by_area(Decimal(area), Decimal(price), parts(*areas))
    assert [str(part.amount) for part in split.parts] == amounts
    assert split.amount == sum(part.amount for part in split.parts)


@pytest.mark.parametrize("areas", [[], ["60", "39.99"], ["60", "40.01"], ["50"] * 3])
def test_areas_must_add_up(areas):
    with pytest.raises(engine.AssessmentError) as caught:
        engine.split_by_area(Decimal(100), Decimal(26), parts(*areas))
    assert caught.value.code == "split_sum"


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.decimals(0, 500, places=2), min_size=1, max_size=5),
    st.decimals(0, 60, places=4),
)
def test_no_cent_is_lost(areas, price):
    split = engine.split_by_area(sum(areas), price, parts(*areas))
    assert sum(part.amount for part in split.parts) == split.amount
    for part in split.parts:
        assert abs(part.amount - part.area * price) <= Decimal("0.015")


@pytest.mark.parametrize(
    ("total", "weights", "amounts"),
    [
        ("2000", ["62.5", "37.5"], ["1250.00", "750.00"]),
        ("1999.99", ["50", "50"], ["1000.00", "999.99"]),
        ("0.01", ["1", "1", "1"], ["0.01", "0.00", "0.00"]),
        ("0", ["0"], ["0.00"]),
    ],
)
def test_a_total_is_divided_by_largest_remainder(total, weights, amounts):
    parts = engine.split_amount(Decimal(total), [Decimal(w) for w in weights])
    assert [str(part) for part in parts] == amounts


@pytest.mark.parametrize(
    ("total", "weights", "code"),
    [
        ("1", ["0", "0"], "not_positive"),
        ("1", [], "not_positive"),
        ("-1", ["1"], "negative"),
    ],
)
def test_a_total_without_parts_is_refused(total, weights, code):
    with pytest.raises(engine.AssessmentError) as caught:
        engine.split_amount(Decimal(total), [Decimal(w) for w in weights])
    assert caught.value.code == code
