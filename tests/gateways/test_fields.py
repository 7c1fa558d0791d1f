"""Texts, times and JSON as the platforms write them."""

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from platforms import fields

MOMENTS = st.datetimes(
    datetime(2000, 1, 2), datetime(2100, 1, 1), timezones=st.just(timezone.utc)
).map(lambda moment: moment.replace(microsecond=0))


@given(MOMENTS)
def test_a_moment_is_read_as_it_was_written(moment):
    assert fields.parse_alipay_time(fields.alipay_time(moment)) == moment
    assert fields.parse_wechat_time(fields.wechat_time(moment)) == moment


def test_both_write_beijings_time_on_any_machine():
    moment = datetime(2026, 11, 22, 18, 30, tzinfo=timezone.utc)
    assert fields.alipay_time(moment) == "2026-11-23 02:30:00"
    assert fields.wechat_time(moment) == "2026-11-23T02:30:00+08:00"
    western = moment.astimezone(timezone(timedelta(hours=-8)))
    assert fields.alipay_time(western) == "2026-11-23 02:30:00"


def test_times_come_in_several_forms():
    expected = datetime(2026, 11, 23, 2, 30, tzinfo=fields.BEIJING)
    assert fields.parse_alipay_time("2026-11-23 02:30:00.123") == expected
    assert fields.parse_wechat_time("2026-11-22T18:30:00Z") == expected
    assert fields.parse_alipay_time("") is fields.parse_wechat_time(None) is None


@pytest.mark.parametrize("text", ["yesterday", "2026-11-23", "2026-11-23T02:30:00", 5])
def test_what_is_no_time_is_refused(text):
    with pytest.raises((ValueError, TypeError)):
        fields.parse_alipay_time(text)
    with pytest.raises(ValueError, match="."):
        fields.parse_wechat_time(text)


@given(st.text(st.characters(exclude_categories=["Cs"])), st.integers(0, 40))
def test_a_text_is_cut_between_characters(text, size):
    cut = fields.cut(text, size)
    assert text.startswith(cut)
    assert len(cut.encode()) <= size
    assert cut == text or len(text[: len(cut) + 1].encode()) > size


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "5",
        '{"a":1,"a":1}',
        '{"a":{"b":1,"b":2}}',
        '{"a":NaN}',
        '{"a":-Infinity}',
        '{"a":1}x',
        b"\xff",
        b'\xef\xbb\xbf{"a":1}',
        '{"a":' + "[" * 100_000,
    ],
)
def test_what_is_no_plain_object_is_refused(text):
    with pytest.raises(ValueError, match="."):
        fields.read_object(text)


def test_a_plain_object_is_read():
    assert fields.read_object(b'{"a":{"b":1},"c":[{"b":1},{"b":2}]}') == {
        "a": {"b": 1},
        "c": [{"b": 1}, {"b": 2}],
    }


@pytest.mark.parametrize("number", ["R", "R" * 64, "R_1"])
def test_a_refund_number_both_accept(number):
    assert fields.refund_number(number) == number


@pytest.mark.parametrize("number", ["", "R" * 65, "R-1", "R@1", "退1", None, 1])
def test_a_refund_number_that_one_refuses(number):
    with pytest.raises(ValueError, match="refund number"):
        fields.refund_number(number)
