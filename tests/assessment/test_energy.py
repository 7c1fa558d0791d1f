"""Two-part prices."""

from decimal import Decimal

import assessment as engine
import pytest
from builders import amounts, bill, shares, space, supply, tariff


def prices(**energy):
    """Return a tariff with a price of 10 for each category and its energy price."""
    return engine.Tariff(
        tuple(
            engine.Price(
                category,
                "built",
                Decimal(10),
                "season",
                None if price is None else Decimal(price),
            )
            for category, price in energy.items()
        ),
        shares=shares(stopped="0"),
    )


def test_the_energy_is_one_line_of_the_household():
    rules = prices(resident="0.217", garage=None, shop="0.2170")
    spaces = (space("10", "garage"), space("10", key="flat"), space("10", "shop"))
    line = bill(rules, *spaces, energy=Decimal("1234.5")).lines[-1]
    assert (line.kind, str(line.amount)) == ("energy", "267.89")
    assert (line.quantity, line.price) == (Decimal("1234.5"), Decimal("0.217"))
    assert (line.space, line.category) == ("flat", "resident")
    assert line.payers == {"household": line.amount}


def test_no_share_reduces_the_energy():
    ranges = supply(("stopped", "11-15", "03-14"))
    assessment = bill(prices(resident="2"), space(), supply=ranges, energy=Decimal(5))
    assert amounts(assessment) == [("basic", "0.00"), ("energy", "10.00")]


def test_a_reading_of_nothing_is_a_reading():
    assessment = bill(prices(resident="2"), space(), energy=Decimal(0))
    assert amounts(assessment)[-1] == ("energy", "0.00")


@pytest.mark.parametrize(
    ("rules", "categories", "energy", "code"),
    [
        (prices(resident="2"), ["resident"], None, "no_reading"),
        (prices(resident="0"), ["resident"], None, "no_reading"),
        (prices(resident=None), ["resident"], "5", "energy_without_price"),
        (prices(resident=None), ["resident"], "0", "energy_without_price"),
        (
            prices(resident="2", shop="3"),
            ["resident", "shop"],
            "5",
            "energy_prices_differ",
        ),
        (prices(resident="2"), ["resident"], "-5", "negative"),
        (prices(resident=None), ["resident"], "-5", "negative"),
    ],
)
def test_price_and_reading_go_together(rules, categories, energy, code):
    reading = None if energy is None else Decimal(energy)
    with pytest.raises(engine.AssessmentError) as caught:
        bill(rules, *(space("1", name) for name in categories), energy=reading)
    assert caught.value.code == code
    assert str(caught.value)


def test_an_energy_price_of_another_category_does_not_matter():
    assert bill(prices(resident=None, shop="3"), space()).total == 1000


def test_a_single_price_needs_no_reading():
    assert bill(tariff(), space()).total == 2400
