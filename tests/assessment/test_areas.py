"""Which area is priced."""

from datetime import date
from decimal import Decimal

import assessment as engine
import pytest
from builders import bill, space, tariff


@pytest.mark.parametrize(
    ("basis", "facts", "area", "total"),
    [
        ("built", {"built": "94.38"}, "94.38", "2265.12"),
        ("built", {"built": "94.38", "inner": "80"}, "94.38", "2265.12"),
        ("inner", {"built": "94.38", "inner": "80"}, "80", "1920.00"),
        ("inner", {"built": "94.38", "inner": "0"}, "0", "0.00"),
        # 84.9420, not rounded to 84.94: 2038.608
        ("inner", {"built": "94.38"}, "84.942", "2038.61"),
    ],
)
def test_priced_area(basis, facts, area, total):
    rules = tariff(basis=basis, inner_fallback=Decimal("0.9"))
    assessment = bill(rules, space(**facts))
    assert assessment.lines[0].area == Decimal(area)
    assert assessment.lines[0].basis == basis
    assert str(assessment.total) == total


def test_an_unknown_inner_area_needs_a_fallback():
    with pytest.raises(engine.AssessmentError) as caught:
        bill(tariff(basis="inner"), space(inner="90"), space(key="S7"))
    assert caught.value.code == "no_inner_area"
    assert caught.value.space == "S7"
    assert "S7" in str(caught.value)


@pytest.mark.parametrize(
    ("built", "code"),
    [
        (Decimal("-1"), "negative"),
        (94.38, "not_exact"),
        (True, "not_exact"),
        ("94.38", "not_exact"),
        (None, "not_exact"),
        (Decimal("NaN"), "not_exact"),
        (Decimal("Infinity"), "not_exact"),
    ],
)
@pytest.mark.parametrize("basis", ["built", "inner"])
def test_an_area_is_an_exact_number(basis, built, code):
    rules = tariff(basis=basis, inner_fallback=Decimal("0.9"))
    with pytest.raises(engine.AssessmentError) as caught:
        bill(rules, engine.Space("resident", built))
    assert caught.value.code == code
    assert caught.value.what == "built area"


def test_whole_numbers_are_exact_too():
    assert bill(tariff(), engine.Space("resident", 100)).total == 2400


def test_every_space_is_charged():
    assessment = bill(tariff(), space("10"), space("20", key="attic"))
    assert [(line.space, line.amount) for line in assessment.lines] == [
        (0, 240),
        ("attic", 480),
    ]


def test_a_household_without_a_space_is_refused():
    with pytest.raises(engine.AssessmentError) as caught:
        bill(tariff())
    assert caught.value.code == "no_spaces"


WINTER = engine.Season(date(2026, 11, 15), date(2027, 3, 14))  # 120 days


@pytest.mark.parametrize(
    ("spaces", "area"),
    [
        ([], 0),
        ([("94.38", None, None)], Decimal("94.38")),
        ([("94.38", None, None), ("20", None, None)], Decimal("114.38")),
        # one replaces the other after 80 of the 120 days
        (
            [("100", None, date(2027, 2, 2)), ("160", date(2027, 2, 3), None)],
            Decimal(120),
        ),
        # joined on the last day
        ([("120", date(2027, 3, 14), None)], Decimal(1)),
        # long before and long after the season
        ([("90", date(2020, 1, 1), date(2030, 1, 1))], Decimal(90)),
        ([("90", None, date(2026, 11, 14))], 0),
    ],
)
def test_area_in_season(spaces, area):
    facts = [
        engine.Space("resident", Decimal(built), start=start, end=end)
        for built, start, end in spaces
    ]
    assert engine.area_in_season(facts, WINTER) == area


def test_area_in_season_refuses_a_space_that_ends_before_it_starts():
    upside_down = engine.Space(
        "resident", Decimal(90), start=date(2027, 2, 3), end=date(2027, 2, 2)
    )
    with pytest.raises(engine.AssessmentError) as caught:
        engine.area_in_season([upside_down], WINTER)
    assert caught.value.code == "ends_before_start"
