"""Reads what a tax portal answers about requested fapiao: a workbook of results."""

import datetime
from dataclasses import dataclass

from odoo.addons.heating_customer.ledger import Refusal, open_workbook


@dataclass(frozen=True)
class Result:
    """One row of the answer.

    :ivar row: its number as the spreadsheet shows it
    :ivar request: the number of the request
    :ivar number: the fapiao's 20 digits, empty where it was refused
    :ivar date: the day it was issued
    :ivar problem: why the portal refused it, empty where it did not
    :ivar faults: what of the row cannot be read
    """

    row: int
    request: str
    number: str
    date: datetime.date | None
    problem: str
    faults: tuple[Refusal, ...]


def read_results(content, headings):
    """Read the first sheet of a workbook.

    Two rows that say the same of one request count once; where they do not, neither
    counts.

    :param bytes content: the file
    :param dict headings: for “number” (the request), “fapiao”, “date” and “problem” the
        tuple of headings that its column may have; the last one may be missing
    :return: list of `Result`, in the order of the sheet
    :raise LedgerError: there is no such sheet, or it lacks a column
    """
    workbook = open_workbook(content)
    required = [name for name in ("number", "fapiao", "date") if name in headings]
    table = workbook.table(workbook.sheet_names[:1], headings, required)
    rows = list(table)
    for row in rows:
        row.text("fapiao")
        row.date("date")
        if "problem" in table.columns:
            row.remark("problem")
    repeated = {repeat.row for repeat in table.settle("number")}
    return [
        Result(
            row.index,
            row.number,
            row.values.get("fapiao") or "",
            row.values.get("date") or None,
            row.values.get("problem") or "",
            tuple(row.refusals),
        )
        for row in rows
        if row.index not in repeated
    ]
