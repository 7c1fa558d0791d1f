"""A company's ledger as a workbook: its sheets by name, each as a table."""

import io
from collections.abc import Iterable, Mapping, Sequence

import python_calamine

from .cells import EPOCH_1900, EPOCH_1904, normalise
from .errors import LedgerError
from .package import Package
from .table import Table


def open_workbook(content: bytes) -> "Workbook":
    """Open an .xlsx file.

    :param content: the file's bytes
    :raise LedgerError: ``empty_file``, ``not_a_workbook``, ``old_format``,
        ``encrypted``, ``damaged``, ``file_too_large``
    """
    return Workbook(content)


class Workbook:
    """The sheets of an .xlsx file; made by `open_workbook`."""

    def __init__(self, content: bytes):
        self._package = Package(content)
        self._epoch = EPOCH_1904 if self._package.counts_from_1904 else EPOCH_1900
        try:
            self._book = python_calamine.CalamineWorkbook.from_filelike(
                io.BytesIO(content)
            )
        except python_calamine.CalamineError as problem:
            raise LedgerError("damaged") from problem
        self.sheet_names = tuple(
            sheet.name
            for sheet in self._book.sheets_metadata
            if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
        )

    def table(
        self,
        names: Sequence[str],
        headings: Mapping[str, tuple[str, ...]],
        required: Iterable[str],
        shared: Iterable[str] = (),
        optional: bool = False,
    ) -> Table | None:
        """Read a sheet as a table of rows with named columns.

        :param names: what the sheet may be called, the preferred name first
        :param headings: for each field the headings its column may have
        :param required: fields whose columns must be there
        :param shared: fields that one merged cell may give to several rows below
            each other, such as the community of a block of households
        :param optional: give None where there is no such sheet or nothing in it
        :raise LedgerError: ``sheet_missing``, ``sheet_empty``, ``sheet_too_large``,
            ``column_missing``, ``column_double``, ``damaged``
        """
        name = self._find(names)
        if name is None:
            if optional:
                return None
            raise LedgerError(
                "sheet_missing", names=list(names), found=list(self.sheet_names)
            )
        formula_errors = self._package.look_over(name)
        try:
            sheet = self._book.get_sheet_by_name(name)
            grid = list(sheet.iter_rows())
            merged = sheet.merged_cell_ranges or ()
        except python_calamine.CalamineError as problem:
            raise LedgerError("damaged") from problem
        if not grid:
            if optional:
                return None
            raise LedgerError("sheet_empty", sheet=name)
        return Table(
            name,
            grid,
            headings=headings,
            required=required,
            shared=shared,
            # Blank columns on the left are left out of the grid, blank rows above not.
            left=sheet.start[1],
            formula_errors=formula_errors,
            merged=merged,
            epoch=self._epoch,
        )

    def _find(self, names: Sequence[str]) -> str | None:
        """The first sheet that bears one of the names, blanks and widths aside."""
        by_name = {}
        for name in self.sheet_names:
            by_name.setdefault(_plain(name), name)
        return next((by_name[name] for name in names if name in by_name), None)


def _plain(name: str) -> str:
    return normalise(name).replace(" ", "")
