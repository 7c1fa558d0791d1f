"""Reads the workbook in which a heating company has kept its ledger by hand.

Plain Python, no Odoo: a workbook goes in, dataclasses come out. Every row of the
workbook is either in the result or refused with its row number and the reason.
"""

from .errors import LedgerError, Refusal, Repeat
from .households import (
    HouseholdRow,
    LedgerHouseholds,
    Limits,
    read_households,
)
from .row import Row
from .table import Table
from .workbook import Workbook, open_workbook

__all__ = [
    "HouseholdRow",
    "LedgerError",
    "LedgerHouseholds",
    "Limits",
    "Refusal",
    "Repeat",
    "Row",
    "Table",
    "Workbook",
    "open_workbook",
    "read_households",
]
