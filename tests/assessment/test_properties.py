"""What holds for every household, tried on random ones."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import assessment as engine
import oracle
from hypothesis import assume, given, settings
from hypothesis import strategies as st

START = date(2025, 11, 15)
CATEGORIES = ("resident", "shop", "school")
STATES = ("stopped", "cut_off", "late")
CENT = Decimal("0.01")


def decimals(low, high, places):
    """Decimals with up to so many places, weighted to the awkward ones."""
    return st.one_of(
        [st.decimals(low, high, places=number) for number in range(places + 1)]
    )


@st.composite
def tariffs(draw, top_share=None):
    """A tariff with a price for every category, and any of the other rules.

    :param top_share: the largest share of a state
    """
    prices, payers = [], {}
    for category in CATEGORIES:
        parts = draw(st.lists(decimals(0, 20, 3), min_size=1, max_size=3))
        basis, per = draw(
            st.tuples(
                st.sampled_from(["built", "inner"]), st.sampled_from(["season", "day"])
            )
        )
        energy = Decimal("0.217") if category == "school" else None
        prices.append(engine.Price(category, basis, sum(parts), per, energy))
        if draw(st.booleans()):
            names = draw(st.permutations(["household", "government", "employer"]))
            payers[category] = dict(zip(names, parts, strict=False))
    height = draw(
        st.sampled_from(
            [
                None,
                engine.OverHeight(Decimal("3.5"), Decimal("0.3"), Decimal("0.1")),
                engine.OverHeight(Decimal("2.9"), proportional=True),
            ]
        )
    )
    return engine.Tariff(
        prices=tuple(prices),
        inner_fallback=draw(decimals("0.5", 1, 4)),
        over_height=height,
        shares={state: draw(decimals(0, top_share or 2, 3)) for state in STATES},
        payers=payers,
        rounding=draw(
            st.sampled_from([CENT, Decimal("0.1"), Decimal(1), Decimal("0.05")])
        ),
    )


@st.composite
def supplies(draw, season):
    """Supply ranges in and around the season, in any order."""
    days = (season.end - season.start).days + 1
    edges = sorted(draw(st.sets(st.integers(-5, days + 5), max_size=6)))
    ranges = [
        engine.SupplyRange(
            draw(st.sampled_from([*STATES, "supplied"])),
            season.start + timedelta(days=first),
            season.start + timedelta(days=last - 1),
        )
        for first, last in zip(edges[::2], edges[1::2], strict=False)
    ]
    return tuple(draw(st.permutations(ranges)))


@st.composite
def households(draw, season, reductions=True, parts=True):
    """A household with spaces and supply ranges in and around the season.

    :param parts: whether spaces have supply ranges of their own
    """
    spaces = draw(st.lists(spaces_of(season, parts), min_size=1, max_size=3))
    supply = draw(supplies(season))
    energy = None
    if any(space.category == "school" for space in spaces):
        energy = draw(decimals(0, 5000, 2))
    reduced = st.builds(
        engine.Reduction,
        st.sampled_from(["percent", "amount", "area", "days"]),
        decimals(0, 120, 2),
    )
    return engine.Household(
        spaces=tuple(spaces),
        supply=supply,
        energy=energy,
        reductions=tuple(draw(st.lists(reduced, max_size=3))) if reductions else (),
    )


@st.composite
def spaces_of(draw, season, parts=True):
    days = (season.end - season.start).days + 1
    offsets = sorted(draw(st.tuples(*[st.integers(-5, days + 5)] * 2)))
    start, end = (season.start + timedelta(days=offset) for offset in offsets)
    return engine.Space(
        category=draw(st.sampled_from(CATEGORIES)),
        built=draw(decimals(0, 300, 3)),
        inner=draw(st.none() | decimals(0, 300, 3)),
        height=draw(st.none() | decimals(2, 9, 2)),
        start=draw(st.sampled_from([None, start])),
        end=draw(st.sampled_from([None, end])),
        supply=draw(st.just(()) | supplies(season)) if parts else (),
    )


seasons = st.sampled_from([1, 7, 13, 30, 121]).map(
    lambda days: engine.Season(START, START + timedelta(days=days - 1))
)


@st.composite
def bills(draw, reductions=True, top_share=None, parts=True):
    """A season, a tariff and a household."""
    season = draw(seasons)
    return (
        season,
        draw(tariffs(top_share=top_share)),
        draw(households(season, reductions=reductions, parts=parts)),
    )


@settings(max_examples=300, deadline=None)
@given(bills())
def test_the_engine_agrees_with_the_slow_oracle_to_the_cent(facts):
    got = engine.assess(*facts)
    total, sums, by_payer = oracle.assess(*facts)
    assert got.total * 100 == total
    assert {k: v * 100 for k, v in got.sums().items() if v} == {
        kind: cents for kind, cents in sums.items() if cents
    }
    assert {p: a * 100 for p, a in got.payers.items() if a} == {
        payer: cents for payer, cents in by_payer.items() if cents
    }


@settings(max_examples=150, deadline=None)
@given(bills())
def test_total_lines_and_payers_add_up(facts):
    season, tariff, household = facts
    got = engine.assess(season, tariff, household)
    lines = sum(line.amount for line in got.lines)
    assert got.total == lines + got.rounding
    assert abs(got.rounding) <= tariff.rounding / 2
    assert lines >= 0
    assert sum(got.payers.values()) == got.total
    for line in got.lines:
        assert sum(line.payers.values()) == line.amount
    # Only the rounding can leave anyone, the household, below nothing.
    for payer, amount in got.payers.items():
        assert amount - (got.rounding if payer == "household" else 0) >= 0
    numbers = [got.total, got.rounding, *got.payers.values()]
    for line in got.lines:
        numbers += [line.amount, *line.payers.values()]
    assert {number.as_tuple().exponent for number in numbers} == {-2}


@settings(max_examples=75, deadline=None)
@given(bills(), st.randoms())
def test_replaying_gives_the_same_cents(facts, random):
    season, tariff, household = facts
    assessor = engine.Assessor(season, tariff)
    first = assessor.assess(household)
    shuffled = list(household.supply)
    random.shuffle(shuffled)
    again = replace(household, supply=tuple(shuffled))
    assert assessor.assess(again) == first == engine.assess(season, tariff, again)


@settings(max_examples=100, deadline=None)
@given(bills(), st.data())
def test_splitting_a_supply_range_changes_nothing(facts, data):
    season, tariff, household = facts
    assume(household.supply)
    whole = household.supply[0]
    length = (whole.end - whole.start).days
    assume(length)
    cut = whole.start + timedelta(days=data.draw(st.integers(1, length)))
    halves = (
        replace(whole, end=cut - timedelta(days=1)),
        replace(whole, start=cut),
    )
    split = replace(household, supply=(*halves, *household.supply[1:]))
    assert engine.assess(season, tariff, split) == engine.assess(*facts)


@settings(max_examples=100, deadline=None)
@given(bills(reductions=False), st.data())
def test_splitting_the_days_of_a_space_moves_at_most_a_cent_a_line(facts, data):
    season, tariff, household = facts
    whole = household.spaces[0]
    length = (season.end - season.start).days
    assume(length)
    cut = season.start + timedelta(days=data.draw(st.integers(1, length)))
    assume(whole.start is None or whole.start < cut)
    assume(whole.end is None or whole.end >= cut)
    halves = (replace(whole, end=cut - timedelta(days=1)), replace(whole, start=cut))
    split = replace(household, spaces=(*halves, *household.spaces[1:]))
    before, after = engine.assess(*facts), engine.assess(season, tariff, split)
    moved = (after.total - after.rounding) - (before.total - before.rounding)
    assert abs(moved) <= CENT * len(after.lines)


@settings(max_examples=100, deadline=None)
@given(bills(reductions=False, top_share=1, parts=False), st.data())
def test_more_days_supplied_never_cost_less(facts, data):
    season, tariff, household = facts
    assume(household.supply)
    stop = household.supply[0]
    fewer = stop.start + timedelta(
        days=data.draw(st.integers(0, (stop.end - stop.start).days))
    )
    rest = household.supply[1:]
    if fewer > stop.start:
        rest = (replace(stop, end=fewer - timedelta(days=1)), *rest)
    more_heat = replace(household, supply=rest)
    before, after = engine.assess(*facts), engine.assess(season, tariff, more_heat)
    gained = (after.total - after.rounding) - (before.total - before.rounding)
    assert gained >= -CENT * max(len(before.lines), len(after.lines))


@settings(max_examples=150, deadline=None)
@given(bills(parts=False))
def test_a_range_on_every_space_costs_what_it_costs_on_the_household(facts):
    season, tariff, household = facts
    parts = replace(
        household,
        supply=(),
        spaces=tuple(
            replace(space, supply=household.supply) for space in household.spaces
        ),
    )
    assert engine.assess(season, tariff, parts) == engine.assess(*facts)


@settings(max_examples=100, deadline=None)
@given(bills())
def test_a_state_of_the_household_hides_those_of_its_spaces(facts):
    season, tariff, household = facts
    stopped = (engine.SupplyRange("stopped", season.start, season.end),)
    whole = replace(household, supply=stopped)
    bare = replace(
        whole, spaces=tuple(replace(space, supply=()) for space in whole.spaces)
    )
    assert engine.assess(season, tariff, whole) == engine.assess(season, tariff, bare)


@settings(max_examples=100, deadline=None)
@given(bills(reductions=False, parts=False), st.data())
def test_stopping_one_space_leaves_the_lines_of_the_others(facts, data):
    season, tariff, household = facts
    index = data.draw(st.integers(0, len(household.spaces) - 1))
    own = data.draw(supplies(season))
    spaces = list(household.spaces)
    spaces[index] = replace(spaces[index], supply=own)
    before = engine.assess(season, tariff, household)
    after = engine.assess(season, tariff, replace(household, spaces=tuple(spaces)))
    assert [line for line in after.lines if line.space != index] == [
        line for line in before.lines if line.space != index
    ]
    # every day of the space is in one state still
    days = [
        sum(line.days for line in bill.lines if _has_days_of(line, index))
        for bill in (before, after)
    ]
    assert days[0] == days[1]


def _has_days_of(line, index):
    return line.space == index and line.kind in ("heat", "basic")
