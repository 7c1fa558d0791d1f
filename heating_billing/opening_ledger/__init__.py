"""Reads what a company's hand-kept ledger says about earlier seasons.

Plain Python, no Odoo. The workbook is opened, and its cells are read, by the package
`ledger` of heating_customer; the functions here take the workbook it opened and import
nothing from it, so they work wherever that package stands.
"""

from .arrears import ArrearsRow, LedgerArrears, read_arrears
from .belonging import LedgerNumbers
from .payments import LedgerPayments, PaymentRow, read_payments
from .season_label import season_label

__all__ = [
    "ArrearsRow",
    "LedgerArrears",
    "LedgerNumbers",
    "LedgerPayments",
    "PaymentRow",
    "read_arrears",
    "read_payments",
    "season_label",
]
