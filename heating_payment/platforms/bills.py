"""The platforms' daily bill files as plain rows, their totals checked.

A file whose rows do not add up to its own totals is refused as a whole: half a bill
would make honest payments look lost. Columns are read by name: merchants with old
contracts have other ones. Sources: WeChat “format of the trade bill / fund bill”,
Alipay “business bill”.
"""

import csv
import io
import re
import zipfile
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from .fields import BEIJING
from .results import PAYMENT, REFUND

_FILE_LIMIT = 200 << 20
_HALF_CENT = Decimal("0.005")
_NUMBER = re.compile(r"[+-]?[0-9]{1,12}(\.[0-9]{1,6})?")


class BadBill(Exception):
    """The file is not a whole bill of the kind expected; `args[0]` says why."""


@dataclass(frozen=True)
class BillRow:
    """One movement of a bill.

    :ivar kind: `payment` or `refund`
    :ivar order_number: ours
    :ivar platform_number: the platform's, of the payment also where this is a refund
    :ivar refund_number: ours, or None
    :ivar platform_refund_number: WeChat's, or None
    :ivar amount: yuan, above 0 also of a refund; of the whole order, coupons included
    :ivar settled: yuan that the merchant gets or gives back
    :ivar fee: yuan that the platform keeps; below 0 where it gives a fee back
    :ivar time: aware, in Beijing
    :ivar state: the platform's word, e.g. `SUCCESS`, `REVOKED`, `交易`
    """

    kind: str
    order_number: str
    platform_number: str
    refund_number: str | None
    platform_refund_number: str | None
    amount: Decimal
    settled: Decimal
    fee: Decimal
    time: datetime
    state: str


@dataclass(frozen=True)
class FlowRow:
    """One movement of WeChat's account: payments, refunds, fees, withdrawals.

    :ivar amount: yuan, above 0 what came in, below 0 what went out
    :ivar balance: yuan after it
    :ivar reference: the number that the movement is about
    """

    business: str
    amount: Decimal
    balance: Decimal
    platform_number: str
    flow_number: str
    reference: str
    note: str
    time: datetime


# === WECHAT PAY === #


def read_wechat_trades(data):
    """Return the `BillRow`s of a trade bill (type ALL, SUCCESS or REFUND).

    :param data: bytes, UTF-8 with or without a byte-order mark
    :raise BadBill: see there
    """
    rows, totals = _wechat_table(data, "总交易单数")
    found = [_wechat_row(row) for row in rows]
    paid = [row for row in found if row.kind == PAYMENT]
    back = [row for row in found if row.kind == REFUND]
    # Old files have one “total” where new ones tell the order from its settlement.
    order_total = totals.get("订单总金额", totals.get("总交易额"))
    _same("count", len(found), totals["总交易单数"])
    _same("orders", sum((row.amount for row in paid), Decimal(0)), order_total)
    _same(
        "settled",
        sum((row.settled for row in paid), Decimal(0)),
        totals.get("应结订单总金额", order_total),
    )
    _same(
        "refunds",
        sum((row.settled for row in back), Decimal(0)),
        totals.get("退款总金额", totals.get("总退款金额")),
    )
    # Fees have 5 decimals, their total is rounded one way or the other.
    fees = sum((row.fee for row in found), Decimal(0))
    told = totals.get("手续费总金额")
    if told is None or abs(fees - told) > _HALF_CENT:
        raise BadBill(f"fees: {fees} in the rows, {told} in the total")
    return found


def _wechat_row(row):
    state = row.get("交易状态") or ""
    kind = PAYMENT if state == "SUCCESS" else REFUND
    if state not in ("SUCCESS", "REFUND", "REVOKED"):
        raise BadBill(f"unknown state {state}")
    if kind == PAYMENT:
        settled = _column(row, "应结订单金额", "总金额")
        amount = _column(row, "订单金额", "总金额")
    else:
        settled = _column(row, "退款金额")
        amount = _column(row, "申请退款金额", "退款金额")
    return BillRow(
        kind,
        _text(row, "商户订单号"),
        _text(row, "微信订单号"),
        _given(row, "商户退款单号") if kind == REFUND else None,
        _given(row, "微信退款单号") if kind == REFUND else None,
        amount,
        settled,
        _column(row, "手续费"),
        _time(_text(row, "退款成功时间", "交易时间")),
        state,
    )


def read_wechat_flow(data):
    """Return the `FlowRow`s of a fund-flow bill.

    :param data: bytes, UTF-8
    :raise BadBill: see there
    """
    rows, totals = _wechat_table(data, "资金流水总笔数")
    found = []
    for row in rows:
        way = row.get("收支类型")
        if way not in ("收入", "支出"):
            raise BadBill(f"unknown direction {way}")
        amount = _column(row, "收支金额(元)", "收支金额（元）")
        found.append(
            FlowRow(
                _text(row, "业务类型"),
                amount if way == "收入" else -amount,
                _column(row, "账户结余(元)", "账户结余（元）"),
                _text(row, "微信支付业务单号"),
                _text(row, "资金流水单号"),
                row.get("业务凭证号") or "",
                row.get("备注") or "",
                _time(_text(row, "记账时间")),
            )
        )
    came = [row.amount for row in found if row.amount > 0]
    went = [-row.amount for row in found if row.amount <= 0]
    _same("count", len(found), totals["资金流水总笔数"])
    _same("received", sum(came, Decimal(0)), totals.get("收入金额"))
    _same("spent", sum(went, Decimal(0)), totals.get("支出金额"))
    return found


def _wechat_table(data, totals_begin):
    """Return (rows, totals), dicts by column name, of a file with back-ticks.

    Every value begins with a back-tick and names may hold commas, so a line is cut
    at comma and back-tick together.
    """
    lines = [line.strip() for line in _decode(data, "utf-8-sig").split("\n")]
    lines = [line for line in lines if line]
    if len(lines) < 3 or not lines[-2].startswith(totals_begin):
        raise BadBill("the totals at the end are missing")
    header, *body, totals_header, totals = lines
    totals_row = _ticked(totals_header.split(","), totals)
    return (
        [_ticked(header.split(","), line) for line in body],
        {name: _number(value) for name, value in totals_row.items()},
    )


def _ticked(names, line):
    values = line[1:].split(",`") if line.startswith("`") else []
    if len(values) != len(names):
        raise BadBill("a line has another number of columns than the header")
    return dict(zip((name.strip() for name in names), values, strict=True))


# === ALIPAY === #


def read_alipay_trades(data):
    """Return the `BillRow`s of a business bill (业务明细).

    :param data: bytes of the zip as downloaded, or of the CSV in it
    :raise BadBill: see there
    """
    text = _decode(_alipay_member(data), "gb18030")
    lines = [line.rstrip("\r") for line in text.split("\n")]
    notes = [line.strip() for line in lines if line.startswith("#")]
    table = [line for line in lines if line.strip() and line[0] != "#"]
    if not table:
        raise BadBill("no header")
    reader = csv.DictReader(table, strict=True)
    try:
        found = [_alipay_row(row) for row in reader]
    except csv.Error:
        raise BadBill("not a CSV file") from None
    for name, kind in (("交易合计", PAYMENT), ("退款合计", REFUND)):
        rows = [row for row in found if row.kind == kind]
        count, settled = _alipay_total(notes, name)
        _same(f"{kind} count", len(rows), count)
        total = sum((row.settled for row in rows), Decimal(0))
        _same(f"{kind} sum", total, abs(settled))
    return found


def _alipay_row(row):
    row = {
        (name or "").strip(): value.strip() if isinstance(value, str) else None
        for name, value in row.items()
    }
    if None in row.values() or "" in row:
        raise BadBill("a line has another number of columns than the header")
    kind = {"交易": PAYMENT, "退款": REFUND}.get(row.get("业务类型"))
    if kind is None:
        raise BadBill(f"unknown kind {row.get('业务类型')}")
    # Refunds stand below 0 in the file; the kind says which way the money went.
    return BillRow(
        kind,
        _text(row, "商户订单号"),
        _text(row, "支付宝交易号"),
        _given(row, "退款批次号/请求号"),
        None,
        abs(_column(row, "订单金额（元）")),
        abs(_column(row, "商家实收（元）")),
        # A fee is a cost and below 0 in the file.
        -_column(row, "服务费（元）"),
        _time(_text(row, "完成时间")),
        row["业务类型"],
    )


def _alipay_total(notes, name):
    """Return (count, yuan) of a line such as `#交易合计：2笔，商家实收共1.00元，…`."""
    for note in notes:
        found = re.match(rf"#{name}：([0-9]+)笔，商家实收(?:退款)?共([^元]+)元", note)
        if found:
            return Decimal(found[1]), _number(found[2])
    raise BadBill(f"{name} is missing")


def _alipay_member(data):
    """Return the bytes of the detail file in a zip; names in it are GBK, unmarked."""
    if not data.startswith(b"PK"):
        return data
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = []
            for member in archive.infolist():
                name = member.filename
                if not member.flag_bits & 0x800:
                    name = name.encode("cp437").decode("gb18030", "replace")
                if name.endswith(".csv") and "汇总" not in name:
                    members.append(member)
            if len(members) != 1 or members[0].file_size > _FILE_LIMIT:
                raise BadBill("the archive holds no bill, or several")
            with archive.open(members[0]) as file:
                return file.read(_FILE_LIMIT)
    except (zipfile.BadZipFile, UnicodeError, OSError, RuntimeError):
        raise BadBill("not a zip file") from None


# === BOTH === #


def _decode(data, charset):
    try:
        return data.decode(charset)
    except UnicodeDecodeError:
        raise BadBill("another charset") from None


def _number(text):
    if not isinstance(text, str) or not _NUMBER.fullmatch(text):
        raise BadBill("not an amount")
    return Decimal(text)


def _column(row, *names):
    """Return the number in the first of these columns that the file has."""
    for name in names:
        if name in row:
            return _number(row[name])
    raise BadBill(f"no column {names[0]}")


def _text(row, *names):
    for name in names:
        if row.get(name):
            return row[name]
    raise BadBill(f"no value in {names[-1]}")


def _given(row, name):
    value = row.get(name)
    return value if value and value != "0" else None


def _time(text):
    try:
        return datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=BEIJING)
    except ValueError:
        raise BadBill("not a time") from None


def _same(what, found, expected):
    if expected is None or found != expected:
        raise BadBill(f"{what}: {found} in the rows, {expected} in the total")
