"""Headers, row numbers, merged cells and formula errors."""

import datetime

import pytest
from ledger import LedgerError
from ledger.headings import plain_heading

# === HEADERS === #


def column_error(read_grid, grid) -> LedgerError:
    with pytest.raises(LedgerError) as caught:
        read_grid(grid)
    return caught.value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("建筑面积(㎡)", "建筑面积"),
        ("建筑面积（m2）", "建筑面积"),
        (" 建筑 面积 [平方米]", "建筑面积"),
        ("建筑面积㎡", "建筑面积"),
        ("层高m", "层高"),
        ("*户号：", "户号"),
        ("户\n号", "户号"),
        ("应收金额（元）", "应收金额"),
    ],
)
def test_a_heading_without_its_units(text, expected):
    assert plain_heading(text) == expected


def test_columns_stand_in_any_order_among_others(read_grid, household_grid):
    grid = [["序号", *reversed(row), "抄表员"] for row in household_grid({})]
    result = read_grid(grid)
    assert result.rows[0].customer_name == "徐艳红"
    assert result.extra_columns == ("序号", "抄表员")


def test_missing_columns_are_all_named(read_grid):
    error = column_error(read_grid, [["户号", "户主姓名", "分公司"], ["1", "a", "b"]])
    assert error.code == "column_missing"
    assert error.facts["columns"] == ["小区", "用户性质", "建筑面积", "用热状态"]


def test_two_columns_for_one_thing(read_grid, household_grid):
    grid = [[*row, "曾用名"] for row in household_grid({})]
    grid[0][-1] = "姓名"
    error = column_error(read_grid, grid)
    assert error.code == "column_double"
    assert error.facts["headings"] == ["户主姓名", "姓名"]


def test_a_row_has_the_number_the_spreadsheet_shows(read_grid, household_grid):
    grid = household_grid({"建筑面积(㎡)": "待测"}, {"户号": "2"})
    blank = [None] * len(grid[0])
    grid = [
        blank,
        ["某某热力公司用户台账"],
        grid[0],
        blank,
        grid[1],
        blank,
        blank,
        grid[2],
    ]
    result = read_grid([[None, None, *row] for row in grid])
    assert result.row_count == 2
    assert [refusal.row for refusal in result.refusals] == [5]
    assert [row.row for row in result.rows] == [8]


def test_totals_and_repeated_headers_are_no_households(read_grid, household_grid):
    grid = household_grid({}, {"户号": "2"})
    total = ["合 计", *[None] * 9, 121.58]
    page_total = [None, "本页小计：", *[None] * 8, 121.58]
    result = read_grid([*grid[:2], page_total, grid[0], grid[2], total])
    assert result.row_count == len(result.rows) == 2
    assert result.ignored_rows == (3, 4, 6)


def test_a_household_that_is_called_total(households):
    result = households({"户主姓名": "北方会计"}, {"户号": "", "户主姓名": "王小计"})
    assert [row.customer_name for row in result.rows] == ["北方会计"]
    assert [(item.row, item.code) for item in result.refusals] == [(3, "missing")]
    assert not result.ignored_rows


# === CELLS THAT A LIST OF VALUES CANNOT SAY === #


def test_a_formula_error_is_not_a_blank(households):
    def divide(sheet, _book):
        sheet.write_formula(1, 11, "=1/0", None, "#DIV/0!")
        sheet.write_formula(1, 12, "=B9/C9", None, "#REF!")

    refusals = households({}, edit=divide).refusals
    assert [(item.field, item.code, item.value) for item in refusals] == [
        ("inner_area", "error_cell", "#DIV/0!"),
        ("height", "error_cell", "#REF!"),
    ]


def test_a_formula_counts_by_its_value(households):
    def formula(sheet, _book):
        sheet.write_formula(1, 10, "=60+0.79", None, 60.79)

    assert str(households({}, edit=formula).rows[0].built_area) == "60.79"


def test_a_merged_address_is_meant_for_all_its_rows(households):
    def merge(sheet, _book):
        sheet.merge_range(1, 5, 3, 5, "东苑花园")
        sheet.merge_range(2, 6, 3, 6, "9号楼")

    result = households({}, {"户号": "2"}, {"户号": "3"}, edit=merge)
    assert [row.community for row in result.rows] == ["东苑花园"] * 3
    assert [row.building for row in result.rows] == ["1号楼", "9号楼", "9号楼"]


def test_a_merged_area_is_not_shared_out(households):
    def merge(sheet, _book):
        sheet.merge_range(1, 10, 2, 10, 120)

    result = households({}, {"户号": "2"}, {"户号": "3"}, edit=merge)
    assert [row.number for row in result.rows] == ["3"]
    assert [(item.row, item.field, item.code) for item in result.refusals] == [
        (2, "built_area", "merged_cell"),
        (3, "built_area", "merged_cell"),
    ]


def test_a_number_merged_over_two_rows_is_refused_as_a_whole(households):
    def merge(sheet, _book):
        sheet.merge_range(1, 0, 2, 0, "77")

    result = households({}, {"户号": "2", "建筑面积(㎡)": 10}, edit=merge)
    assert not result.rows
    assert result.refused_numbers == {"77"}


def test_a_cell_merged_over_two_columns_belongs_to_neither(households):
    def merge(sheet, _book):
        sheet.merge_range(1, 6, 1, 7, "1号楼1单元")

    refusals = households({}, edit=merge).refusals
    assert {(item.field, item.code) for item in refusals} == {
        ("building", "merged_cell"),
        ("unit", "merged_cell"),
    }


def test_a_merge_that_reaches_over_an_empty_column_is_harmless(households):
    def merge(sheet, _book):
        sheet.merge_range(1, 16, 1, 18, "拆迁楼")
        sheet.merge_range(2, 2, 3, 2, "")

    result = households(
        {}, {"户号": "2", "联系电话": None}, {"户号": "3", "联系电话": None}, edit=merge
    )
    assert [row.note for row in result.rows] == ["拆迁楼", "", ""]


def test_marks_are_found_beside_blank_columns_and_rows(read_grid, household_grid):
    grid = [
        [None] * 3,
        *([None, None, *row] for row in household_grid({}, {"户号": "2"})),
    ]

    def mark(sheet, _book):
        sheet.write_formula(2, 13, "=1/0", None, "#DIV/0!")
        sheet.merge_range(2, 7, 3, 7, "锦绣家园")

    result = read_grid(grid, mark)
    assert [(item.row, item.field) for item in result.refusals] == [(3, "inner_area")]
    assert [(row.row, row.community) for row in result.rows] == [(4, "锦绣家园")]


def test_a_workbook_that_counts_days_from_1904(households):
    day = datetime.date(2013, 11, 3)
    result = households(
        {"入网日期": day}, {"户号": "2", "入网日期": 40119}, date_1904=True
    )
    assert [row.joined_on for row in result.rows] == [day, day]
