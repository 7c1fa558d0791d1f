"""The sheet 用户台账: a row a household.

What comes in has a number, a customer, a branch, a community, a price category, a
built area and a supply state, all certain. A shop or a school may have no station,
building, unit or room.
"""

import datetime
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from .errors import LedgerError, Refusal, Repeat
from .row import Row, plain_word
from .workbook import Workbook

SHEET_NAMES = ("用户台账", "用热户台账", "用户档案", "台账")

HEADINGS = {
    "number": ("户号", "用户编号", "用户编码", "用户号", "用热户号"),
    "customer_name": ("户主姓名", "户主", "户名", "用户姓名", "用户名称", "姓名"),
    "phone": ("联系电话", "电话", "手机", "手机号", "手机号码", "电话号码"),
    "branch": ("分公司", "所属分公司"),
    "station": ("换热站", "热力站", "所属换热站"),
    "community": ("小区", "小区名称", "所属小区"),
    "building": ("楼栋", "楼号", "栋号", "楼栋号"),
    "unit": ("单元", "单元号"),
    "room": ("房号", "室号", "房间号", "门牌号"),
    "category": ("用户性质", "用热性质", "用户类别", "用户类型"),
    "built_area": ("建筑面积", "建面"),
    "inner_area": ("套内面积", "套内建筑面积"),
    "height": ("层高",),
    "heating_type": ("计费方式", "收费方式"),
    "joined_on": ("入网日期", "入网时间"),
    "supply_state": ("用热状态", "供热状态"),
    "note": ("备注", "说明"),
}
REQUIRED = (
    "number",
    "customer_name",
    "branch",
    "community",
    "category",
    "built_area",
    "supply_state",
)
# One merged cell beside a block of households gives its word to each of them.
SHARED = ("branch", "station", "community", "building", "unit", "note")

SUPPLY_STATES = {
    "supplied": ("正常", "供热", "在用", "正常供热"),
    "stopped": ("报停", "停供", "停热", "停暖"),
    "not_opened": ("未开通", "未入网开通"),
}
HEATING_TYPES = {
    "area": ("按面积", "面积", "面积计费", "按面积计费"),
    "meter": ("按热量", "热量", "热计量", "按热计量", "计量", "按计量", "热表"),
}


@dataclass(frozen=True, slots=True)
class HouseholdRow:
    """One household as the ledger has it.

    :param row: the row's number as the spreadsheet shows it
    :param phone: phones joined by ``/``, empty where there is none
    :param category: the category's name, as the caller calls it
    :param built_area: m²
    :param inner_area: m², None where it is not known
    :param height: of the ceiling, m, None where it is not known
    :param heating_type: ``area`` or ``meter``
    :param supply_state: ``supplied``, ``stopped`` or ``not_opened``
    """

    row: int
    number: str
    customer_name: str
    phone: str
    branch: str
    station: str
    community: str
    building: str
    unit: str
    room: str
    category: str
    built_area: Decimal
    inner_area: Decimal | None
    height: Decimal | None
    heating_type: str
    joined_on: datetime.date | None
    supply_state: str
    note: str


@dataclass(frozen=True, slots=True)
class Limits:
    """What is believed; anything else is a slip of the pen.

    :param area: m² that a household has at most
    :param area_places: decimals of an area
    :param height_above: a ceiling is higher than this, m
    :param height: a ceiling is not higher than this, m
    :param height_places: decimals of a height
    :param earliest: the first day on which a household may have joined
    """

    area: Decimal = Decimal(100000)
    area_places: int = 2
    height_above: Decimal = Decimal("1.5")
    height: Decimal = Decimal(30)
    height_places: int = 3
    earliest: datetime.date = datetime.date(1950, 1, 1)


@dataclass(frozen=True, slots=True)
class LedgerHouseholds:
    """What the sheet of households gives.

    :param sheet: its name in the workbook
    :param row_count: rows that speak of a household, refused and repeated ones too
    :param rows: the households that come in, in the order of the sheet
    :param refusals: every reason of every row that does not
    :param repeated: rows that say again what an earlier one says
    :param numbers: every number in the sheet, of refused rows too
    :param ignored_rows: row numbers of totals and of headers repeated on each page
    :param extra_columns: headings of columns that are not read
    """

    sheet: str
    row_count: int
    rows: tuple[HouseholdRow, ...]
    refusals: tuple[Refusal, ...]
    repeated: tuple[Repeat, ...]
    numbers: frozenset[str]
    ignored_rows: tuple[int, ...]
    extra_columns: tuple[str, ...]

    @property
    def refused_numbers(self) -> frozenset[str]:
        """Households that do not come in; rows without a number are not among them."""
        return frozenset(refusal.number for refusal in self.refusals) - {""}

    @property
    def refused_rows(self) -> tuple[int, ...]:
        return tuple(sorted({refusal.row for refusal in self.refusals}))

    @property
    def built_area(self) -> Decimal:
        """m² of the households that come in."""
        return sum((row.built_area for row in self.rows), Decimal(0))

    def count_by(self, field: str) -> dict[str, int]:
        """Households that come in, by the value of a field such as ``branch``."""
        return dict(Counter(getattr(row, field) for row in self.rows))


def read_households(
    workbook: Workbook,
    *,
    categories: Mapping[str, str],
    today: datetime.date,
    limits: Limits | None = None,
) -> LedgerHouseholds:
    """Read the sheet of households; bad rows are refused, the others come in.

    :param categories: for each name of a price category, and each word that means the
        same, the category's name
    :param today: a household that joined later than this is refused
    :raise LedgerError: when the sheet, or a column that is needed, is not there, or
        the sheet has no rows
    """
    table = workbook.table(SHEET_NAMES, HEADINGS, REQUIRED, SHARED)
    if not len(table):
        raise LedgerError("sheet_empty", sheet=table.name)
    names = {plain_word(word): name for word, name in categories.items()}
    limits = limits or Limits()
    read = [(row, _household(row, names, today, limits)) for row in table]
    repeated = table.settle("number")
    again = {repeat.row for repeat in repeated}
    return LedgerHouseholds(
        sheet=table.name,
        row_count=len(table),
        rows=tuple(
            household
            for row, household in read
            if not row.refusals and row.index not in again
        ),
        refusals=tuple(refusal for row in table for refusal in row.refusals),
        repeated=repeated,
        numbers=frozenset(row.number for row in table) - {""},
        ignored_rows=tuple(table.ignored_rows),
        extra_columns=table.extra_columns,
    )


def _household(
    row: Row, categories: Mapping[str, str], today: datetime.date, limits: Limits
) -> HouseholdRow:
    """One row; its blanks count only where the row has refusals."""
    built = row.decimal(
        "built_area",
        "area",
        required=True,
        above=Decimal(0),
        at_most=limits.area,
        places=limits.area_places,
    )
    inner = row.decimal(
        "inner_area", "area", above=Decimal(0), places=limits.area_places
    )
    if built is not None and inner is not None and inner > built:
        row.refuse("inner_above_built", "inner_area", built=str(built))
    return HouseholdRow(
        row=row.index,
        number=row.number,
        customer_name=row.text("customer_name", required=True),
        phone=row.phone("phone"),
        branch=row.text("branch", required=True),
        station=row.text("station"),
        community=row.text("community", required=True),
        building=row.text("building"),
        unit=row.text("unit"),
        room=row.text("room"),
        category=row.word("category", categories, "unknown_category"),
        built_area=built,
        inner_area=inner,
        height=row.decimal(
            "height",
            "length",
            above=limits.height_above,
            at_most=limits.height,
            places=limits.height_places,
        ),
        heating_type=row.word(
            "heating_type", _HEATING_WORDS, "unknown_heating_type", blank="area"
        ),
        joined_on=row.date("joined_on", earliest=limits.earliest, latest=today),
        supply_state=row.word("supply_state", _STATE_WORDS, "unknown_state"),
        note=row.remark("note"),
    )


def _words(meanings: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """For each word what it stands for."""
    return {plain_word(word): key for key, words in meanings.items() for word in words}


_STATE_WORDS = _words(SUPPLY_STATES)
_HEATING_WORDS = _words(HEATING_TYPES)
