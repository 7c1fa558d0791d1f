"""What the sheets of arrears and of payments have in common."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Self

from .belonging import LedgerNumbers, count_listed, sort_rows

if TYPE_CHECKING:
    from odoo.addons.heating_customer.ledger import Refusal, Repeat, Row, Workbook

HEADINGS = {
    "number": ("户号", "用户编号", "用户编码", "用户号", "用热户号"),
    "season": ("采暖季", "供暖季", "采暖期", "年度"),
    "receivable": ("应收金额", "应收", "应收热费"),
}

# Yuan in one row at most, before it is a slip of the pen.
AMOUNT_LIMIT = Decimal(100_000_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeasonRow:
    """What a row says of a household and an earlier season, in yuan, to the fen.

    :param row: the row's number as the spreadsheet shows it
    :param season_label: such as ``2025-2026``
    :param receivable: what was due for the season, not what was left of it
    """

    row: int
    number: str
    season_label: str
    receivable: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class SeasonSheet:
    """What a sheet of earlier seasons gives; all empty where there is no such sheet.

    :param sheet: its name in the workbook, empty where there is none
    :param row_count: rows that speak of a household
    :param listed_rows: those of them whose household is in the sheet of households
    :param importable: rows of households that come in or are in the archive
    :param of_refused: rows of households that the ledger's first sheet refuses
    :param of_unknown: rows of households that nobody knows: listed, not imported
    :param of_nothing: rows about no money at all
    :param repeated: rows that say again what an earlier one says
    :param refusals: every reason of every row that cannot be read
    """

    sheet: str = ""
    row_count: int = 0
    listed_rows: int = 0
    importable: tuple[SeasonRow, ...] = ()
    of_refused: tuple[SeasonRow, ...] = ()
    of_unknown: tuple[SeasonRow, ...] = ()
    of_nothing: tuple[SeasonRow, ...] = ()
    repeated: "tuple[Repeat, ...]" = ()
    refusals: "tuple[Refusal, ...]" = ()
    ignored_rows: tuple[int, ...] = ()
    extra_columns: tuple[str, ...] = ()

    @classmethod
    def read_from(
        cls,
        workbook: "Workbook",
        numbers: LedgerNumbers,
        today: datetime.date,
        *,
        names: tuple[str, ...],
        headings: dict[str, tuple[str, ...]],
        required: tuple[str, ...],
        same: tuple[str, ...],
        read_row: "Callable[[Row, datetime.date], SeasonRow]",
        amount: str,
    ) -> Self:
        """Read the sheet.

        :param numbers: the households of the ledger and of the archive
        :param today: what is said of a later day is refused
        :param names: names that the sheet may have
        :param headings: headings of each column, beside those of all such sheets
        :param required: columns without which the sheet is refused
        :param same: columns that are the same in rows that repeat each other
        :param read_row: makes an item of a row; its blanks count only where the row
            has refusals
        :param amount: the item's field that says how much money it is about
        :raise LedgerError: when the sheet is there but lacks a column that is needed
        """
        table = workbook.table(names, HEADINGS | headings, required, optional=True)
        if table is None:
            return cls()
        read = [(row, read_row(row, today)) for row in table]
        repeated = table.settle(*same)
        again = {repeat.row for repeat in repeated}
        good = [
            item for row, item in read if not row.refusals and row.index not in again
        ]
        rows = sort_rows((item for item in good if getattr(item, amount)), numbers)
        return cls(
            sheet=table.name,
            row_count=len(table),
            listed_rows=count_listed(table, numbers),
            importable=rows.importable,
            of_refused=rows.of_refused,
            of_unknown=rows.of_unknown,
            of_nothing=tuple(item for item in good if not getattr(item, amount)),
            repeated=repeated,
            refusals=tuple(refusal for row in table for refusal in row.refusals),
            ignored_rows=tuple(table.ignored_rows),
            extra_columns=table.extra_columns,
        )


def read_amount(row: "Row", field: str, *, required: bool = True) -> Decimal | None:
    """Yuan in a cell, to the fen; what is below 0 or beyond reason is refused."""
    return row.decimal(
        field,
        "money",
        required=required,
        negative=False,
        at_most=AMOUNT_LIMIT,
        places=2,
    )
