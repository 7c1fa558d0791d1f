"""How many days, and what a range must be."""

from datetime import date

import assessment as engine
import pytest
from builders import bill, day, space, tariff


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (date(2025, 11, 15), date(2026, 3, 14), 120),
        (date(2027, 11, 15), date(2028, 3, 14), 121),  # with a 29 February
        (date(2025, 11, 10), date(2026, 3, 19), 130),
        (date(2025, 11, 15), date(2025, 11, 15), 1),
    ],
)
def test_both_ends_of_a_season_count(start, end, days):
    assessment = bill(tariff(per="day"), space("1"), season=engine.Season(start, end))
    assert assessment.season_days == days
    assert assessment.total == 24 * days


def test_a_season_cannot_end_before_it_starts():
    with pytest.raises(engine.AssessmentError) as caught:
        engine.Assessor(engine.Season(day("03-14"), day("11-15")), tariff())
    assert caught.value.code == "ends_before_start"
    assert caught.value.what == "season"
    assert caught.value.end == day("11-15")


@pytest.mark.parametrize(
    ("facts", "days"),
    [
        ({}, 120),
        ({"start": "11-15", "end": "03-14"}, 120),
        ({"start": "10-01", "end": "05-01"}, 120),
        ({"end": "11-15"}, 1),
        ({"start": "03-14"}, 1),
        ({"start": "12-01", "end": "12-31"}, 31),
        ({"start": "12-01", "end": "12-01"}, 1),
        ({"end": "11-14"}, None),
        ({"start": "03-15"}, None),
        ({"start": "09-01", "end": "10-01"}, None),
    ],
)
def test_a_space_is_charged_for_its_days_in_the_season(facts, days):
    lines = bill(tariff(), space(**facts)).lines
    assert [line.days for line in lines] == ([] if days is None else [days])


def test_a_household_without_a_day_in_the_season_owes_nothing():
    assessment = bill(tariff(), space(end="11-14"))
    assert assessment.lines == ()
    assert str(assessment.total) == "0.00"
    assert assessment.payers == {"household": 0}


def test_a_space_cannot_end_before_it_starts():
    with pytest.raises(engine.AssessmentError) as caught:
        bill(tariff(), space(start="12-02", end="12-01", key="shop"))
    assert caught.value.code == "ends_before_start"
    assert caught.value.space == "shop"
