"""Refunds for cold rooms and for outages."""

from decimal import Decimal

import assessment as engine
import pytest


def ladder(*steps):
    return [engine.LadderStep(Decimal(below), Decimal(share)) for below, share in steps]


XUZHOU = ladder(("16", "0.5"), ("18", "0.2"), ("14", "1"))


@pytest.mark.parametrize(
    ("measured", "share"),
    [
        ("18", "0"),
        ("18.0", "0"),
        ("25", "0"),
        ("17.99", "0.2"),
        ("16.00", "0.2"),
        ("15.99", "0.5"),
        ("14", "0.5"),
        ("13.9", "1"),
        ("0", "1"),
        ("-5.5", "1"),
    ],
)
def test_the_lowest_limit_that_the_reading_is_below_decides(measured, share):
    refund = engine.temperature_refund(Decimal(20), 6, Decimal(measured), XUZHOU)
    assert refund.share == Decimal(share)
    assert refund.amount == 120 * Decimal(share)
    assert (refund.step is None) == (share == "0")


@pytest.mark.parametrize(
    ("fee", "days", "amount"),
    [("19.99", 7, "27.99"), ("0.025", 1, "0.01"), ("20", 0, "0.00")],
)
def test_fee_times_days_times_share_is_rounded_once(fee, days, amount):
    refund = engine.temperature_refund(Decimal(fee), days, Decimal(17), XUZHOU)
    assert str(refund.amount) == amount


def test_a_ladder_can_be_empty_and_limits_below_zero():
    assert engine.temperature_refund(Decimal(20), 6, Decimal(1), []).amount == 0
    frost = ladder(("-2", "1"), ("5", "0.5"))
    for measured, amount in (("-2", 60), ("-2.1", 120), ("5", 0)):
        refund = engine.temperature_refund(Decimal(20), 6, Decimal(measured), frost)
        assert refund.amount == amount


def test_one_limit_with_two_shares_is_refused():
    with pytest.raises(engine.AssessmentError) as caught:
        engine.temperature_refund(
            Decimal(20), 6, Decimal(25), ladder(("18", "0.2"), ("18.0", "0.5"))
        )
    assert caught.value.code == "limit_twice"


@pytest.mark.parametrize(
    ("hours", "limit", "amount"),
    [
        ("24", "24", "0.00"),
        ("24.01", "24", "40.00"),
        ("30", "24", "40.00"),
        ("12.5", "12", "40.00"),
        ("0", "0", "0.00"),
    ],
)
def test_an_outage_must_be_longer_than_the_limit(hours, limit, amount):
    refund = engine.outage_refund(Decimal(20), Decimal(hours), Decimal(limit), 2)
    assert str(refund.amount) == amount


@pytest.mark.parametrize(
    ("fee", "days", "what"),
    [(Decimal(-1), 1, "fee of a day"), (Decimal(1), -1, "days")],
)
def test_wrong_facts_are_refused(fee, days, what):
    for call in (
        lambda: engine.temperature_refund(fee, days, Decimal(17), XUZHOU),
        lambda: engine.outage_refund(fee, Decimal(30), Decimal(24), days),
    ):
        with pytest.raises(engine.AssessmentError) as caught:
            call()
        assert (caught.value.code, caught.value.what) == ("negative", what)
