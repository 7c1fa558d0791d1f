"""The sheet 历年缴费: what households have paid for earlier seasons.

It is history to be read, not accounting: a season may be paid in several parts.
"""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from .belonging import LedgerNumbers
from .season_label import read_season
from .sheet import SeasonRow, SeasonSheet, read_amount

if TYPE_CHECKING:
    from odoo.addons.heating_customer.ledger import Row, Workbook

SHEET_NAMES = ("历年缴费", "历年缴费明细", "缴费台账", "缴费记录", "缴费")

HEADINGS = {
    "paid": ("实收金额", "实收", "缴费金额", "已收金额"),
    "paid_on": ("缴费日期", "缴费时间", "收费日期"),
    "method": ("缴费方式", "收款方式", "支付方式"),
}
REQUIRED = ("number", "season", "receivable", "paid", "paid_on")

EARLIEST = datetime.date(1950, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentRow(SeasonRow):
    """One payment of an earlier season.

    :param method: the ledger's word for the means of payment, maybe empty
    """

    paid: Decimal
    paid_on: datetime.date
    method: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerPayments(SeasonSheet):
    """What the sheet of payments gives."""

    @property
    def paid(self) -> Decimal:
        """Yuan paid by the households that come in."""
        return sum((row.paid for row in self.importable), Decimal(0))

    @property
    def unpaid(self) -> tuple[int, ...]:
        """Rows that say that nothing was paid."""
        return tuple(item.row for item in self.of_nothing)


def read_payments(
    workbook: "Workbook", numbers: LedgerNumbers, *, today: datetime.date
) -> LedgerPayments:
    """Read the sheet of payments; one of a day after today is refused.

    :raise LedgerError: as `SeasonSheet.read_from`
    """
    return LedgerPayments.read_from(
        workbook,
        numbers,
        today,
        names=SHEET_NAMES,
        headings=HEADINGS,
        required=REQUIRED,
        # Several payments for a season are parts of it; only the same one is a repeat.
        same=("number", "season", "paid", "paid_on", "method"),
        read_row=_payment,
        amount="paid",
    )


def _payment(row: "Row", today: datetime.date) -> PaymentRow:
    paid = read_amount(row, "paid")
    return PaymentRow(
        row=row.index,
        number=row.number,
        season_label=read_season(row, today),
        receivable=read_amount(row, "receivable"),
        paid=paid,
        # Where nothing was paid there was no day of paying.
        paid_on=row.date(
            "paid_on", required=bool(paid), earliest=EARLIEST, latest=today
        ),
        method=row.text("method"),
    )
