"""One date at a time."""

import datetime
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ledger import cells
from ledger.errors import Unreadable

WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}

days = st.dates(datetime.date(1950, 1, 1), datetime.date(2100, 12, 31))


@pytest.mark.parametrize(
    "cell",
    [
        "2013-11-03",
        "2013/11/03",
        "2013/11/3",
        "2013.11.3",
        "20131103",
        "2013年11月3日",
        "2013 年 11 月 03 日",
        "２０１３－１１－０３",
        "2013—11—03",
        "2013-11-03 00:00:00",
        "2013-11-03T08:30",
        datetime.date(2013, 11, 3),
        datetime.datetime(2013, 11, 3, 8, 30),
        20131103.0,
        20131103,
        41581.0,
        41581.75,
    ],
)
def test_date_of(cell):
    assert cells.date_of(cell) == datetime.date(2013, 11, 3)


def test_a_workbook_may_count_days_from_1904():
    assert cells.date_of(40119.0, cells.EPOCH_1904) == datetime.date(2013, 11, 3)


@pytest.mark.parametrize("cell", ["", " ", "-", "/", "无"])
def test_a_blank_is_no_date(cell):
    assert cells.date_of(cell) is None


@pytest.mark.parametrize(
    "cell",
    [
        "2013年11月",
        "2013",
        "13-11-03",
        "11/3/2013",
        "2013-11/03",
        "2013-13-03",
        "20130229",
        "2013-11-31",
        "41581",
        "不详",
        "2013-11-③",
        19999.0,
        80000.0,
        2013.11,
        1e300,
        -1.0,
        math.nan,
        True,
        datetime.time(0),
        datetime.timedelta(days=3),
    ],
)
def test_a_date_is_not_guessed(cell):
    with pytest.raises(Unreadable) as caught:
        cells.date_of(cell)
    assert caught.value.code == "unreadable_date"


@given(
    days,
    st.sampled_from(["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%Y年%m月%d日"]),
)
def test_a_day_is_read_in_every_form(day, form):
    text = day.strftime(form)
    assert cells.date_of(text) == day
    assert cells.date_of(text.translate(WIDE)) == day
