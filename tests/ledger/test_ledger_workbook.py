"""Files that are no ledgers, and sheets that are not there or too large."""

import io
import json
import zipfile

import pytest
from ledger import LedgerError, open_workbook
from ledger import package as package_module

SHEET = "xl/worksheets/sheet1.xml"


def changed(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """A workbook in which one of its parts has been tampered with."""
    result = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(result, "w") as target,
    ):
        for info in source.infolist():
            data = source.read(info)
            if info.filename == part:
                assert old in data
                data = data.replace(old, new)
            target.writestr(info.filename, data)
    return result.getvalue()


def error_of(function, *arguments) -> LedgerError:
    with pytest.raises(LedgerError) as caught:
        function(*arguments)
    error = caught.value
    json.dumps(error.facts)
    assert str(error) == error.message
    return error


def zipped(**parts: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return content.getvalue()


# === FILES === #


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        ("户号,户主姓名\n1,徐艳红".encode(), "not_a_workbook"),
        (b"<html><table></table></html>", "not_a_workbook"),
        (zipped(readme=b"no workbook"), "not_a_workbook"),
        (b"PK\x03\x04" + b"\0" * 100, "damaged"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "old_format"),
        (
            b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"),
            "encrypted",
        ),
    ],
)
def test_a_file_that_is_no_workbook(content, code):
    assert error_of(open_workbook, content).code == code


def test_a_workbook_cut_off_in_the_middle(make_file):
    content = make_file({"用户台账": [["户号"]]})
    assert error_of(open_workbook, content[: len(content) // 2]).code == "damaged"


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels"])
def test_a_workbook_with_a_broken_part(make_file, part):
    content = changed(make_file({"用户台账": [["户号"]]}), part, b"<?xml", b"<<?xml")
    assert error_of(open_workbook, content).code == "damaged"


def test_a_sheet_that_is_no_xml(make_file, household_grid):
    content = make_file({"用户台账": household_grid({})})
    content = changed(content, SHEET, b"</sheetData>", b"</sheetDat>")
    workbook = open_workbook(content)
    error = error_of(workbook.table, ("用户台账",), {"number": ("户号",)}, ("number",))
    assert error.code == "damaged"


def test_a_sheet_whose_part_is_missing(make_file):
    content = changed(
        make_file({"用户台账": [["户号"]]}),
        "xl/_rels/workbook.xml.rels",
        b"worksheets/sheet1.xml",
        b"worksheets/sheet9.xml",
    )
    workbook = open_workbook(content)
    error = error_of(workbook.table, ("用户台账",), {"number": ("户号",)}, ("number",))
    assert error.code == "damaged"


def test_a_workbook_that_unpacks_to_too_much(make_file, monkeypatch):
    monkeypatch.setattr(package_module, "MAX_UNPACKED_MIB", -1)
    error = error_of(open_workbook, make_file({"用户台账": [["户号"]]}))
    assert error.code == "file_too_large"
    assert error.facts == {"size": 0, "limit": -1}


# === SHEETS === #


def test_a_missing_sheet_is_named_with_those_that_are_there(make_file):
    workbook = open_workbook(make_file({"Sheet1": [["户号"]], "说明": [["a"]]}))
    error = error_of(workbook.table, ("用户台账",), {"number": ("户号",)}, ("number",))
    assert error.code == "sheet_missing"
    assert error.facts == {"names": ["用户台账"], "found": ["Sheet1", "说明"]}
    assert error.message == "The workbook has no sheet 用户台账; it has Sheet1, 说明."


@pytest.mark.parametrize("rows", [[], [["户号"]]])
def test_an_optional_sheet_may_be_missing_or_empty(make_file, rows):
    name = "历年缴费" if rows else "历年欠费"
    workbook = open_workbook(make_file({"用户台账": [["户号"]], name: rows}))
    table = workbook.table(
        ("历年欠费",), {"number": ("户号",)}, ("number",), optional=True
    )
    assert table is None


def test_an_empty_sheet(read_grid):
    assert error_of(read_grid, []).code == "sheet_empty"


def test_a_sheet_of_headings_only(read_grid, household_grid):
    error = error_of(read_grid, household_grid())
    assert error.code == "sheet_empty"
    assert error.message == "Sheet 用户台账 has no rows."


def test_a_sheet_is_found_by_name_widths_and_blanks_aside(make_file):
    workbook = open_workbook(
        make_file({"Sheet1": [[1]], " 用户 台账（２）": [["户号"]]})
    )
    table = workbook.table(("用户台账(2)",), {"number": ("户号",)}, ("number",))
    assert table.name == " 用户 台账（２）"


@pytest.mark.parametrize(("row", "column"), [(1048575, 16), (1048575, 16383)])
def test_a_stray_cell_far_away_does_not_end_the_server(households, row, column):
    error = error_of(
        lambda: households({}, edit=lambda sheet, _book: sheet.write(row, column, " "))
    )
    assert error.code == "sheet_too_large"
    assert error.facts == {"sheet": "用户台账", "rows": row + 1, "columns": column + 1}


def test_a_stray_cell_in_a_file_with_prefixed_tags(make_file):
    content = make_file(
        {"用户台账": [["户号"]]},
        edit=lambda sheet, _book: sheet.write(1048575, 16383, 1),
    )
    for tag in (b"sheetData", b"row", b"c", b"v"):
        for old in (b"<%b>", b"<%b ", b"</%b>"):
            new = old.replace(b"<", b"<x:").replace(b"<x:/", b"</x:")
            try:
                content = changed(content, SHEET, old % tag, new % tag)
            except AssertionError:
                continue
    assert b"<x:c " in zipfile.ZipFile(io.BytesIO(content)).read(SHEET)
    workbook = open_workbook(content)
    error = error_of(workbook.table, ("用户台账",), {"number": ("户号",)}, ("number",))
    assert error.code == "sheet_too_large"


def test_cells_that_are_only_formatted_do_not_count(households):
    def colour(sheet, book):
        sheet.write_blank(1048575, 16383, None, book.add_format({"bold": True}))

    assert len(households({}, edit=colour).rows) == 1


@pytest.mark.parametrize("claim", [b"A1", b"A1:XFD1048576"])
def test_a_wrong_claim_about_the_size_of_a_sheet(make_file, household_grid, claim):
    content = make_file({"用户台账": household_grid({}, {"户号": "2"})})
    content = changed(content, SHEET, b'ref="A1:Q3"', b'ref="%b"' % claim)
    workbook = open_workbook(content)
    table = workbook.table(("用户台账",), {"number": ("户号",)}, ("number",))
    assert [row.number for row in table] == ["2601000001", "2"]
