"""The sheet of households: what comes in, and why a row does not."""

import dataclasses
import datetime
import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ledger import HouseholdRow, Limits

BUILT, INNER, HEIGHT = "建筑面积(㎡)", "套内面积(㎡)", "层高(m)"


def codes(result) -> list[tuple[str, str]]:
    """The fields and codes of the refusals; each says what it is about."""
    for refusal in result.refusals:
        json.dumps(refusal.facts)
        assert refusal.message.startswith(f"用户台账, row {refusal.row}: ")
        assert "{" not in refusal.message
    return [(refusal.field, refusal.code) for refusal in result.refusals]


def test_a_row_is_read(households):
    assert households({}).rows == (
        HouseholdRow(
            row=2,
            number="2601000001",
            customer_name="徐艳红",
            phone="19903227216",
            branch="城东分公司",
            station="东苑换热站",
            community="东苑花园",
            building="1号楼",
            unit="1单元",
            room="101",
            category="居民",
            built_area=Decimal("60.79"),
            inner_area=Decimal("51.79"),
            height=Decimal("2.9"),
            heating_type="area",
            joined_on=datetime.date(2011, 11, 1),
            supply_state="supplied",
            note="",
        ),
    )


@pytest.mark.parametrize(
    ("heading", "cell", "field", "expected"),
    [
        ("户号", 2601000009.0, "number", "2601000009"),
        ("户号", "0026", "number", "0026"),
        ("户主姓名", " 徐　艳红 ", "customer_name", "徐 艳红"),
        ("户主姓名", 888, "customer_name", "888"),
        ("联系电话", None, "phone", ""),
        ("联系电话", 19903227216.0, "phone", "19903227216"),
        ("小区", "东苑花园（一期）", "community", "东苑花园(一期)"),
        ("换热站", None, "station", ""),
        ("楼栋", "/", "building", ""),
        ("楼栋", 3.0, "building", "3"),
        ("单元", None, "unit", ""),
        ("房号", None, "room", ""),
        ("用户性质", "住宅", "category", "居民"),
        ("用户性质", " 居 民 ", "category", "居民"),
        (BUILT, " ６６．７９㎡ ", "built_area", Decimal("66.79")),
        (BUILT, 100000, "built_area", Decimal(100000)),
        (BUILT, "60.790", "built_area", Decimal("60.79")),
        (INNER, None, "inner_area", None),
        (INNER, "-", "inner_area", None),
        (INNER, 60.79, "inner_area", Decimal("60.79")),
        (HEIGHT, None, "height", None),
        (HEIGHT, "3.6米", "height", Decimal("3.6")),
        (HEIGHT, 30, "height", Decimal(30)),
        ("计费方式", None, "heating_type", "area"),
        ("计费方式", "热计量", "heating_type", "meter"),
        ("入网日期", None, "joined_on", None),
        (
            "入网日期",
            datetime.date(2013, 11, 3),
            "joined_on",
            datetime.date(2013, 11, 3),
        ),
        (
            "入网日期",
            datetime.date(2026, 10, 1),
            "joined_on",
            datetime.date(2026, 10, 1),
        ),
        ("用热状态", "供热", "supply_state", "supplied"),
        ("用热状态", "在用", "supply_state", "supplied"),
        ("用热状态", "停供", "supply_state", "stopped"),
        ("用热状态", "停热", "supply_state", "stopped"),
        ("用热状态", "未开通", "supply_state", "not_opened"),
        ("用热状态", "未入网开通", "supply_state", "not_opened"),
        ("备注", datetime.date(2013, 11, 3), "note", "2013-11-03"),
    ],
)
def test_a_wart_is_read(households, heading, cell, field, expected):
    result = households({heading: cell})
    assert not codes(result)
    assert getattr(result.rows[0], field) == expected


@pytest.mark.parametrize(
    ("heading", "cell", "field", "code"),
    [
        ("户号", None, "number", "missing"),
        ("户号", "2.6E+09", "number", "bad_number"),
        ("户号", 2601000001000001, "number", "digits_lost"),
        ("户主姓名", None, "customer_name", "missing"),
        ("户主姓名", "无", "customer_name", "missing"),
        ("分公司", None, "branch", "missing"),
        ("小区", "　", "community", "missing"),
        ("房号", datetime.date(2026, 1, 2), "room", "date_in_text"),
        ("备注", "字" * 201, "note", "too_long"),
        ("用户性质", None, "category", "missing"),
        ("用户性质", "其他未定", "category", "unknown_category"),
        (BUILT, None, "built_area", "missing"),
        (BUILT, "待测", "built_area", "not_a_number"),
        (BUILT, 0, "built_area", "too_small"),
        (BUILT, -60.79, "built_area", "too_small"),
        (BUILT, 100000.01, "built_area", "too_large"),
        (BUILT, 60.791, "built_area", "too_precise"),
        (INNER, "待测", "inner_area", "not_a_number"),
        (INNER, 0, "inner_area", "too_small"),
        (INNER, 60.8, "inner_area", "inner_above_built"),
        (HEIGHT, 1.5, "height", "too_small"),
        (HEIGHT, 30.01, "height", "too_large"),
        (HEIGHT, "290cm", "height", "not_a_number"),
        ("计费方式", "按户", "heating_type", "unknown_heating_type"),
        ("入网日期", "不详", "joined_on", "unreadable_date"),
        ("入网日期", "2026-10-02", "joined_on", "future_date"),
        ("入网日期", "1949-12-31", "joined_on", "too_early"),
        ("用热状态", None, "supply_state", "missing"),
        ("用热状态", "待定", "supply_state", "unknown_state"),
    ],
)
def test_a_row_is_refused(households, heading, cell, field, code):
    result = households({heading: cell}, {"户号": "2"})
    assert codes(result) == [(field, code)]
    assert [row.number for row in result.rows] == ["2"]
    assert result.refused_rows == (2,)
    assert result.row_count == 2


def test_a_refusal_quotes_the_sheet(households):
    refusal = households({BUILT: " 待　测 "}).refusals[0]
    assert refusal.number == "2601000001"
    assert refusal.heading == "建筑面积(㎡)"
    assert refusal.value == "待 测"
    assert refusal.message == "用户台账, row 2: 建筑面积(㎡) is not a number: 待 测"


def test_all_reasons_of_a_row_are_given_and_it_is_refused_once(households):
    result = households({"小区": None, BUILT: 0, "用热状态": "?"})
    assert sorted(codes(result)) == [
        ("built_area", "too_small"),
        ("community", "missing"),
        ("supply_state", "unknown_state"),
    ]
    assert result.refused_numbers == {"2601000001"}
    assert result.refused_rows == (2,)


def test_a_row_without_number_is_refused_but_names_no_household(households):
    result = households({"户号": None}, {"户号": None, BUILT: 100})
    assert codes(result) == [("number", "missing")] * 2
    assert result.refused_numbers == frozenset() == result.numbers
    assert result.refused_rows == (2, 3)


def test_limits_are_the_callers(households):
    limits = Limits(area=Decimal(50), height=Decimal("2.8"))
    assert codes(households({}, limits=limits)) == [
        ("built_area", "too_large"),
        ("height", "too_large"),
    ]


def test_the_optional_columns_may_be_missing(read_grid, household_grid):
    needed = [0, 1, 3, 5, 9, 10, 15]
    grid = [[row[column] for column in needed] for row in household_grid({})]
    row = read_grid(grid).rows[0]
    assert (row.phone, row.station, row.room, row.note) == ("", "", "", "")
    assert (row.inner_area, row.height, row.joined_on) == (None, None, None)
    assert row.heating_type == "area"


# === THE SAME NUMBER IN SEVERAL ROWS === #


def test_rows_that_say_the_same_are_taken_once(households):
    result = households(
        {}, {"户号": 2601000001.0, BUILT: "６０.７９㎡", "入网日期": "2011/11/1"}, {}
    )
    assert [row.row for row in result.rows] == [2]
    assert [(item.row, item.number, item.first_row) for item in result.repeated] == [
        (3, "2601000001", 2),
        (4, "2601000001", 2),
    ]
    assert not result.refusals
    assert result.built_area == Decimal("60.79")


def test_rows_that_contradict_each_other_are_all_refused(households):
    result = households({}, {"户号": "2"}, {BUILT: 67.79, "房号": "102"}, {})
    assert [row.number for row in result.rows] == ["2"]
    assert codes(result) == [("number", "contradicting")] * 3
    assert [refusal.row for refusal in result.refusals] == [2, 4, 5]
    assert result.refusals[0].facts == {
        "rows": [2, 4, 5],
        "fields": ["房号", "建筑面积(㎡)"],
    }
    assert result.refused_numbers == {"2601000001"}
    assert not result.repeated


def test_a_bad_row_takes_the_good_row_of_its_number_with_it(households):
    result = households({}, {BUILT: "待测"})
    assert not result.rows
    assert sorted(codes(result)) == [
        ("built_area", "not_a_number"),
        ("number", "contradicting"),
        ("number", "contradicting"),
    ]


def test_bad_rows_that_say_the_same_do_not_contradict(households):
    result = households({"小区": None}, {"小区": None})
    assert codes(result) == [("community", "missing")] * 2
    assert not result.repeated
    assert result.refused_numbers == {"2601000001"}


def test_rows_alike_of_which_one_cannot_be_read_are_all_refused(households):
    result = households({"房号": "2026-01-02"}, {"房号": datetime.date(2026, 1, 2)})
    assert not result.rows
    assert result.refused_rows == (2, 3)


def test_a_number_in_very_many_rows_is_not_named_with_all_of_them(households):
    result = households(*({BUILT: 100 + row} for row in range(30)))
    assert len(result.refusals) == 30
    assert result.refusals[29].facts["rows"] == list(range(2, 12))


# === EVERY ROW IS SOMEWHERE === #

warts = st.fixed_dictionaries(
    {},
    optional={
        "户号": st.sampled_from(["1", "2", "３", "", "1.0"]),
        "小区": st.sampled_from(["东苑花园", "", "无"]),
        BUILT: st.sampled_from([60.79, "60.79㎡", 0, "待测", None, 70]),
        "用户性质": st.sampled_from(["居民", "商业", "其他未定"]),
        "用热状态": st.sampled_from(["正常", "报停", ""]),
    },
)


@given(st.lists(warts, min_size=1, max_size=8))
def test_every_row_comes_in_or_is_refused_or_repeated(households, rows):
    result = households(*rows)
    places = [
        {row.row for row in result.rows},
        set(result.refused_rows),
        {repeat.row for repeat in result.repeated},
    ]
    assert set().union(*places) == set(range(2, len(rows) + 2))
    assert sum(map(len, places)) == result.row_count == len(rows)
    coming_in = [row.number for row in result.rows]
    assert len(coming_in) == len(set(coming_in))
    assert not result.refused_numbers & set(coming_in)
    assert result.numbers == result.refused_numbers | set(coming_in)


def test_a_household_cannot_be_changed(households):
    with pytest.raises(dataclasses.FrozenInstanceError):
        households({}).rows[0].number = "2"
