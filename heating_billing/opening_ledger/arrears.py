"""The sheet 历年欠费: what households still owe for earlier seasons."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from .belonging import LedgerNumbers, count_listed, sort_rows
from .season_label import read_season

if TYPE_CHECKING:
    from odoo.addons.heating_customer.ledger import Refusal, Repeat, Row, Workbook

SHEET_NAMES = ("历年欠费", "历年欠费明细", "欠费台账", "欠费")

HEADINGS = {
    "number": ("户号", "用户编号", "用户编码", "用户号", "用热户号"),
    "season": ("采暖季", "供暖季", "采暖期", "年度"),
    "receivable": ("应收金额", "应收", "应收热费"),
    "received": ("已收金额", "已收", "实收金额", "实收"),
    "owed": ("欠费金额", "欠费", "尚欠金额"),
}
REQUIRED = ("number", "season", "receivable", "owed")

# Yuan a household owes for one season at most, before it is a slip of the pen.
AMOUNT_LIMIT = Decimal(100_000_000)


@dataclass(frozen=True, slots=True)
class ArrearsRow:
    """What a household owes for a season; amounts in yuan, to the fen.

    :param row: the row's number as the spreadsheet shows it
    :param season_label: such as ``2025-2026``
    """

    row: int
    number: str
    season_label: str
    receivable: Decimal
    received: Decimal
    owed: Decimal


@dataclass(frozen=True, slots=True)
class LedgerArrears:
    """What the sheet of arrears gives; all empty where there is no such sheet.

    :param sheet: its name in the workbook, empty where there is none
    :param row_count: rows that speak of a household
    :param listed_rows: those of them whose household is in the sheet of households
    :param importable: arrears of households that come in or are in the archive
    :param of_refused: arrears of households that the ledger's first sheet refuses
    :param of_unknown: arrears of households that nobody knows: listed, not imported
    :param settled: rows that owe nothing
    :param repeated: rows that say again what an earlier one says
    :param refusals: every reason of every row that cannot be read
    """

    sheet: str = ""
    row_count: int = 0
    listed_rows: int = 0
    importable: tuple[ArrearsRow, ...] = ()
    of_refused: tuple[ArrearsRow, ...] = ()
    of_unknown: tuple[ArrearsRow, ...] = ()
    settled: tuple[ArrearsRow, ...] = ()
    repeated: "tuple[Repeat, ...]" = ()
    refusals: "tuple[Refusal, ...]" = ()
    ignored_rows: tuple[int, ...] = ()
    extra_columns: tuple[str, ...] = ()

    @property
    def owed(self) -> Decimal:
        """Yuan owed by the households that come in."""
        return sum((row.owed for row in self.importable), Decimal(0))


def read_arrears(
    workbook: "Workbook", numbers: LedgerNumbers, *, today: datetime.date
) -> LedgerArrears:
    """Read the sheet of arrears.

    :param numbers: the households of the ledger and of the archive
    :param today: a season that begins in a later year is refused
    :raise LedgerError: when the sheet is there but lacks a column that is needed
    """
    table = workbook.table(SHEET_NAMES, HEADINGS, REQUIRED, optional=True)
    if table is None:
        return LedgerArrears()
    read = [(row, _arrears(row, today)) for row in table]
    repeated = table.settle("number", "season")
    again = {repeat.row for repeat in repeated}
    good = [item for row, item in read if not row.refusals and row.index not in again]
    rows = sort_rows((item for item in good if item.owed), numbers)
    return LedgerArrears(
        sheet=table.name,
        row_count=len(table),
        listed_rows=count_listed(table, numbers),
        importable=rows.importable,
        of_refused=rows.of_refused,
        of_unknown=rows.of_unknown,
        settled=tuple(item for item in good if not item.owed),
        repeated=repeated,
        refusals=tuple(refusal for row in table for refusal in row.refusals),
        ignored_rows=tuple(table.ignored_rows),
        extra_columns=table.extra_columns,
    )


def _arrears(row: "Row", today: datetime.date) -> ArrearsRow:
    """One row; its blanks count only where the row has refusals."""
    receivable = _amount(row, "receivable", required=True)
    # A blank is nothing received only where the other two amounts bear it out.
    received = _amount(row, "received", required=False)
    if received is None:
        received = Decimal(0)
    owed = _amount(row, "owed", required=True)
    item = ArrearsRow(
        row=row.index,
        number=row.number,
        season_label=read_season(row, today),
        receivable=receivable,
        received=received,
        owed=owed,
    )
    if not row.refusals and receivable - received != owed:
        row.refuse(
            "amounts_disagree",
            "owed",
            receivable=str(receivable),
            received=str(received),
            owed=str(owed),
        )
    return item


def _amount(row: "Row", field: str, *, required: bool) -> Decimal | None:
    return row.decimal(
        field,
        "money",
        required=required,
        negative=False,
        at_most=AMOUNT_LIMIT,
        places=2,
    )
