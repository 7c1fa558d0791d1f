"""The sheet 历年欠费: what households still owe for earlier seasons."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from .belonging import LedgerNumbers
from .season_label import read_season
from .sheet import SeasonRow, SeasonSheet, read_amount

if TYPE_CHECKING:
    from odoo.addons.heating_customer.ledger import Row, Workbook

SHEET_NAMES = ("历年欠费", "历年欠费明细", "欠费台账", "欠费")

HEADINGS = {
    "received": ("已收金额", "已收", "实收金额", "实收"),
    "owed": ("欠费金额", "欠费", "尚欠金额"),
}
REQUIRED = ("number", "season", "receivable", "owed")


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrearsRow(SeasonRow):
    """What a household owes for a season."""

    received: Decimal
    owed: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerArrears(SeasonSheet):
    """What the sheet of arrears gives."""

    @property
    def owed(self) -> Decimal:
        """Yuan owed by the households that come in."""
        return sum((row.owed for row in self.importable), Decimal(0))

    @property
    def settled(self) -> tuple[SeasonRow, ...]:
        """Rows that owe nothing."""
        return self.of_nothing


def read_arrears(
    workbook: "Workbook", numbers: LedgerNumbers, *, today: datetime.date
) -> LedgerArrears:
    """Read the sheet of arrears; a season that begins in a later year is refused.

    :raise LedgerError: as `SeasonSheet.read_from`
    """
    return LedgerArrears.read_from(
        workbook,
        numbers,
        today,
        names=SHEET_NAMES,
        headings=HEADINGS,
        required=REQUIRED,
        same=("number", "season"),
        read_row=_arrears,
        amount="owed",
    )


def _arrears(row: "Row", today: datetime.date) -> ArrearsRow:
    receivable = read_amount(row, "receivable")
    # A blank is nothing received only where the other two amounts bear it out.
    received = read_amount(row, "received", required=False)
    if received is None:
        received = Decimal(0)
    owed = read_amount(row, "owed")
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
