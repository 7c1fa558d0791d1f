"""What the reading library does not tell about an .xlsx file, read from its parts.

python-calamine lays a sheet out as a full rectangle, and one stray cell in the last
column of the last row asks for 500 GB and ends the whole server process; it also
shows a formula error as a blank cell. So the parts are looked at first.
"""

import io
import re
import zipfile
import zlib
from xml.etree import ElementTree

from .errors import LedgerError

MAX_UNPACKED_MIB = 512
# A sheet's rectangle: 400,000 rows of 20 columns, some 300 MB while it is read.
MAX_CELLS = 8_000_000

_OLE_MAGIC = b"\xd0\xcf\x11\xe0"
_ZIP_MAGIC = b"PK\x03\x04"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_RELATION_ID = re.compile(r"(\{[^}]*relationships\})id")

# Where a sheet's cells begin; some programs put a prefix before every tag.
_SHEET_DATA = re.compile(rb"<(\w+:)?sheetData")
_REFERENCE = re.compile(rb"""\br=["']([A-Z]+)([0-9]+)["']""")
# Cells with content: `<c r="A1" s="3"/>` is only formatted and takes no room. The
# patterns begin with plain characters, for which the search is several times faster.
_COLUMN = rb"""<%bc\s[^>]*?\br=["']([A-Z]+)[0-9]+["'][^>]*(?<!/)>"""
_ROW = rb"""<%bc\s[^>]*?\br=["'][A-Z]+([0-9]+)["'][^>]*(?<!/)>"""
_ERROR = rb"""<%bc\s([^>]*\bt=["']e["'][^>]*)(?<!/)>(.*?)</%bc>"""
_ERROR_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]*)<")


class Package:
    """The parts of an .xlsx file.

    :param content: the file's bytes
    :raise LedgerError: when they are no such file, or one too large to unpack
    """

    def __init__(self, content: bytes):
        _check_kind(content)
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
            size = sum(part.file_size for part in self._archive.infolist()) >> 20
            if size > MAX_UNPACKED_MIB:
                raise LedgerError("file_too_large", size=size, limit=MAX_UNPACKED_MIB)
            if _WORKBOOK not in self._archive.namelist():
                raise LedgerError("not_a_workbook")
            workbook = ElementTree.fromstring(self._archive.read(_WORKBOOK))
            relations = ElementTree.fromstring(self._archive.read(_RELATIONS))
        except (
            zipfile.BadZipFile,
            zlib.error,
            KeyError,
            OSError,
            RuntimeError,
            NotImplementedError,
            EOFError,
            ElementTree.ParseError,
        ) as problem:
            raise LedgerError("damaged") from problem
        self._paths = _sheet_paths(workbook, relations)
        self.counts_from_1904 = any(
            element.get("date1904") in ("1", "true")
            for element in workbook.iter()
            if _local(element.tag) == "workbookPr"
        )

    def look_over(self, sheet: str) -> dict[tuple[int, int], str]:
        """Look a sheet over before it is read: its size, and its formula errors.

        :return: the cells that hold a formula error, by (row, column) counted from 0
        :raise LedgerError: ``sheet_too_large``, ``damaged``
        """
        try:
            xml = self._archive.read(self._paths[sheet])
        except (zipfile.BadZipFile, zlib.error, KeyError, OSError, EOFError) as problem:
            raise LedgerError("damaged") from problem
        tag = _SHEET_DATA.search(xml)
        prefix = (tag and tag[1]) or b""
        letters = set(re.findall(_COLUMN % prefix, xml))
        columns = max(map(_column_index, letters), default=-1) + 1
        rows = max(map(int, set(re.findall(_ROW % prefix, xml))), default=0)
        if rows * columns > MAX_CELLS:
            raise LedgerError(
                "sheet_too_large", sheet=sheet, rows=rows, columns=columns
            )
        if b't="e"' not in xml and b"t='e'" not in xml:
            return {}
        errors = {}
        for found in re.finditer(_ERROR % (prefix, prefix), xml, re.DOTALL):
            reference = _REFERENCE.search(found[1])
            if reference:
                value = _ERROR_VALUE.search(found[2])
                position = int(reference[2]) - 1, _column_index(reference[1])
                errors[position] = value[1].decode() if value else ""
        return errors


def _check_kind(content: bytes) -> None:
    """Say what a file is that is no .xlsx."""
    if not content:
        raise LedgerError("empty_file")
    if content.startswith(_OLE_MAGIC):
        # A workbook with a password is wrapped in the container of the old format.
        raise LedgerError("encrypted" if _ENCRYPTED in content else "old_format")
    if not content.startswith(_ZIP_MAGIC):
        raise LedgerError("not_a_workbook")


def _sheet_paths(workbook, relations) -> dict[str, str]:
    """Each sheet's part of the archive, by the sheet's name."""
    targets = {element.get("Id"): element.get("Target", "") for element in relations}
    paths = {}
    for element in workbook.iter():
        if _local(element.tag) != "sheet":
            continue
        for name, value in element.attrib.items():
            if _RELATION_ID.fullmatch(name) and value in targets:
                target = targets[value]
                path = target[1:] if target.startswith("/") else f"xl/{target}"
                paths[element.get("name", "")] = path
    return paths


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _column_index(letters: bytes) -> int:
    """A → 0, Z → 25, AA → 26."""
    index = 0
    for letter in letters:
        index = index * 26 + letter - 64
    return index - 1
