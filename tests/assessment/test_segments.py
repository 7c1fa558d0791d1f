"""The days in each supply state, and what is due in them."""

from decimal import Decimal

import assessment as engine
import pytest
from builders import SEASON, amounts, bill, shares, space, supply, tariff

RULES = tariff(shares=shares(stopped="0.3", cut_off="0", late="0.5"))


def days(assessment):
    return [(line.state, line.days) for line in assessment.lines]


@pytest.mark.parametrize(
    ("ranges", "expected"),
    [
        ([], [("supplied", 120)]),
        ([("stopped", "11-15", "03-14")], [("stopped", 120)]),
        ([("stopped", "10-01", "10-31")], [("supplied", 120)]),
        ([("stopped", "10-01", "11-15")], [("supplied", 119), ("stopped", 1)]),
        ([("stopped", "03-14", "05-01")], [("supplied", 119), ("stopped", 1)]),
        ([("stopped", "12-01", "12-31")], [("supplied", 89), ("stopped", 31)]),
        # stop → restore → stop: one line for both stops
        (
            [("stopped", "11-15", "11-30"), ("stopped", "03-01", "03-14")],
            [("supplied", 90), ("stopped", 30)],
        ),
        # given in any order; ranges may touch
        (
            [("late", "12-01", "12-31"), ("stopped", "11-15", "11-30")],
            [("supplied", 73), ("stopped", 16), ("late", 31)],
        ),
        # supplied as a range of its own
        (
            [("supplied", "11-15", "12-14"), ("stopped", "12-15", "03-14")],
            [("supplied", 30), ("stopped", 90)],
        ),
        (
            [("stopped", "11-15", "12-14"), ("supplied", "12-15", "12-15")],
            [("supplied", 90), ("stopped", 30)],
        ),
    ],
)
def test_days_of_each_state(ranges, expected):
    assert days(bill(RULES, space(), supply=supply(*ranges))) == expected


def test_a_space_has_the_states_of_its_own_days():
    assessment = bill(
        RULES,
        space(end="12-31"),
        space(start="01-01"),
        supply=supply(("stopped", "12-22", "01-10")),
    )
    assert days(assessment) == [
        ("supplied", 37),
        ("stopped", 10),
        ("supplied", 63),
        ("stopped", 10),
    ]


def test_heat_is_supplied_and_basic_is_everything_else():
    ranges = supply(("stopped", "11-15", "11-24"), ("cut_off", "11-25", "12-14"))
    assert amounts(bill(RULES, space(), supply=ranges)) == [
        ("heat", "1800.00"),
        ("basic", "60.00"),
        ("basic", "0.00"),  # 20 days that cost nothing are shown as such
    ]


def test_days_of_a_state_are_summed_before_the_line_is_rounded():
    rules = tariff("0.8", shares=shares(stopped="0.5"))
    ranges = [("stopped", "11-15", "11-15"), ("stopped", "12-01", "12-01")]
    # Each of the two days alone is 0.33333…
    basic = bill(rules, space(), supply=supply(*ranges)).lines[1]
    assert (basic.days, str(basic.amount)) == (2, "0.67")


def test_supplied_can_have_a_share_of_its_own():
    assert bill(tariff(shares=shares(supplied="0.8")), space()).total == 1920


def test_a_line_shows_the_numbers_of_its_formula():
    ranges = supply(("stopped", "11-15", "12-14"))
    line = bill(RULES, space("90.5", key="flat"), supply=ranges).lines[1]
    assert (line.kind, line.space, line.category) == ("basic", "flat", "resident")
    assert (line.price, line.per, line.area) == (24, "season", Decimal("90.5"))
    assert (line.days, line.season_days) == (30, 120)
    assert line.share == Decimal("0.3")
    assert line.factor is None


@pytest.mark.parametrize(
    "ranges",
    [
        [("stopped", "12-01", "12-31"), ("cut_off", "12-31", "01-31")],
        [("stopped", "12-01", "12-31"), ("stopped", "12-10", "12-11")],
        [("stopped", "12-01", "12-01"), ("stopped", "12-01", "12-01")],
        [("cut_off", "12-31", "01-31"), ("stopped", "12-01", "12-31")],
        # also outside the season: the history contradicts itself
        [("stopped", "08-01", "08-31"), ("cut_off", "08-31", "09-30")],
    ],
)
def test_ranges_that_overlap_are_refused(ranges):
    with pytest.raises(engine.AssessmentError) as caught:
        bill(RULES, space(), supply=supply(*ranges))
    assert caught.value.code == "supply_overlap"


def test_a_range_cannot_end_before_it_starts_also_outside_the_season():
    with pytest.raises(engine.AssessmentError) as caught:
        bill(RULES, space(), supply=supply(("stopped", "09-02", "09-01")))
    assert caught.value.code == "ends_before_start"


@pytest.mark.parametrize(
    ("start", "end", "refused"),
    [
        ("11-01", "11-14", False),
        ("11-01", "11-15", True),
        ("03-14", "03-20", True),
        ("03-15", "03-20", False),
    ],
)
def test_a_state_without_a_share_is_refused_on_a_day_of_the_season(start, end, refused):
    ranges = supply(("disconnected", start, end))
    if not refused:
        assert bill(RULES, space(), supply=ranges).total == 2400
        return
    with pytest.raises(engine.AssessmentError) as caught:
        bill(RULES, space(), supply=ranges)
    assert caught.value.code == "no_share"
    assert caught.value.state == "disconnected"


def test_a_share_cannot_be_negative():
    with pytest.raises(engine.AssessmentError) as caught:
        engine.Assessor(SEASON, tariff(shares=shares(stopped="-0.3")))
    assert (caught.value.code, caught.value.state) == ("negative", "stopped")


# === A SPACE OF ITS OWN STATE === #


@pytest.mark.parametrize(
    ("household", "own", "expected"),
    [
        ([], [("stopped", "12-15", "03-14")], [("supplied", 30), ("stopped", 90)]),
        # the household's stop goes first, the space's goes on after it
        (
            [("cut_off", "12-25", "01-03")],
            [("stopped", "12-15", "01-13")],
            [("supplied", 90), ("stopped", 20), ("cut_off", 10)],
        ),
        # hidden on every day
        (
            [("cut_off", "11-15", "03-14")],
            [("stopped", "12-15", "01-13")],
            [("cut_off", 120)],
        ),
        # the household is supplied in so many words, the space is not
        (
            [("supplied", "11-15", "03-14")],
            [("stopped", "11-15", "11-24")],
            [("supplied", 110), ("stopped", 10)],
        ),
        # the household's stops at both ends of the space's, and touching the next
        (
            [("cut_off", "11-15", "11-24"), ("cut_off", "12-05", "12-14")],
            [("stopped", "11-20", "12-10"), ("late", "12-11", "12-19")],
            [("supplied", 85), ("cut_off", 20), ("stopped", 10), ("late", 5)],
        ),
    ],
)
def test_days_of_a_space_with_states_of_its_own(household, own, expected):
    got = bill(RULES, space(supply=supply(*own)), supply=supply(*household))
    assert days(got) == expected


def test_one_space_is_stopped_and_the_other_is_not():
    assessment = bill(
        RULES,
        space("80", key="hall"),
        space("20", key="balcony", supply=supply(("stopped", "12-15", "03-14"))),
    )
    assert [
        (line.space, line.state, line.days, str(line.amount))
        for line in assessment.lines
    ] == [
        ("hall", "supplied", 120, "1920.00"),
        ("balcony", "supplied", 30, "120.00"),
        ("balcony", "stopped", 90, "108.00"),
    ]


@pytest.mark.parametrize(
    ("own", "code"),
    [
        ([("disconnected", "11-01", "11-15")], "no_share"),
        ([("late", "12-01", "12-31"), ("stopped", "12-31", "01-31")], "supply_overlap"),
    ],
)
def test_a_wrong_state_of_a_space_is_refused_and_says_whose(own, code):
    with pytest.raises(engine.AssessmentError) as caught:
        bill(RULES, space(), space(key="balcony", supply=supply(*own)))
    assert (caught.value.code, caught.value.space) == (code, "balcony")
    assert "balcony" in str(caught.value)
