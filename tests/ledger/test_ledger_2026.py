"""A real ledger gives exactly what its expected figures say."""

import datetime
import json
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from ledger import open_workbook, read_households
from opening_ledger import LedgerNumbers, read_arrears, read_payments

HERE = Path(__file__).parent
BOOK = HERE.parents[1] / "heating_customer" / "demo" / "ledger-2026.xlsx"
EXPECTED = json.loads((HERE / "ledger-2026.expected.json").read_text(encoding="utf-8"))
TODAY = datetime.date(2026, 10, 1)
KINDS = {name: name for name in EXPECTED["by_kind"]}
STATES = {"正常": "supplied", "报停": "stopped", "未开通": "not_opened"}


@pytest.fixture(scope="module")
def book():
    return open_workbook(BOOK.read_bytes())


@pytest.fixture(scope="module")
def archive(book):
    return read_households(book, categories=KINDS, today=TODAY)


@pytest.fixture(scope="module")
def numbers(archive):
    return LedgerNumbers(archive.numbers, archive.refused_numbers)


def test_households(archive):
    assert archive.row_count == EXPECTED["rows"]
    assert len(archive.rows) == EXPECTED["importable"]
    assert sorted(archive.refused_numbers) == EXPECTED["refused_households"]
    assert archive.built_area == Decimal(EXPECTED["built_area"])
    assert archive.count_by("supply_state") == {
        STATES[word]: count for word, count in EXPECTED["by_status"].items()
    }
    assert archive.count_by("branch") == EXPECTED["by_branch"]
    assert archive.count_by("category") == EXPECTED["by_kind"]
    assert not archive.repeated
    assert not archive.ignored_rows
    assert not archive.extra_columns


def test_refusals_are_the_warts_of_the_ledger(archive):
    reasons = Counter((refusal.field, refusal.code) for refusal in archive.refusals)
    areas = sum(
        count for (field, _code), count in reasons.items() if field == "built_area"
    )
    rows = {refusal.row for refusal in archive.refusals}
    assert {
        "area_bad": areas,
        "kind_unknown": reasons["category", "unknown_category"],
        "community_missing": reasons["community", "missing"],
        # Two rows of each number contradict each other.
        "duplicate_contradicting": reasons["number", "contradicting"] // 2,
    }.items() <= EXPECTED["dirt"].items()
    assert len(archive.refusals) == len(rows) == len(archive.refused_rows)
    assert len(rows) + len(archive.rows) == EXPECTED["rows"]


def test_warts_that_must_be_read_are_read(book, archive):
    table = book.table(
        ("用户台账",),
        {"number": ("户号",), "area": ("建筑面积",), "joined": ("入网日期",)},
        required=("number", "area", "joined"),
    )
    read = {household.row: household for household in archive.rows}
    area_texts = date_texts = 0
    for row in table:
        if row.index not in read:
            continue
        row.decimal("area", "area")
        area = row.text("area")
        area_texts += "m2" in area
        assert Decimal(area.removesuffix("m2")) == read[row.index].built_area
        day = row.text("joined")
        date_texts += day != str(read[row.index].joined_on)
        assert day.replace("/", "").replace("-", "") == (
            read[row.index].joined_on.strftime("%Y%m%d")
        )
    dirt = EXPECTED["dirt"]
    assert area_texts == dirt["area_text_ok"]
    assert date_texts == dirt["date_text_ok"]
    no_phone = [household for household in archive.rows if not household.phone]
    assert len(no_phone) == dirt["phone_missing_ok"]


def test_a_row_keeps_its_number_in_the_sheet(archive):
    assert archive.rows[0].row == 2
    contradicting = [
        refusal.row for refusal in archive.refusals if refusal.number == "2601000170"
    ]
    assert contradicting == [171, 172]


def test_arrears(book, numbers):
    arrears = read_arrears(book, numbers, today=TODAY)
    assert arrears.listed_rows == EXPECTED["debt_rows"]
    assert arrears.owed == Decimal(EXPECTED["debt_importable"])
    assert len(arrears.of_unknown) == EXPECTED["debt_unknown_household"]
    assert arrears.of_unknown[0].number == "99999999"
    assert not arrears.refusals
    assert len(arrears.importable) + len(arrears.of_refused) == EXPECTED["debt_rows"]


def test_payments(book, numbers):
    payments = read_payments(book, numbers, today=TODAY)
    assert len(payments.importable) == EXPECTED["history_rows"]
    assert payments.paid == Decimal(EXPECTED["history_paid"])
    assert not payments.refusals
    assert not payments.of_unknown
    assert payments.row_count == len(payments.importable) + len(payments.of_refused)
