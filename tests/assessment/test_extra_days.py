"""Days that the government adds to a season, where they are charged."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import assessment as engine
import pytest
from builders import SEASON, bill, day, reduction, shares, space, supply, tariff
from hypothesis import given
from hypothesis import strategies as st

CENT = Decimal("0.01")


def heated(before=0, after=0):
    """Return the winter of 120 days, so many days longer."""
    return engine.with_extra_days(
        SEASON,
        SEASON.start - timedelta(days=before),
        SEASON.end + timedelta(days=after),
    )


@pytest.mark.parametrize(
    ("before", "after", "per", "total"),
    [
        (0, 0, "season", "2400.00"),
        (0, 5, "season", "2500.00"),  # 2,400 × 125 ÷ 120
        (5, 5, "season", "2600.00"),
        (0, 5, "day", "300000.00"),  # 100 × 24 × 125
        (1, 0, "season", "2420.00"),
    ],
)
def test_each_day_costs_its_part(before, after, per, total):
    assessment = bill(tariff(per=per), space(), season=heated(before, after))
    assert str(assessment.total) == total
    assert assessment.season_days == 120
    assert assessment.lines[0].days == 120 + before + after


def test_a_season_without_extra_days_is_itself():
    assert heated() is SEASON


@pytest.mark.parametrize(
    ("ranges", "expected"),
    [
        # all the season: the days added, too
        ([("stopped", "11-15", "03-14")], [(date(2025, 11, 12), date(2026, 3, 19))]),
        # from the middle to its end
        ([("stopped", "01-10", "03-14")], [(day("01-10"), date(2026, 3, 19))]),
        # from its start to the middle
        ([("stopped", "11-15", "12-01")], [(date(2025, 11, 12), day("12-01"))]),
        # in the middle only
        ([("stopped", "12-01", "12-20")], [(day("12-01"), day("12-20"))]),
    ],
)
def test_the_state_of_the_last_day_goes_on(ranges, expected):
    found = engine.supply_with_extra_days(supply(*ranges), SEASON, heated(3, 5))
    assert [(item.start, item.end) for item in found] == expected


def test_who_was_stopped_pays_the_share_of_the_days_added():
    season = heated(0, 6)
    ranges = engine.supply_with_extra_days(
        supply(("stopped", "11-15", "03-14")), SEASON, season
    )
    rules = tariff(shares=shares(stopped="0.3"))
    # 2,400 × 30 % × 126 ÷ 120
    assert bill(rules, space(), season=season, supply=ranges).total == Decimal(756)


def test_a_space_that_ended_with_the_season_has_none_of_them():
    whole = bill(tariff(), space(end="03-14"), season=heated(0, 5))
    assert whole.total == Decimal(2400)


def test_a_reduction_by_days_is_of_all_heated_days():
    assessment = bill(
        tariff(), space(), season=heated(0, 5), reductions=(reduction("days", "5"),)
    )
    # 5 of 125 days of 2,500 yuan
    assert assessment.lines[-1].amount == Decimal(-100)
    assert assessment.lines[-1].season_days == 125


@pytest.mark.parametrize(("days", "code"), [(0, "not_positive"), (-1, "negative")])
def test_a_price_is_for_at_least_a_day(days, code):
    with pytest.raises(engine.AssessmentError) as caught:
        engine.Assessor(replace(SEASON, days=days), tariff())
    assert (caught.value.code, caught.value.what) == (code, "days of the season")


def test_they_are_kept_with_the_facts():
    season, household = heated(2, 3), engine.Household(spaces=(space(),))
    stored = engine.store_facts(season, household)
    assert engine.read_stored_facts(stored)[0] == season
    # what was kept before there were extra days reads as before
    assert "days" not in engine.store_facts(SEASON, household)["season"]


@given(
    before=st.integers(0, 20),
    after=st.integers(0, 20),
    area=st.decimals(0, 500, places=2),
    price=st.decimals(0, 60, places=3),
)
def test_they_cost_what_their_days_cost(before, after, area, price):
    """The days added and the season add up, to a cent; more days never cost less."""
    rules = tariff(str(price))
    flat = space(str(area))
    plain = bill(rules, flat).total
    longer = bill(rules, flat, season=heated(before, after)).total
    exact = Decimal(area) * Decimal(price) * (before + after) / 120
    assert abs(longer - plain - exact) <= CENT
    assert longer >= plain
