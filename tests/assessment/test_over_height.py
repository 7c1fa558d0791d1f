"""The surcharge for high ceilings."""

from decimal import Decimal
from fractions import Fraction

import assessment as engine
import pytest
from builders import SEASON, amounts, bill, shares, space, supply, tariff


def over_height(**rule):
    return engine.OverHeight(
        **{
            name: value if isinstance(value, bool) else Decimal(value)
            for name, value in rule.items()
        }
    )


STEPS = over_height(
    threshold="3.5", step="0.3", rate_per_step="0.1", negotiate_above="6"
)
PROPORTIONAL = over_height(threshold="3", proportional=True)


@pytest.mark.parametrize(
    ("height", "steps"),
    [
        ("2.8", 0),
        ("3.5", 0),
        ("3.50", 0),
        ("3.500000000000000000000000000001", 1),
        ("3.51", 1),
        ("3.8", 1),
        ("3.81", 2),
        ("4.1", 2),
        ("5.99", 9),
        ("6", 9),
        ("6.0", 9),
    ],
)
def test_each_started_step_adds_its_share(height, steps):
    lines = bill(tariff(over_height=STEPS), space(height=height)).lines
    if not steps:
        assert [line.kind for line in lines] == ["heat"]
        return
    heat, surcharge = lines
    assert (heat.kind, heat.amount) == ("heat", 2400)
    assert (surcharge.kind, surcharge.amount) == ("over_height", 240 * steps)
    assert surcharge.surcharge.steps == steps
    assert surcharge.factor == Fraction(steps, 10)


@pytest.mark.parametrize(
    ("height", "amount"),
    [
        ("3", None),
        ("3.3", "240.00"),
        ("4", "800.00"),
        ("4.5", "1200.00"),
        ("10", "5600.00"),
        # The smallest rise above the threshold still has its line.
        ("3.000001", "0.00"),
    ],
)
def test_in_proportion(height, amount):
    lines = amounts(bill(tariff(over_height=PROPORTIONAL), space(height=height)))
    assert lines[1:] == ([] if amount is None else [("over_height", amount)])


def test_a_threshold_that_does_not_divide_evenly_stays_exact():
    rule = over_height(threshold="2.7", proportional=True)
    # 2700 × (3 ÷ 2.7 − 1) is exactly 300
    line = bill(tariff("27", over_height=rule), space(height="3")).lines[1]
    assert (line.amount, line.factor) == (300, Fraction(1, 9))


def test_the_surcharge_takes_the_share_of_the_state():
    rules = tariff(over_height=STEPS, shares=shares(stopped="0.3"))
    ranges = supply(("stopped", "11-15", "12-14"))
    assert amounts(bill(rules, space(height="3.6"), supply=ranges)) == [
        ("heat", "1800.00"),
        ("over_height", "180.00"),
        ("basic", "180.00"),
        ("over_height", "18.00"),
    ]


def test_no_height_no_surcharge():
    assert bill(tariff(over_height=STEPS), space()).total == 2400


def test_a_height_without_a_rule_costs_nothing():
    assert bill(tariff(), space(height="9")).total == 2400


@pytest.mark.parametrize("proportional", [False, True])
def test_above_the_limit_the_price_is_negotiated(proportional):
    rule = STEPS
    if proportional:
        rule = over_height(threshold="3", proportional=True, negotiate_above="6")
    with pytest.raises(engine.AssessmentError) as caught:
        bill(tariff(over_height=rule), space(height="6.01", key="hall"))
    assert caught.value.code == "negotiated_height"
    assert (caught.value.space, caught.value.height) == ("hall", Decimal("6.01"))


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ({"threshold": "3"}, "over_height_rule"),
        ({"threshold": "3", "step": "0.3"}, "over_height_rule"),
        ({"threshold": "3", "rate_per_step": "0.1"}, "over_height_rule"),
        (
            {"threshold": "3", "proportional": True, "rate_per_step": "1"},
            "over_height_rule",
        ),
        (
            {
                "threshold": "3",
                "proportional": True,
                "step": "0.3",
                "rate_per_step": "0.1",
            },
            "over_height_rule",
        ),
        ({"threshold": "3", "step": "0", "rate_per_step": "0.1"}, "not_positive"),
        ({"threshold": "0", "proportional": True}, "not_positive"),
        ({"threshold": "-1", "step": "1", "rate_per_step": "0.1"}, "negative"),
        ({"threshold": "3", "step": "1", "rate_per_step": "-0.1"}, "negative"),
        (
            {"threshold": "3", "proportional": True, "negotiate_above": "-6"},
            "negative",
        ),
    ],
)
def test_a_wrong_rule_is_refused_before_any_household(rule, code):
    with pytest.raises(engine.AssessmentError) as caught:
        engine.Assessor(SEASON, tariff(over_height=over_height(**rule)))
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("height", "code"), [(Decimal("-3"), "negative"), (3.6, "not_exact")]
)
def test_a_height_is_an_exact_number(height, code):
    with pytest.raises(engine.AssessmentError) as caught:
        bill(
            tariff(over_height=STEPS),
            engine.Space("resident", Decimal(100), height=height),
        )
    assert (caught.value.code, caught.value.what) == (code, "height")
