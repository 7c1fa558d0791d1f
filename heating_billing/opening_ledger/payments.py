"""The sheet 历年缴费: what households have paid for earlier seasons.

It is history to be read, not accounting: a season may be paid in several parts.
"""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from .belonging import LedgerNumbers, count_listed, sort_rows
from .season_label import read_season

if TYPE_CHECKING:
    from odoo.addons.heating_customer.ledger import Refusal, Repeat, Row, Workbook

SHEET_NAMES = ("历年缴费", "历年缴费明细", "缴费台账", "缴费记录", "缴费")

HEADINGS = {
    "number": ("户号", "用户编号", "用户编码", "用户号", "用热户号"),
    "season": ("采暖季", "供暖季", "采暖期", "年度"),
    "receivable": ("应收金额", "应收", "应收热费"),
    "paid": ("实收金额", "实收", "缴费金额", "已收金额"),
    "paid_on": ("缴费日期", "缴费时间", "收费日期"),
    "method": ("缴费方式", "收款方式", "支付方式"),
}
REQUIRED = ("number", "season", "receivable", "paid", "paid_on")

# Yuan of one payment at most, before it is a slip of the pen.
AMOUNT_LIMIT = Decimal(100_000_000)
EARLIEST = datetime.date(1950, 1, 1)


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """One payment of an earlier season; amounts in yuan, to the fen.

    :param row: the row's number as the spreadsheet shows it
    :param season_label: such as ``2025-2026``
    :param receivable: what was due for the season, not what was left of it
    :param method: the ledger's word for the means of payment, maybe empty
    """

    row: int
    number: str
    season_label: str
    receivable: Decimal
    paid: Decimal
    paid_on: datetime.date
    method: str


@dataclass(frozen=True, slots=True)
class LedgerPayments:
    """What the sheet of payments gives; all empty where there is no such sheet.

    :param sheet: its name in the workbook, empty where there is none
    :param row_count: rows that speak of a household
    :param listed_rows: those of them whose household is in the sheet of households
    :param importable: payments of households that come in or are in the archive
    :param of_refused: payments of households that the ledger's first sheet refuses
    :param of_unknown: payments of households that nobody knows: listed, not imported
    :param unpaid: rows that say that nothing was paid
    :param repeated: rows that are the same as an earlier one in every column
    :param refusals: every reason of every row that cannot be read
    """

    sheet: str = ""
    row_count: int = 0
    listed_rows: int = 0
    importable: tuple[PaymentRow, ...] = ()
    of_refused: tuple[PaymentRow, ...] = ()
    of_unknown: tuple[PaymentRow, ...] = ()
    unpaid: tuple[int, ...] = ()
    repeated: "tuple[Repeat, ...]" = ()
    refusals: "tuple[Refusal, ...]" = ()
    ignored_rows: tuple[int, ...] = ()
    extra_columns: tuple[str, ...] = ()

    @property
    def paid(self) -> Decimal:
        """Yuan paid by the households that come in."""
        return sum((row.paid for row in self.importable), Decimal(0))


def read_payments(
    workbook: "Workbook", numbers: LedgerNumbers, *, today: datetime.date
) -> LedgerPayments:
    """Read the sheet of payments.

    :param numbers: the households of the ledger and of the archive
    :param today: a later payment is refused
    :raise LedgerError: when the sheet is there but lacks a column that is needed
    """
    table = workbook.table(SHEET_NAMES, HEADINGS, REQUIRED, optional=True)
    if table is None:
        return LedgerPayments()
    read = [(row, _payment(row, today)) for row in table]
    # Several payments for a season are parts of it; only the same one is a repeat.
    repeated = table.settle("number", "season", "paid", "paid_on", "method")
    again = {repeat.row for repeat in repeated}
    good = [item for row, item in read if not row.refusals and row.index not in again]
    rows = sort_rows((item for item in good if item.paid), numbers)
    return LedgerPayments(
        sheet=table.name,
        row_count=len(table),
        listed_rows=count_listed(table, numbers),
        importable=rows.importable,
        of_refused=rows.of_refused,
        of_unknown=rows.of_unknown,
        unpaid=tuple(item.row for item in good if not item.paid),
        repeated=repeated,
        refusals=tuple(refusal for row in table for refusal in row.refusals),
        ignored_rows=tuple(table.ignored_rows),
        extra_columns=table.extra_columns,
    )


def _payment(row: "Row", today: datetime.date) -> PaymentRow:
    """One row; its blanks count only where the row has refusals."""
    paid = _amount(row, "paid")
    return PaymentRow(
        row=row.index,
        number=row.number,
        season_label=read_season(row, today),
        receivable=_amount(row, "receivable"),
        paid=paid,
        # Where nothing was paid there was no day of paying.
        paid_on=row.date(
            "paid_on", required=bool(paid), earliest=EARLIEST, latest=today
        ),
        method=row.text("method"),
    )


def _amount(row: "Row", field: str) -> Decimal | None:
    return row.decimal(
        field, "money", required=True, negative=False, at_most=AMOUNT_LIMIT, places=2
    )
