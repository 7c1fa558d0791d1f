"""Facts that are kept with a bill come back as they were, and give the same cents."""

import json
from datetime import date
from decimal import Decimal

import assessment as engine
from assessment.facts import Meter
from hypothesis import given
from hypothesis import strategies as st

from tests.assessment.builders import SEASON, shares, tariff

NUMBERS = st.decimals("0.01", "9999", places=3)
MAYBE = st.none() | NUMBERS
DAYS = st.none() | st.dates(date(2025, 1, 1), date(2026, 12, 31))
KEYS = st.none() | st.integers(1, 10**6)
RANGES = st.builds(
    engine.SupplyRange,
    st.sampled_from(("supplied", "stopped")),
    st.dates(date(2025, 11, 15), date(2026, 3, 14)),
    st.dates(date(2025, 11, 15), date(2026, 3, 14)),
)
SPACES = st.builds(
    engine.Space,
    category=st.just("resident") | st.integers(1, 99),
    built=NUMBERS,
    inner=MAYBE,
    height=MAYBE,
    start=DAYS,
    end=DAYS,
    key=KEYS,
    supply=st.lists(RANGES, max_size=2).map(tuple),
)
REDUCTIONS = st.builds(
    engine.Reduction, st.sampled_from(("percent", "amount")), NUMBERS, KEYS
)
HOUSEHOLDS = st.builds(
    engine.Household,
    spaces=st.lists(SPACES, min_size=1, max_size=3).map(tuple),
    supply=st.lists(RANGES, max_size=2).map(tuple),
    energy=MAYBE,
    meter=st.none() | st.builds(Meter, st.sampled_from(("open", "final")), MAYBE),
    reductions=st.lists(REDUCTIONS, max_size=2).map(tuple),
)


@given(HOUSEHOLDS)
def test_what_is_read_again_is_what_was_kept(household):
    stored = json.loads(json.dumps(engine.store_facts(SEASON, household)))
    assert engine.read_stored_facts(stored) == (SEASON, household)


def test_the_last_digit_is_kept():
    household = engine.Household((engine.Space("resident", Decimal("88.10")),))
    stored = engine.store_facts(SEASON, household)
    assert stored["household"] == {
        "spaces": [{"category": "resident", "built": "88.10"}]
    }


def test_an_assessment_carries_the_facts_that_give_it_once_more():
    rules = tariff(price="23.7", shares=shares(stopped="0.3"))
    household = engine.Household(
        spaces=(engine.Space("resident", Decimal("87.33"), key=7),),
        supply=(engine.SupplyRange("stopped", date(2026, 1, 1), date(2026, 2, 3)),),
        reductions=(engine.Reduction("percent", Decimal("1.5"), 3),),
    )
    first = engine.assess(SEASON, rules, household)
    stored = json.loads(json.dumps(engine.store_facts(SEASON, first.household)))
    season, again = engine.read_stored_facts(stored)
    assert engine.assess(season, rules, again) == first
