"""A sheet as rows of named columns."""

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from .cells import normalise
from .errors import Repeat
from .headings import find_header, plain_heading
from .row import Row

# How many rows a refusal names; a number may stand in thousands of them.
NAMED_ROWS = 10

_TOTAL = re.compile(r"(本页|本表)?(合|总|小|共) ?计:?")


class Table:
    """The rows of a sheet below its header; made by `Workbook.table`.

    A column ``number`` (the household's number) is always among the fields.

    :ivar name: the sheet's name
    :ivar titles: for each field the heading of its column in the sheet
    :ivar extra_columns: headings of columns that are not read
    :ivar ignored_rows: row numbers of totals and of headers repeated on each page
    :ivar epoch: day 0 of the workbook's calendar
    """

    def __init__(
        self,
        name: str,
        grid: list[list],
        *,
        headings: Mapping[str, tuple[str, ...]],
        required: Iterable[str],
        shared: Iterable[str],
        left: int,
        formula_errors: Mapping[tuple[int, int], str],
        merged: Iterable[tuple[tuple[int, int], tuple[int, int]]],
        epoch: datetime.date,
    ):
        header = find_header(name, grid, headings, required)
        self.name = name
        self.columns = header.columns
        self.titles = header.titles
        self.extra_columns = header.extra
        self.epoch = epoch
        self._header_row = header.row
        self._faults = defaultdict(dict)
        fields = {column: field for field, column in header.columns.items()}
        for (row, column), value in formula_errors.items():
            field = fields.get(column - left)
            if field:
                self._faults[row][field] = ("error_cell", value)
        for (top, first), (bottom, last) in merged:
            span = range(first - left, last - left + 1)
            self._spread(grid, top, bottom, span, fields, frozenset(shared))
        self.ignored_rows = []
        self.rows = list(self._read(grid))

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def settle(self, *key: str) -> tuple[Repeat, ...]:
        """Compare the rows that have the same key, once all their fields are read.

        Where all rows of a key say the same, the later ones are repeats; where they do
        not, none is taken: every one gets a refusal ``contradicting``.

        :param key: fields, the number first; a row in which it, or another one that is
            not plain text, is blank is not compared
        :return: the repeats among rows without refusal, in the order of the sheet
        """
        groups = defaultdict(list)
        for row in self.rows:
            group = tuple(row.values[field] for field in key)
            if group[0] and None not in group:
                groups[group].append(row)
        repeats = []
        for rows in groups.values():
            if len(rows) == 1:
                continue
            differing = [
                self.titles[field]
                for field in self.columns
                if len({row.values.get(field) for row in rows}) > 1
            ]
            clean = [row for row in rows if not row.refusals]
            # The same words may be a text in one row and a date cell in another.
            if differing or 0 < len(clean) < len(rows):
                named = [row.index for row in rows[:NAMED_ROWS]]
                for row in rows:
                    row.refuse("contradicting", key[0], rows=named, fields=differing)
            else:
                repeats += [
                    Repeat(row.index, row.number, clean[0].index) for row in clean[1:]
                ]
        return tuple(sorted(repeats, key=lambda repeat: repeat.row))

    def _read(self, grid: list[list]) -> Iterator[Row]:
        used = list(self.columns.values())
        number = self.columns["number"]
        title = plain_heading(self.titles["number"])
        for position in range(self._header_row + 1, len(grid)):
            cells_here = grid[position]
            if not any(_filled(cells_here[column]) for column in used):
                if position not in self._faults:
                    continue
            elif _is_total(cells_here, number) or (
                isinstance(cells_here[number], str)
                and plain_heading(cells_here[number]) == title
            ):
                self.ignored_rows.append(position + 1)
                continue
            faults = self._faults.get(position, {})
            yield Row(self, position + 1, cells_here, faults)

    def _spread(self, grid, top, bottom, span, fields, shared) -> None:
        """Give every cell of a merged range its value, or mark it as unreadable.

        An address that stands once beside a block of rows is meant for all of them; an
        area or a number that does is not.
        """
        columns = [column for column in span if column in fields]
        first = max(top, self._header_row + 1)
        rows = range(first, min(bottom + 1, len(grid)))
        if not columns or not rows or span[0] < 0:
            return
        value = grid[top][span[0]]
        fault = self._faults.get(top, {}).get(fields.get(span[0]))
        if fault is None:
            if not _filled(value):
                return
            shareable = top == bottom or fields[columns[0]] in shared
            if len(columns) > 1 or not shareable:
                fault = ("merged_cell", "")
        for row in rows:
            for column in columns:
                grid[row][column] = value
                if fault is not None:
                    self._faults[row].setdefault(fields[column], fault)


def _filled(cell) -> bool:
    return cell != "" and (not isinstance(cell, str) or not cell.isspace())


def _is_total(row_cells: list, number: int) -> bool:
    """Whether a row adds up others: its first filled cell says so, and it is no number.

    Only where the number is blank or is that word itself: a household may be called
    anything.
    """
    first = next((cell for cell in row_cells if _filled(cell)), None)
    if not isinstance(first, str) or not _TOTAL.fullmatch(normalise(first)):
        return False
    return not _filled(row_cells[number]) or row_cells[number] == first
