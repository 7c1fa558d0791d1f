"""What can be wrong with a ledger, and the words for it.

`LedgerError` is about the file or a whole sheet: nothing of it can be read. A
`Refusal` is about one row. Both carry a stable code and facts, so that a screen can
say the same in another language; `message` is the English sentence. Facts are plain
JSON values (text, whole numbers, lists of them).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

# File and sheet: code → sentence.
FILE_MESSAGES = {
    "empty_file": "The file is empty.",
    "not_a_workbook": "The file is not an Excel workbook (.xlsx).",
    "old_format": "The file is in the format of Excel 97-2003 (.xls): save it as .xlsx"
    " and try again.",
    "encrypted": "The workbook is protected by a password: save it without one.",
    "damaged": "The workbook is damaged: open it in a spreadsheet program, save it"
    " again as .xlsx, and try again.",
    "file_too_large": "The workbook unpacks to {size} MiB, more than {limit} MiB: split"
    " it into several.",
    "sheet_too_large": "Sheet {sheet} reaches as far as row {rows}, column {columns}:"
    " delete what stands far away from the table, or split the sheet.",
    "sheet_missing": "The workbook has no sheet {names}; it has {found}.",
    "sheet_empty": "Sheet {sheet} has no rows.",
    "column_missing": "Sheet {sheet} lacks the columns {columns}.",
    "column_double": "Sheet {sheet} has several columns for {column}: {headings}.",
}

# Row: code → sentence. {heading} and {value} are always there.
ROW_MESSAGES = {
    "missing": "{heading} is missing",
    "too_long": "{heading} has {length} characters, more than {limit}",
    "error_cell": "{heading} holds a formula error: {value}",
    "merged_cell": "{heading} is a merged cell that covers several rows or columns",
    "not_a_number": "{heading} is not a number: {value}",
    "digits_lost": "{heading} is a number too long for a spreadsheet: {value}",
    "too_small": "{heading} must be more than {limit}: {value}",
    "negative": "{heading} is negative: {value}",
    "too_large": "{heading} is more than {limit}: {value}",
    "too_precise": "{heading} has more than {places} decimals: {value}",
    "unreadable_date": "{heading} is not a date: {value}",
    "future_date": "{heading} lies in the future: {value}",
    "too_early": "{heading} lies before {limit}: {value}",
    "date_in_text": "{heading} has been turned into a date by the spreadsheet: {value}",
    "bad_number": "{heading} is not a household number: {value}",
    "unknown_category": "{heading} is not a known category: {value}",
    "unknown_state": "{heading} is not a known supply state: {value}",
    "unknown_heating_type": "{heading} is not a known way of charging: {value}",
    "inner_above_built": "{heading} {value} is more than the built area {built}",
    "contradicting": "rows {rows} contradict each other in {fields}",
    "bad_season": "{heading} is not a heating season: {value}",
    "future_season": "{heading} has not begun yet: {value}",
    "amounts_disagree": "{receivable} receivable less {received} received is not"
    " {owed} owed",
}


def _joined(value):
    """A fact as it stands in a sentence."""
    if isinstance(value, (list, tuple)):
        return ", ".join(str(item) for item in value)
    return value


class LedgerError(Exception):
    """The file, or a sheet that is needed, cannot be read at all.

    :param code: a key of `FILE_MESSAGES`
    :param facts: what the sentence names
    """

    def __init__(self, code: str, **facts):
        self.code = code
        self.facts = facts
        super().__init__(self.message)

    @property
    def message(self) -> str:
        facts = {name: _joined(value) for name, value in self.facts.items()}
        return FILE_MESSAGES[self.code].format(**facts)


class Unreadable(ValueError):
    """One cell does not say what its column asks for.

    :param code: a key of `ROW_MESSAGES`
    """

    def __init__(self, code: str, **facts):
        self.code = code
        self.facts = facts
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason why a row does not come in; a row may have several.

    :param sheet: the sheet's name as it stands in the workbook
    :param row: the row's number as the spreadsheet shows it
    :param number: the household's number, empty where it cannot be read
    :param field: the column's stable key, such as ``built_area``
    :param heading: the column's heading as it stands in the workbook
    :param value: what the cell shows, cut to 80 characters
    :param code: a key of `ROW_MESSAGES`
    """

    sheet: str
    row: int
    number: str
    field: str
    value: str
    code: str
    facts: Mapping[str, object] = field(default_factory=dict)
    heading: str = ""

    @property
    def message(self) -> str:
        facts = {name: _joined(value) for name, value in self.facts.items()}
        words = {"heading": self.heading or self.field, "value": self.value}
        sentence = ROW_MESSAGES[self.code].format(**words, **facts)
        return f"{self.sheet}, row {self.row}: {sentence}"


@dataclass(frozen=True, slots=True)
class Repeat:
    """A row that says the same as an earlier one, and is taken once."""

    row: int
    number: str
    first_row: int
