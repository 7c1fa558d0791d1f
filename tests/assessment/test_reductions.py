"""Reductions by percent, amount, area and days."""

from decimal import Decimal

import assessment as engine
import pytest
from builders import bill, day, reduction, shares, space, supply, tariff


@pytest.mark.parametrize(
    ("by", "value", "amount"),
    [
        ("percent", "10", "-240.00"),
        ("percent", "0.001", "-0.02"),
        ("percent", "100", "-2400.00"),
        ("percent", "150", "-2400.00"),
        ("amount", "99.99", "-99.99"),
        ("amount", "0.005", "-0.01"),
        ("amount", "2400.01", "-2400.00"),
        ("area", "10", "-240.00"),
        ("area", "100", "-2400.00"),
        ("area", "100.01", "-2400.00"),
        ("days", "6", "-120.00"),
        ("days", "121", "-2400.00"),
        ("percent", "0", "0.00"),
    ],
)
def test_a_reduction_is_a_negative_line(by, value, amount):
    wanted = reduction(by, value)
    assessment = bill(tariff(), space(), reductions=(wanted,))
    line = assessment.lines[-1]
    assert (line.kind, str(line.amount)) == ("reduction", amount)
    assert (line.reduction, line.base) == (wanted, 2400)
    assert assessment.total == 2400 + line.amount


def test_reductions_together_never_pass_the_sum():
    wanted = (
        reduction("percent", "60"),
        reduction("days", "60"),
        reduction("area", "1"),
    )
    assessment = bill(tariff(), space(), reductions=wanted)
    assert [line.amount for line in assessment.lines[1:]] == [-1440, -960, 0]
    assert str(assessment.total) == "0.00"


def test_percent_and_days_are_of_the_rounded_lines_not_of_each_other():
    # Two lines of 0.005, each rounded to 0.01; half of their sum is 0.01.
    rules = tariff("1")
    spaces = (space("0.005"), space("0.005"))
    for wanted in (reduction("percent", "50"), reduction("days", "60")):
        assessment = bill(rules, *spaces, reductions=(wanted, wanted))
        assert [str(line.amount) for line in assessment.lines] == [
            "0.01",
            "0.01",
            "-0.01",
            "-0.01",
        ]


def test_percent_and_days_take_in_the_energy_and_every_space():
    rules = tariff("10", energy_price="1")
    for wanted in (reduction("percent", "25"), reduction("days", "30")):
        assessment = bill(
            rules,
            space("10"),
            space("10"),
            energy=Decimal(40),
            reductions=(wanted,),
        )
        assert assessment.lines[-1].amount == -60


def test_area_is_what_that_much_of_the_first_space_was_charged():
    rules = tariff(
        "10",
        basis="inner",
        inner_fallback=Decimal("0.9"),
        energy_price="1",
        shares=shares(stopped="0.5"),
        over_height=engine.OverHeight(Decimal(3), proportional=True),
    )
    assessment = bill(
        rules,
        space("100", height="4.5", key="shop"),
        space("50"),
        supply=supply(("stopped", "11-15", "01-13")),
        energy=Decimal(1000),
        reductions=(reduction("area", "9"),),
    )
    line = assessment.lines[-1]
    # 90 m² were charged 900 × 1.5 × (½ + ½ × ½); a tenth of it is 101.25.
    assert (line.base, str(line.amount)) == (Decimal("1012.50"), "-101.25")
    assert (line.space, line.area, line.basis) == ("shop", 90, "inner")


def test_area_of_a_space_that_was_charged_nothing():
    outside = engine.Space("resident", Decimal(100), end=day("11-14"))
    wanted = (reduction("area", "10"),)
    assert bill(tariff(), outside, space(), reductions=wanted).total == 2400
    assert bill(tariff(), space("0"), space(), reductions=wanted).total == 2400


def test_the_total_is_rounded_after_the_reductions():
    rules = tariff("1", rounding=Decimal(1))
    assessment = bill(rules, space("10.6"), reductions=(reduction("amount", "0.2"),))
    assert (assessment.total, str(assessment.rounding)) == (10, "-0.40")


@pytest.mark.parametrize(
    ("by", "value", "code"),
    [
        ("percent", Decimal("-1"), "negative"),
        ("amount", 1.5, "not_exact"),
        ("month", Decimal(1), "unknown_choice"),
    ],
)
def test_a_wrong_reduction_is_refused(by, value, code):
    with pytest.raises(engine.AssessmentError) as caught:
        bill(tariff(), space(), reductions=(engine.Reduction(by, value),))
    assert caught.value.code == code
