"""Finding a table's columns by what stands above them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .cells import normalise
from .errors import LedgerError

# A ledger may have a title and remarks above its table, but not pages of them.
HEADER_SEARCH_ROWS = 30

_BRACKETS = re.compile(r"[(\[【〔{].*?[)\]】〕}]")
_UNITS = re.compile(r"(?<=[^\x00-\x7f])(m2|m|平方米|元)$")
_MARKS = re.compile(r"[\s*:]")


@dataclass(frozen=True, slots=True)
class Header:
    """Where a table's columns are.

    :param row: the header's row, counted from 0
    :param columns: for each field its column, counted from 0 within the grid
    :param titles: for each field the heading as it stands in the sheet
    :param extra: headings of columns that nobody asked for
    """

    row: int
    columns: Mapping[str, int]
    titles: Mapping[str, str]
    extra: tuple[str, ...]


def plain_heading(text: str) -> str:
    """建筑面积（㎡）, 建筑面积 (m2) and 建筑面积 are one heading."""
    text = _MARKS.sub("", normalise(text).lower())
    return _UNITS.sub("", _BRACKETS.sub("", text))


def find_header(
    sheet: str,
    grid: list[list],
    headings: Mapping[str, tuple[str, ...]],
    required: Iterable[str],
) -> Header:
    """The first of the rows that hold most of the headings.

    :raise LedgerError: ``column_missing`` with all that are, ``column_double``
    """
    fields = {
        plain_heading(word): key for key, words in headings.items() for word in words
    }
    best = max(
        range(min(len(grid), HEADER_SEARCH_ROWS)),
        key=lambda index: (len(_fields_in(grid[index], fields)), -index),
    )
    found = _fields_in(grid[best], fields)
    missing = [headings[key][0] for key in required if key not in found]
    if missing:
        raise LedgerError("column_missing", sheet=sheet, columns=missing)
    texts = [" ".join(str(cell).split()) for cell in grid[best]]
    for key, columns in found.items():
        if len(columns) > 1:
            raise LedgerError(
                "column_double",
                sheet=sheet,
                column=headings[key][0],
                headings=[texts[column] for column in columns],
            )
    taken = {columns[0] for columns in found.values()}
    return Header(
        row=best,
        columns={key: columns[0] for key, columns in found.items()},
        titles={key: texts[columns[0]] for key, columns in found.items()},
        extra=tuple(
            text for column, text in enumerate(texts) if text and column not in taken
        ),
    )


def _fields_in(row: list, fields: Mapping[str, str]) -> dict[str, list[int]]:
    """The fields whose headings stand in a row, with their columns."""
    found = {}
    for column, cell in enumerate(row):
        key = fields.get(plain_heading(cell)) if isinstance(cell, str) else None
        if key:
            found.setdefault(key, []).append(column)
    return found
