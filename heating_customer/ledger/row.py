"""One row of a table, read column by column.

Reading never stops at the first fault: each reader gives a blank for a cell that cannot
be read and notes a `Refusal`, so that a person sees all that is wrong at once.
"""

import datetime
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from . import cells
from .errors import Refusal, Unreadable

if TYPE_CHECKING:
    from .table import Table


class Row:
    """One row below the header.

    :ivar index: the row's number as the spreadsheet shows it
    :ivar number: the household's number, empty where it is missing or unreadable
    :ivar values: what has been read by field; for an unreadable cell what it shows
    :ivar refusals: why the row does not come in
    """

    __slots__ = ("_cells", "_faults", "_table", "index", "number", "refusals", "values")

    def __init__(self, table: "Table", index: int, row_cells: list, faults: Mapping):
        self._table = table
        self._cells = row_cells
        self._faults = faults
        self.index = index
        self.values = {}
        self.refusals = []
        self.number = ""
        self.number = self._take("number", cells.number_of, required=True, blank="")

    def refuse(self, code: str, field: str, **facts) -> None:
        """Note a reason why this row does not come in."""
        column = self._table.columns.get(field)
        value = "" if column is None else cells.shown(self._cells[column])
        if field in self._faults:
            value = self._faults[field][1] or value
        self.refusals.append(
            Refusal(
                sheet=self._table.name,
                row=self.index,
                number=self.number,
                field=field,
                value=value,
                code=code,
                facts=facts,
                heading=self._table.titles.get(field, field),
            )
        )

    def text(self, field: str, required: bool = False) -> str:
        """Normalised text, empty for a blank."""
        return self._take(field, cells.text_of, required=required, blank="")

    def remark(self, field: str) -> str:
        """Text in which a date cell is as good as a word."""
        return self._take(field, cells.remark_of, blank="")

    def phone(self, field: str) -> str:
        """Phones joined by ``/``, empty for a blank."""
        return self._take(field, cells.phone_of, blank="")

    def word(
        self,
        field: str,
        words: Mapping[str, str],
        unknown: str,
        blank: str | None = None,
    ) -> str | None:
        """A text that must be one of the known words.

        :param words: for each word, as `plain_word` gives it, what it stands for
        :param unknown: the code of the refusal for another word
        :param blank: what a blank cell stands for; None: it is refused
        """
        return self.parsed(
            field, lambda text: words.get(plain_word(text)), unknown, blank
        )

    def parsed(
        self,
        field: str,
        parse: Callable[[str], str | None],
        unreadable: str,
        blank: str | None = None,
    ) -> str | None:
        """A text that a parser must understand.

        :param parse: gives the meaning of a text, or None where it has none
        :param unreadable: the code of the refusal for such a text
        :param blank: what a blank cell stands for; None: it is refused
        """
        text = self._take(field, cells.text_of, required=blank is None)
        if text is None:
            if self.values[field] is None:
                self.values[field] = blank
            return blank
        meaning = parse(text)
        if meaning is None:
            self.refuse(unreadable, field)
        else:
            self.values[field] = meaning
        return meaning

    def decimal(
        self,
        field: str,
        kind: str,
        *,
        required: bool = False,
        places: int | None = None,
        above: Decimal | None = None,
        at_most: Decimal | None = None,
        negative: bool = True,
    ) -> Decimal | None:
        """An exact number.

        :param kind: ``area`` (m²), ``length`` (m), ``money`` (yuan), ``count`` (none):
            the units that may be glued on
        :param places: how many decimals it may have
        :param above: it must be more than this
        :param at_most: it must not be more than this
        :param negative: whether it may be less than 0
        :return: None for a blank, and for a number that is refused
        """
        value = self._take(field, cells.decimal_of, kind, required=required)
        if value is None:
            return None
        if not negative and value < 0:
            self.refuse("negative", field)
        elif above is not None and value <= above:
            self.refuse("too_small", field, limit=str(above))
        elif at_most is not None and value > at_most:
            self.refuse("too_large", field, limit=str(at_most))
        elif places is not None and -value.normalize().as_tuple().exponent > places:
            self.refuse("too_precise", field, places=places)
        else:
            return value
        return None

    def date(
        self,
        field: str,
        *,
        required: bool = False,
        earliest: datetime.date | None = None,
        latest: datetime.date | None = None,
    ) -> datetime.date | None:
        """A day.

        :param earliest: the first day that is believed
        :param latest: the last day that is not in the future
        :return: None for a blank, and for a date that is refused
        """
        day = self._take(field, cells.date_of, self._table.epoch, required=required)
        if day is None:
            return None
        if latest is not None and day > latest:
            self.refuse("future_date", field)
        elif earliest is not None and day < earliest:
            self.refuse("too_early", field, limit=str(earliest))
        else:
            return day
        return None

    def _take(self, field: str, reader: Callable, *options, required=False, blank=None):
        """Read a cell, note its refusal, keep its value for `Table.settle`."""
        column = self._table.columns.get(field)
        if column is None:
            self.values[field] = blank
            return blank
        cell = self._cells[column]
        fault = self._faults.get(field)
        if fault:
            self.values[field] = fault[1] or cells.shown(cell)
            self.refuse(fault[0], field)
            # The number is known all the same, and its other rows hang on it.
            return cells.shown(cell) if field == "number" else blank
        try:
            value = reader(cell, *options)
        except Unreadable as problem:
            self.values[field] = cells.shown(cell)
            self.refuse(problem.code, field, **problem.facts)
            return blank
        if value is None or value == "":
            self.values[field] = blank
            if required:
                self.refuse("missing", field)
            return blank
        self.values[field] = value
        return value


def plain_word(text: str) -> str:
    """A word as it is looked up: widths, blanks and case aside."""
    return cells.normalise(text).replace(" ", "").lower()
