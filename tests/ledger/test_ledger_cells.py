"""One cell at a time."""

import datetime
import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ledger import cells
from ledger.errors import Unreadable

# Every printable ASCII character has a full-width twin this far above it.
WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)} | {0x20: 0x3000}

amounts = st.decimals(0, 10**9, places=2)


def refusal_of(reader, cell, *options) -> str:
    with pytest.raises(Unreadable) as caught:
        reader(cell, *options)
    return caught.value.code


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("东苑花园", "东苑花园"),
        ("  东苑 　 花园 ", "东苑 花园"),
        ("东苑花园（一期）", "东苑花园(一期)"),
        ("１号楼\n２单元", "1号楼 2单元"),
        ("a\x01b\u200bc\ufeff", "abc"),
        ("\t\r\n\u3000", ""),
        ("６６．７９㎡", "66.79m2"),
    ],
)
def test_text_is_normalised(text, expected):
    assert cells.normalise(text) == expected


@given(st.text())
def test_normalising_twice_changes_nothing(text):
    once = cells.normalise(text)
    assert cells.normalise(once) == once
    assert not any(ord(char) < 32 for char in once)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("-", ""),
        ("——", ""),
        ("/", ""),
        ("无", ""),
        ("无名巷", "无名巷"),
        ("3-2", "3-2"),
        (101.0, "101"),
        (2.5, "2.5"),
        (0.00001, "0.00001"),
        (7, "7"),
        (True, "TRUE"),
        ("字" * 200, "字" * 200),
    ],
)
def test_text_of(cell, expected):
    assert cells.text_of(cell) == expected


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("字" * 201, "too_long"),
        (datetime.date(2026, 3, 2), "date_in_text"),
        (datetime.time(12), "date_in_text"),
        (1.5e15, "digits_lost"),
        (math.nan, "digits_lost"),
    ],
)
def test_text_refused(cell, code):
    assert refusal_of(cells.text_of, cell) == code


def test_a_date_is_as_good_as_a_word_in_a_remark():
    assert cells.remark_of(datetime.date(2013, 11, 3)) == "2013-11-03"
    assert cells.remark_of(" 拆迁楼 ") == "拆迁楼"


@pytest.mark.parametrize(
    ("cell", "kind", "expected"),
    [
        (" ６６．７９㎡ ", "area", "66.79"),
        ("66.79平方米", "area", "66.79"),
        ("66.79 m2", "area", "66.79"),
        ("66.79M²", "area", "66.79"),
        ("66.79平米", "area", "66.79"),
        ("1,234.5", "area", "1234.5"),
        ("１，２３４．５", "area", "1234.5"),
        ("1,234,567", "area", "1234567"),
        ("0066.79", "area", "66.79"),
        ("－5", "area", "-5"),
        ("−5", "area", "-5"),
        ("￥2139.80元", "money", "2139.80"),
        ("¥ 2,139.8", "money", "2139.8"),
        ("人民币100元整", "money", "100"),
        ("2.9米", "length", "2.9"),
        ("2.9 m", "length", "2.9"),
        (60.79, "area", "60.79"),
        (0.1 + 0.2, "area", "0.3"),
        (60.789999999999999, "area", "60.79"),
        (0.0, "area", "0"),
        (100, "area", "100"),
    ],
)
def test_decimal_of(cell, kind, expected):
    assert cells.decimal_of(cell, kind) == Decimal(expected)


@pytest.mark.parametrize("cell", ["", "  ", "　", "-", "/", "无"])
def test_a_blank_is_no_number(cell):
    assert cells.decimal_of(cell, "area") is None


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("待测", "area"),
        ("约66", "area"),
        ("66.79.1", "area"),
        ("66。79", "area"),
        ("66,79", "area"),
        ("1,23,456", "area"),
        ("0,123", "area"),
        ("6 6.79", "area"),
        ("66²", "area"),
        ("①②", "area"),
        ("66½", "area"),
        ("٦٦", "area"),
        ("六十六", "area"),
        ("66.79亩", "area"),
        ("66.79元", "area"),
        ("66.79m2", "money"),
        ("1.2万元", "money"),
        ("290cm", "length"),
        ("60+6", "area"),
        ("1e3", "area"),
        (".5", "area"),
        ("--5", "area"),
        (True, "area"),
        (math.inf, "area"),
        (datetime.date(2011, 11, 3), "area"),
        (datetime.timedelta(days=66), "area"),
    ],
)
def test_a_number_is_not_guessed(cell, kind):
    assert refusal_of(cells.decimal_of, cell, kind) == "not_a_number"


@given(amounts)
def test_width_never_changes_a_number(value):
    assert cells.decimal_of(str(value).translate(WIDE), "money") == value


@given(amounts, st.sampled_from(cells.UNITS["area"]))
def test_a_unit_never_changes_a_number(value, unit):
    assert cells.decimal_of(f" {value:,}{unit} ", "area") == value


@given(amounts)
def test_a_float_becomes_what_was_typed(value):
    assert cells.decimal_of(float(value), "money") == value


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("19903227216", "19903227216"),
        (19903227216.0, "19903227216"),
        (" １９９０３２２７２１６ ", "19903227216"),
        ("199 0322 7216", "19903227216"),
        ("199-0322-7216", "19903227216"),
        ("0379-66778899", "037966778899"),
        ("（0379）66778899", "037966778899"),
        ("+86 19903227216", "+8619903227216"),
        ("19903227216/19900935193", "19903227216/19900935193"),
        ("19903227216、0379-66778899", "19903227216/037966778899"),
        ("19903227216，19900935193；", "19903227216/19900935193"),
        ("19903227216 19900935193", "19903227216/19900935193"),
        ("19903227216(儿子)", "19903227216(儿子)"),
        ("张三 19903227216", "张三 19903227216"),
        ("66778899转8", "66778899转8"),
        ("", ""),
        ("-", ""),
        ("无", ""),
        (0.0, ""),
    ],
)
def test_phone_of(cell, expected):
    assert cells.phone_of(cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2601000001", "2601000001"),
        (" ２６０１０００００１ ", "2601000001"),
        ("2601 000001", "2601000001"),
        ("0026", "0026"),
        ("A-101", "A-101"),
        ("东001", "东001"),
        (2601000001.0, "2601000001"),
        (2601000001, "2601000001"),
        ("", ""),
        ("—", ""),
    ],
)
def test_number_of(cell, expected):
    assert cells.number_of(cell) == expected


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("2601000001.0", "bad_number"),
        ("2.601E+09", "bad_number"),
        ("26E+8", "bad_number"),
        ("26①", "bad_number"),
        ("###", "bad_number"),
        (26.5, "bad_number"),
        (-26.0, "bad_number"),
        (math.nan, "bad_number"),
        (True, "bad_number"),
        (datetime.date(2026, 1, 1), "bad_number"),
        (2601000001000001.0, "digits_lost"),
        ("9" * 201, "too_long"),
    ],
)
def test_a_household_number_is_not_guessed(cell, code):
    assert refusal_of(cells.number_of, cell) == code


@given(st.text("0123456789", min_size=1, max_size=20))
def test_width_never_changes_a_household_number(number):
    assert cells.number_of(number.translate(WIDE)) == number


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (60.79, "60.79"),
        (datetime.datetime(2013, 11, 3), "2013-11-03 00:00:00"),
        ("a\nb", "a b"),
        ("字" * 81, "字" * 79 + "…"),
    ],
)
def test_a_message_quotes_a_cell_on_one_short_line(cell, expected):
    assert cells.shown(cell) == expected
