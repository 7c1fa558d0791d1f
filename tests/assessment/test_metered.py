"""Two-part prices over a winter: advance, settlement, cap, no refund, broken meters.

A flat of 100 m² in a season of 120 days: the fixed part is 6 yuan a m² (600), heat 0.20
yuan a kWh, the price by area 20 yuan a m² (2000).
"""

from decimal import Decimal

import assessment as engine
import pytest
from builders import SEASON, space

PRICES = (
    engine.Price("resident", "built", Decimal(6), "season", Decimal("0.2")),
    engine.Price("shop", "built", Decimal(30), "season"),
)
BY_AREA = {"resident": (Decimal(20), "season")}


def charge(meter, *spaces, prices=PRICES, reductions=(), **rules):
    rules = engine.MeteredRules(**{"area": BY_AREA, **rules})
    assessor = engine.MeteredAssessor(SEASON, engine.Tariff(prices), rules)
    household = engine.Household(
        spaces or (space("100"),), meter=meter, reductions=reductions
    )
    return assessor.assess(household)


def final(kwh, unit="kwh"):
    return engine.Meter("final", engine.megajoules(Decimal(kwh), unit))


@pytest.mark.parametrize(
    ("meter", "rules", "total", "metering"),
    [
        # before the readings: 100 × 20; or 100 × (6 + 8)
        (engine.Meter("open"), {}, "2000.00", "advance"),
        (engine.Meter("open"), {"before": "fixed"}, "600.00", "advance"),
        (
            engine.Meter("open"),
            {"before": "fixed", "advance": {"resident": Decimal(8)}},
            "1400.00",
            "advance",
        ),
        # 600 + 5000 × 0.2; 600 + 8000 × 0.2
        (final("5000"), {}, "1600.00", "metered"),
        (final("8000"), {}, "2200.00", "metered"),
        # the cap is reached at 7000 kWh and binds above
        (final("7000"), {"capped": True}, "2000.00", "metered"),
        (final("7000.1"), {"capped": True}, "2000.00", "capped"),
        (final("5000"), {"capped": True}, "1600.00", "metered"),
        # nothing is given back, more is charged
        (final("5000"), {"refunded": False}, "2000.00", "kept"),
        (final("8000"), {"refunded": False}, "2200.00", "metered"),
        (final("8000"), {"refunded": False, "capped": True}, "2000.00", "capped"),
        # no heat at all is a reading too
        (final("0"), {}, "600.00", "metered"),
        # 18 GJ are 5000 kWh; 18 GJ × 0.2 and 600
        (final("18", "gj"), {}, "1600.00", "metered"),
        (final("18", "gj"), {"unit": "gj"}, "603.60", "metered"),
        (final("5000"), {"unit": "gj"}, "603.60", "metered"),
        # broken, and none: by area
        (engine.Meter("broken"), {}, "2000.00", "area"),
        (None, {}, "2000.00", "area"),
        (None, {"before": "fixed"}, "2000.00", "area"),
    ],
)
def test_what_a_flat_is_charged(meter, rules, total, metering):
    assessment = charge(meter, **rules)
    assert (str(assessment.total), assessment.metering) == (total, metering)


def test_a_gj_in_kwh_is_rounded_once_to_four_decimals():
    # 1 GJ = 277.7777… kWh
    line = charge(final("1", "gj")).lines[-1]
    assert (str(line.quantity), str(line.amount)) == ("277.7778", "55.56")


def test_heat_adds_up_before_it_is_converted():
    heat = engine.megajoules(Decimal(1), "gj") + engine.megajoules(Decimal(100), "kwh")
    assert engine.units_of(heat, "kwh") == Decimal("377.7778")
    assert engine.units_of(heat, "gj") == Decimal("1.3600")


def test_where_no_space_has_an_energy_price_the_meter_is_left_out():
    assessment = charge(final("5000"), space("10", "shop"))
    assert (str(assessment.total), assessment.metering) == ("300.00", None)


def test_spaces_without_an_energy_price_keep_theirs():
    spaces = (space("100"), space("10", "shop"))
    assert str(charge(engine.Meter("open"), *spaces).total) == "2300.00"
    assert str(charge(final("5000"), *spaces).total) == "1900.00"


def test_a_price_by_area_may_be_by_day():
    area = {"resident": (Decimal("0.19"), "day")}
    assert str(charge(None, area=area).total) == "2280.00"


@pytest.mark.parametrize("meter", [engine.Meter("open"), engine.Meter("broken"), None])
def test_without_a_price_by_area_there_is_no_bill_by_area(meter):
    with pytest.raises(engine.AssessmentError) as caught:
        charge(meter, area={})
    assert caught.value.code == "no_reading"


def test_without_a_price_by_area_the_meter_settles():
    assert str(charge(final("5000"), area={}).total) == "1600.00"


def test_a_reduction_is_taken_off_whatever_is_charged():
    off = (engine.Reduction("amount", Decimal(100), key=1),)
    for meter, total in ((engine.Meter("open"), "1900.00"), (final("5000"), "1500.00")):
        assert str(charge(meter, reductions=off).total) == total
