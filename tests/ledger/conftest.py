"""The ledger readers without Odoo, and small workbooks to read."""

import datetime
import importlib.util
import io
import sys
from pathlib import Path

import pytest
import xlsxwriter

ROOT = Path(__file__).resolve().parents[2]


def _load(name: str, folder: Path) -> None:
    """Make a package of an addon importable by itself.

    The addon around it imports odoo, and its folder on sys.path would offer `models`
    and `tests` to everybody.
    """
    spec = importlib.util.spec_from_file_location(
        name, folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)


_load("ledger", ROOT / "heating_customer" / "ledger")
_load("opening_ledger", ROOT / "heating_billing" / "opening_ledger")

from ledger import open_workbook, read_households  # noqa: E402
from opening_ledger import LedgerNumbers, read_arrears, read_payments  # noqa: E402

TODAY = datetime.date(2026, 10, 1)
CATEGORIES = {"居民": "居民", "住宅": "居民", "商业": "商业"}

HOUSEHOLD = {
    "户号": "2601000001",
    "户主姓名": "徐艳红",
    "联系电话": "19903227216",
    "分公司": "城东分公司",
    "换热站": "东苑换热站",
    "小区": "东苑花园",
    "楼栋": "1号楼",
    "单元": "1单元",
    "房号": "101",
    "用户性质": "居民",
    "建筑面积(㎡)": 60.79,
    "套内面积(㎡)": 51.79,
    "层高(m)": 2.9,
    "计费方式": "按面积",
    "入网日期": "2011-11-01",
    "用热状态": "正常",
    "备注": "",
}
ARREARS = {
    "户号": "2601000001",
    "采暖季": "2025-2026",
    "应收金额": 2139.8,
    "已收金额": 1000,
    "欠费金额": 1139.8,
}
PAYMENT = {
    "户号": "2601000001",
    "采暖季": "2025-2026",
    "应收金额": 1215.8,
    "实收金额": 1215.8,
    "缴费日期": "2025-12-28",
    "缴费方式": "银行代收",
}


def _grid(usual: dict, rows: tuple[dict, ...]) -> list[list]:
    """A header and a row for each dict of what differs from the usual row."""
    return [list(usual), *([*{**usual, **row}.values()] for row in rows)]


@pytest.fixture(scope="session")
def make_file():
    """Bytes of an .xlsx with the sheets given as lists of rows.

    `edit`, a function of each written worksheet and the workbook, adds what a list of
    values cannot say.
    """

    def make(sheets: dict[str, list[list]], edit=None, **options) -> bytes:
        content = io.BytesIO()
        options = {"default_date_format": "yyyy-mm-dd", **options}
        with xlsxwriter.Workbook(content, options) as book:
            for name, rows in sheets.items():
                sheet = book.add_worksheet(name)
                for number, row in enumerate(rows):
                    for column, cell in enumerate(row):
                        if isinstance(cell, str):
                            sheet.write_string(number, column, cell)
                        elif cell is not None:
                            sheet.write(number, column, cell)
                if edit:
                    edit(sheet, book)
        return content.getvalue()

    return make


@pytest.fixture(scope="session")
def read_grid(make_file):
    """Read a sheet of households given as a list of rows."""

    def read(grid, edit=None, limits=None, **options):
        workbook = open_workbook(make_file({"用户台账": grid}, edit, **options))
        return read_households(
            workbook, categories=CATEGORIES, today=TODAY, limits=limits
        )

    return read


@pytest.fixture(scope="session")
def households(read_grid):
    """Read households, each given by what differs from the usual one."""

    def read(*rows, edit=None, **options):
        return read_grid(_grid(HOUSEHOLD, rows), edit, **options)

    return read


def _reader(make_file, sheet, usual, function):
    def read(*rows, listed=("2601000001",), refused=(), archived=(), edit=None):
        workbook = open_workbook(make_file({sheet: _grid(usual, rows)}, edit))
        numbers = LedgerNumbers(
            frozenset(listed), frozenset(refused), frozenset(archived)
        )
        return function(workbook, numbers, today=TODAY)

    return read


@pytest.fixture(scope="session")
def arrears(make_file):
    """Read arrears, each given by what differs from the usual row."""
    return _reader(make_file, "历年欠费", ARREARS, read_arrears)


@pytest.fixture(scope="session")
def payments(make_file):
    """Read payments, each given by what differs from the usual row."""
    return _reader(make_file, "历年缴费", PAYMENT, read_payments)


@pytest.fixture(scope="session")
def household_grid():
    """A header and rows of households, to be changed before reading."""
    return lambda *rows: _grid(HOUSEHOLD, rows)
