"""Who pays what."""

from decimal import Decimal

import assessment as engine
import pytest
from builders import SEASON, amounts, bill, paid, reduction, shares, space, supply
from builders import tariff as one_price


def payers(**parts):
    return {payer: Decimal(part) for payer, part in parts.items()}


def tariff(price="26", parts=None, **rules):
    parts = parts or payers(household="13", government="13")
    return one_price(price, payers={"resident": parts}, **rules)


@pytest.mark.parametrize(
    ("parts", "area", "expected"),
    [
        (
            payers(household="23.3", government="2.7"),
            "90",
            {"household": "2097.00", "government": "243.00"},
        ),
        # 866.45 ÷ 2: the odd cent is the earlier payer's
        (
            payers(household="13", government="13"),
            "33.325",
            {"household": "433.23", "government": "433.22"},
        ),
        (
            payers(government="13", household="13"),
            "33.325",
            {"government": "433.23", "household": "433.22"},
        ),
        # 0.26 = 0.08666… × 3: the first two of three equal remainders
        (
            payers(a="8.5", b="8.5", c="9"),
            "0.01",
            {"a": "0.09", "b": "0.08", "c": "0.09"},
        ),
        (payers(employer="26"), "90", {"employer": "2340.00"}),
        (
            payers(household="26", government="0"),
            "90",
            {"household": "2340.00", "government": "0.00"},
        ),
    ],
)
def test_a_line_is_divided_by_largest_remainder(parts, area, expected):
    assessment = bill(tariff(parts=parts), space(area))
    assert paid(assessment) == expected
    assert list(paid(assessment)) == list(expected)
    assert {p: str(a) for p, a in assessment.lines[0].payers.items()} == expected


def test_each_line_is_divided_by_itself():
    rules = tariff(
        "1",
        payers(household="0.5", government="0.5"),
        shares=shares(stopped="1"),
        over_height=engine.OverHeight(Decimal(3), proportional=True),
    )
    ranges = supply(("stopped", "11-15", "12-14"))
    assessment = bill(rules, space("0.04", height="6"), supply=ranges)
    # Four lines: 0.03, 0.03, 0.01, 0.01; every odd cent is the household's.
    assert [line.amount for line in assessment.lines] == [
        Decimal(text) for text in ("0.03", "0.03", "0.01", "0.01")
    ]
    assert paid(assessment) == {"household": "0.06", "government": "0.02"}


def test_energy_and_other_categories_are_the_households():
    rules = engine.Tariff(
        prices=(
            engine.Price("resident", "built", Decimal(26), "season", Decimal(1)),
            engine.Price("garage", "built", Decimal(10), "season"),
        ),
        payers={"resident": payers(government="26")},
    )
    assessment = bill(rules, space("10"), space("10", "garage"), energy=Decimal(7))
    assert paid(assessment) == {"government": "260.00", "household": "107.00"}


def test_the_rounding_is_the_households():
    rules = tariff("26", payers(government="26"), rounding=Decimal(1))
    assessment = bill(rules, space("1.01"))
    assert (assessment.total, str(assessment.rounding)) == (26, "-0.26")
    assert paid(assessment) == {"government": "26.26", "household": "-0.26"}


def test_a_reduction_goes_in_ratio_to_what_each_pays():
    assessment = bill(
        tariff(parts=payers(household="23.3", government="2.7")),
        space("90"),
        reductions=(reduction("percent", "10"),),
    )
    line = assessment.lines[-1]
    assert {p: str(a) for p, a in line.payers.items()} == {
        "household": "-209.70",
        "government": "-24.30",
    }
    assert paid(assessment) == {"household": "1887.30", "government": "218.70"}


def test_the_energy_counts_in_what_each_pays():
    assessment = bill(
        tariff("10", payers(government="5", household="5"), energy_price="1"),
        space("10"),
        energy=Decimal(100),
        reductions=(reduction("amount", "100"),),
    )
    assert paid(assessment) == {"government": "25.00", "household": "75.00"}


def test_many_reductions_leave_nobody_below_nothing():
    assessment = bill(
        tariff("1", payers(household="0.5", government="0.5")),
        space("0.04"),
        reductions=tuple(reduction("amount", "0.01") for _ in range(5)),
    )
    assert [line.amount for line in assessment.lines[1:]] == [Decimal("-0.01")] * 4 + [
        0
    ]
    assert paid(assessment) == {"household": "0.00", "government": "0.00"}


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        (payers(household="13", government="12.99"), "payers_sum"),
        (payers(household="26.01"), "payers_sum"),
        ({}, "payers_sum"),
        (payers(household="27", government="-1"), "negative"),
    ],
)
def test_the_parts_must_add_up_to_the_price(parts, code):
    rules = one_price("26", payers={"resident": parts})
    with pytest.raises(engine.AssessmentError) as caught:
        engine.Assessor(SEASON, rules)
    assert caught.value.code == code
    assert caught.value.category == "resident"


def test_payers_need_a_price():
    rules = one_price("26", payers={"shop": payers(household="26")})
    with pytest.raises(engine.AssessmentError) as caught:
        engine.Assessor(SEASON, rules)
    assert caught.value.code == "payers_without_price"


def test_a_price_of_nothing_divides_into_nothing():
    assessment = bill(tariff("0", payers(household="0", government="0")), space())
    assert amounts(assessment) == [("heat", "0.00")]
    assert paid(assessment) == {"household": "0.00", "government": "0.00"}
