"""The sheet of meter readings: one row a meter."""

import datetime
import io
from dataclasses import dataclass
from decimal import Decimal

import xlsxwriter

from odoo.addons.heating_customer.ledger import Refusal, open_workbook

# The headings of the template, and others that stand for the same.
COLUMNS = {
    "number": ("表号", "热表编号", "热表号", "表编号", "Meter Number"),
    "date": ("抄表日期", "日期", "抄表时间", "Date"),
    "value": ("读数", "表读数", "热表读数", "本次读数", "Reading"),
}
# Beside them in the template, for whoever reads the meters; not read back.
TOLD = ("户号", "地址", "单位", "上次日期", "上次读数")
LARGEST = Decimal(1_000_000_000)
PLACES = 4


@dataclass(frozen=True)
class ReadingRow:
    """One row with a reading.

    :ivar row: its number as the spreadsheet shows it
    :ivar number: the meter's
    :ivar faults: what of the row cannot be read, or is contradicted by another row
    """

    row: int
    number: str
    date: datetime.date | None
    value: Decimal | None
    faults: tuple[Refusal, ...]


def read_readings(content, today):
    """Read the first sheet of a workbook.

    Rows of meters that nobody has read, with neither a day nor a value, are passed
    over. Two rows that say the same count once; where they do not, neither counts.

    :param bytes content: the file
    :param date today: what is read on a later day is refused
    :return: list of `ReadingRow`, in the order of the sheet
    :raise LedgerError: there is no such sheet, or it lacks a column
    """
    workbook = open_workbook(content)
    table = workbook.table(workbook.sheet_names[:1], COLUMNS, tuple(COLUMNS))
    rows = list(table)
    for row in rows:
        row.date("date", latest=today)
        row.decimal("value", "count", negative=False, at_most=LARGEST, places=PLACES)
        read = [name for name in ("date", "value") if row.values[name] is not None]
        if len(read) == 1:
            row.refuse("missing", "value" if read == ["date"] else "date")
    repeated = {repeat.row for repeat in table.settle("number", "date")}
    return [
        ReadingRow(
            row.index,
            row.number,
            row.values["date"],
            row.values["value"],
            tuple(row.refusals),
        )
        for row in rows
        if row.index not in repeated
        and (row.refusals or row.values["value"] is not None)
    ]


def write_template(rows):
    """Write a workbook to be filled in: the meters, with empty days and readings.

    :param rows: for each meter its number, and what `TOLD` names
    :rtype: bytes
    """
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet(COLUMNS["value"][0])
        head = book.add_format({"bold": True, "bg_color": "#D9E2F3"})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        text = book.add_format({"num_format": "@"})
        headings = (
            COLUMNS["number"][0],
            *TOLD,
            COLUMNS["date"][0],
            COLUMNS["value"][0],
        )
        for index, heading in enumerate(headings):
            sheet.write_string(0, index, heading, head)
        sheet.set_column(0, 1, 16, text)
        sheet.set_column(2, 2, 40)
        sheet.set_column(3, 3, 8)
        sheet.set_column(4, 4, 14, day)
        sheet.set_column(5, 5, 14)
        sheet.set_column(6, 6, 14, day)
        sheet.set_column(7, 7, 14)
        for index, (number, household, address, unit, on, value) in enumerate(rows, 1):
            sheet.write_string(index, 0, number)
            sheet.write_string(index, 1, household)
            sheet.write_string(index, 2, address)
            sheet.write_string(index, 3, unit)
            sheet.write_datetime(index, 4, on, day)
            sheet.write_number(index, 5, value)
        sheet.freeze_panes(1, 0)
    return stream.getvalue()
