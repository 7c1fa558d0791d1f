"""The sheets of earlier seasons: arrears and payments."""

import datetime
from decimal import Decimal

import pytest
from ledger import LedgerError, open_workbook
from opening_ledger import (
    ArrearsRow,
    LedgerArrears,
    LedgerNumbers,
    LedgerPayments,
    PaymentRow,
    read_arrears,
    read_payments,
    season_label,
)

TODAY = datetime.date(2026, 10, 1)


def codes(result) -> list[tuple[str, str]]:
    for refusal in result.refusals:
        assert "{" not in refusal.message
    return [(refusal.field, refusal.code) for refusal in result.refusals]


@pytest.mark.parametrize(
    "text",
    [
        "2025-2026",
        "2025—2026",
        "2025－2026",
        "2025/2026",
        "2025~2026",
        "2025至2026",
        "2025 - 2026",
        "2025-26",
        "2025-2026采暖季",
        "2025年-2026年供暖季",
        "2025-2026年度采暖季",
        "2025/26年度",
    ],
)
def test_a_season_is_named_in_many_ways(arrears, text):
    assert arrears({"采暖季": text}).importable[0].season_label == "2025-2026"


def test_a_season_over_the_turn_of_the_century():
    assert season_label("1999-00") == season_label("1999-2000") == "1999-2000"


@pytest.mark.parametrize(
    "cell",
    ["2025", "25-26", "2025-2027", "2026-2025", "2025-2025", "2025-25", "去年", 2025.0],
)
def test_a_season_is_not_guessed(arrears, cell):
    assert codes(arrears({"采暖季": cell})) == [("season", "bad_season")]


# === ARREARS === #


def test_arrears_are_read(arrears):
    result = arrears({})
    assert result.importable == (
        ArrearsRow(
            row=2,
            number="2601000001",
            season_label="2025-2026",
            receivable=Decimal("2139.8"),
            received=Decimal(1000),
            owed=Decimal("1139.8"),
        ),
    )
    assert (result.sheet, result.row_count, result.listed_rows) == ("历年欠费", 1, 1)


@pytest.mark.parametrize(
    "row",
    [
        {"户号": 2601000001.0},
        {"应收金额": "￥2,139.80元"},
        {"欠费金额": "１１３９．８"},
        {"欠费金额": 2139.8 - 1000},
        {"应收金额": 1139.8, "已收金额": None},
    ],
)
def test_arrears_with_warts_are_read(arrears, row):
    assert arrears(row).owed == Decimal("1139.8")


@pytest.mark.parametrize(
    ("row", "field", "code"),
    [
        ({"户号": None}, "number", "missing"),
        ({"采暖季": None}, "season", "missing"),
        ({"采暖季": "2027-2028"}, "season", "future_season"),
        ({"应收金额": None}, "receivable", "missing"),
        ({"应收金额": -1}, "receivable", "negative"),
        ({"应收金额": "两千"}, "receivable", "not_a_number"),
        ({"应收金额": 2139.805}, "receivable", "too_precise"),
        ({"应收金额": 100000000.01}, "receivable", "too_large"),
        ({"已收金额": -1}, "received", "negative"),
        ({"已收金额": None}, "owed", "amounts_disagree"),
        ({"欠费金额": None}, "owed", "missing"),
        ({"欠费金额": 1139.81}, "owed", "amounts_disagree"),
        ({"已收金额": 3000, "欠费金额": -860.2}, "owed", "negative"),
    ],
)
def test_arrears_are_refused(arrears, row, field, code):
    result = arrears(row)
    assert codes(result) == [(field, code)]
    assert not result.importable


def test_arrears_that_disagree_are_quoted(arrears):
    assert arrears({"欠费金额": 1}).refusals[0].message == (
        "历年欠费, row 2: 2139.8 receivable less 1000 received is not 1 owed"
    )


def test_what_is_paid_up_is_counted_and_not_imported(arrears):
    result = arrears({"已收金额": 2139.8, "欠费金额": 0})
    assert not result.importable
    assert [item.row for item in result.settled] == [2]


def test_the_same_arrears_twice_are_taken_once(arrears):
    result = arrears({}, {"采暖季": "2025/26", "欠费金额": "1139.80元"})
    assert result.owed == Decimal("1139.8")
    assert [(item.row, item.first_row) for item in result.repeated] == [(3, 2)]


def test_arrears_of_several_seasons(arrears):
    result = arrears({}, {"采暖季": "2024-2025"})
    assert [item.season_label for item in result.importable] == [
        "2025-2026",
        "2024-2025",
    ]


def test_contradicting_arrears_of_a_season_are_all_refused(arrears):
    result = arrears({}, {"已收金额": 0, "欠费金额": 2139.8}, {"采暖季": "2024-2025"})
    assert codes(result) == [("number", "contradicting")] * 2
    assert [item.row for item in result.importable] == [4]


def test_rows_without_a_season_do_not_contradict(arrears):
    result = arrears({"采暖季": None}, {"采暖季": None, "应收金额": 1})
    assert [code for _field, code in codes(result)] == ["missing", "missing"]


def test_arrears_go_with_their_household(arrears):
    result = arrears(
        *({"户号": number} for number in ("1", "2", "3", "4", "5")),
        listed={"1", "2", "3"},
        refused={"2", "3"},
        archived={"3", "4"},
    )
    assert [item.number for item in result.importable] == ["1", "4"]
    assert [item.number for item in result.of_refused] == ["2", "3"]
    assert [item.number for item in result.of_unknown] == ["5"]
    assert result.listed_rows == 3
    assert result.owed == Decimal("2279.6")


# === PAYMENTS === #


def test_payments_are_read(payments):
    result = payments({})
    assert result.importable == (
        PaymentRow(
            row=2,
            number="2601000001",
            season_label="2025-2026",
            receivable=Decimal("1215.8"),
            paid=Decimal("1215.8"),
            paid_on=datetime.date(2025, 12, 28),
            method="银行代收",
        ),
    )
    assert (result.sheet, result.row_count, result.listed_rows) == ("历年缴费", 1, 1)


@pytest.mark.parametrize(
    ("row", "field", "code"),
    [
        ({"户号": "12.0"}, "number", "bad_number"),
        ({"采暖季": "2025"}, "season", "bad_season"),
        ({"应收金额": -1}, "receivable", "negative"),
        ({"实收金额": None}, "paid", "missing"),
        ({"实收金额": -1}, "paid", "negative"),
        ({"实收金额": 0.001}, "paid", "too_precise"),
        ({"缴费日期": None}, "paid_on", "missing"),
        ({"缴费日期": "12月"}, "paid_on", "unreadable_date"),
        ({"缴费日期": "2026-10-02"}, "paid_on", "future_date"),
        ({"缴费日期": "1949-10-02"}, "paid_on", "too_early"),
        ({"缴费方式": "字" * 201}, "method", "too_long"),
    ],
)
def test_payments_are_refused(payments, row, field, code):
    result = payments(row)
    assert codes(result) == [(field, code)]
    assert not result.importable


def test_a_season_may_be_paid_in_parts(payments):
    result = payments(
        {"实收金额": 600},
        {"实收金额": 615.8},
        {"实收金额": 600, "缴费方式": "现金"},
        {"实收金额": 600, "缴费日期": "2026-01-05"},
    )
    assert result.paid == Decimal("2415.8")
    assert len(result.importable) == 4


def test_the_same_payment_twice_is_taken_once(payments):
    result = payments({"缴费方式": None}, {"缴费方式": None, "缴费日期": "2025/12/28"})
    assert len(result.importable) == 1
    assert [item.row for item in result.repeated] == [3]


def test_a_row_that_says_nothing_was_paid_is_no_payment(payments):
    result = payments({"实收金额": 0, "缴费日期": None, "缴费方式": None})
    assert not result.importable
    assert not result.refusals
    assert result.unpaid == (2,)


def test_payments_go_with_their_household(payments):
    result = payments(
        *({"户号": number} for number in ("1", "2", "5")),
        listed={"1", "2"},
        refused={"2"},
    )
    assert [item.number for item in result.importable] == ["1"]
    assert [item.number for item in result.of_refused] == ["2"]
    assert [item.number for item in result.of_unknown] == ["5"]


# === WITHOUT THESE SHEETS === #


def test_a_ledger_of_households_only(make_file, household_grid):
    workbook = open_workbook(make_file({"用户台账": household_grid({})}))
    numbers = LedgerNumbers(frozenset({"2601000001"}))
    assert read_arrears(workbook, numbers, today=TODAY) == LedgerArrears()
    assert read_payments(workbook, numbers, today=TODAY) == LedgerPayments()
    assert LedgerArrears().owed == LedgerPayments().paid == 0


@pytest.mark.parametrize(
    ("sheet", "read", "missing"),
    [
        ("历年欠费", read_arrears, ["采暖季", "应收金额", "欠费金额"]),
        ("历年缴费", read_payments, ["采暖季", "应收金额", "实收金额", "缴费日期"]),
    ],
)
def test_a_sheet_that_lacks_columns(make_file, sheet, read, missing):
    workbook = open_workbook(make_file({sheet: [["户号"], ["1"]]}))
    with pytest.raises(LedgerError) as caught:
        read(workbook, LedgerNumbers(frozenset()), today=TODAY)
    assert caught.value.code == "column_missing"
    assert caught.value.facts == {"sheet": sheet, "columns": missing}
