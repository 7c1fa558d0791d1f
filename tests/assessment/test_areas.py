"""Which area is priced."""

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
