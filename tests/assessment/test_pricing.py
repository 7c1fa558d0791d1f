"""Prices by category."""

from decimal import Decimal

import assessment as engine
import pytest
from builders import SEASON, bill, space, tariff


def price(category="resident", amount="24", **changes):
    facts = {"basis": "built", "per": "season", **changes}
    return engine.Price(category, price=Decimal(amount), **facts)


@pytest.mark.parametrize(
    ("prices", "code", "fact"),
    [
        ((price(), price()), "priced_twice", {"category": "resident"}),
        ((price(), price("shop"), price("shop", "30")), "priced_twice", {}),
        ((price(amount="-1"),), "negative", {"what": "price", "value": Decimal(-1)}),
        ((price(energy_price=Decimal(-1)),), "negative", {"what": "energy price"}),
        ((price(basis="gross"),), "unknown_choice", {"value": "gross"}),
        ((price(per="month"),), "unknown_choice", {"value": "month"}),
    ],
)
def test_a_wrong_price_is_refused_before_any_household(prices, code, fact):
    with pytest.raises(engine.AssessmentError) as caught:
        engine.Assessor(SEASON, engine.Tariff(prices))
    assert caught.value.code == code
    assert fact.items() <= caught.value.facts.items()


def test_a_space_without_a_price_is_refused():
    with pytest.raises(engine.AssessmentError) as caught:
        bill(tariff(), space(), space(category="shop"))
    assert caught.value.code == "no_price"
    assert (caught.value.space, caught.value.category) == (1, "shop")


def test_categories_under_one_roof_have_their_own_prices():
    rules = engine.Tariff((price(), price("shop", "0.3", per="day")))
    assessment = bill(rules, space(), space(category="shop"))
    assert [line.amount for line in assessment.lines] == [2400, 3600]
    assert [line.per for line in assessment.lines] == ["season", "day"]


def test_a_price_of_the_season_goes_by_days():
    # 24 × 100 × 47 ÷ 120
    assert bill(tariff(), space(start="11-15", end="12-31")).total == 940


@pytest.mark.parametrize(
    ("area", "total"),
    [
        ("0.005", "0.01"),
        ("0.00499999999999999999999999999999999999999", "0.00"),
        ("0.00500000000000000000000000000000000000001", "0.01"),
        ("12345678901234567890123456789.005", "12345678901234567890123456789.01"),
        ("12345678901234567890123456789.00499", "12345678901234567890123456789.00"),
    ],
)
def test_no_digit_is_lost_on_the_way_to_the_cent(area, total):
    assert str(bill(tariff("1"), space(area)).total) == total


def test_a_third_is_never_rounded_before_the_end():
    # 0.03 × 0.5 × 40 ÷ 120 is just half a cent, which a rounded third would miss.
    assert str(bill(tariff("0.03"), space("0.5", end="12-24")).total) == "0.01"
