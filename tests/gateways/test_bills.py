"""The daily bills: real files, the double's, and files that must be refused."""

import io
import zipfile
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from platforms import (
    BadBill,
    NotReady,
    ResultUnknown,
    read_alipay_trades,
    read_wechat_flow,
    read_wechat_trades,
)
from platforms.fields import BEIJING

from tests.gateways.clients import AMOUNT, number
from tests.gateways.vectors import DATA

WECHAT = (DATA / "wechat_bill_all.csv").read_bytes()
ALIPAY = (DATA / "alipay_trade_bill_gb18030.csv").read_bytes()
PART = Decimal("100.00")
# the sample of WeChat's page on the layout, its totals those of the row
FLOW = (
    "记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),"
    "账户结余(元),资金变更提交申请人,备注,业务凭证号\r\n"
    "`2018-02-01 04:21:23,`50000305742018020103387128253,`1900009231201802015884652186,"
    "`退款,`退款,`支出,`0.02,`0.17,`system,`缺货,`REF4200000068201801293084726067\r\n"
    "资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额\r\n"
    "`1.0,`0.0,`0.00,`1.0,`0.02\r\n"
)


def zipped(*files):
    """Return a zip of (name, bytes), names as UTF-8."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in files:
            archive.writestr(name, data)
    return packed.getvalue()


# === REAL FILES === #


def test_a_real_bill_of_wechat_adds_up():
    rows = read_wechat_trades(WECHAT)
    paid = [row for row in rows if row.kind == "payment"]
    back = [row for row in rows if row.kind == "refund"]
    assert (len(paid), len(back)) == (31, 14)
    assert sum(row.amount for row in paid) == Decimal("0.47")
    assert sum(row.amount for row in back) == Decimal("0.14")
    assert sum(row.fee for row in rows) == Decimal("0.08")


def test_a_row_of_a_real_bill_of_wechat():
    row = next(
        row
        for row in read_wechat_trades(WECHAT)
        if row.platform_number == "4200000263201902167700134212"
    )
    assert row.order_number == "autotest_20190216081946_82335"
    assert row.refund_number == "REF4200000263201902167700963919"
    assert row.platform_refund_number == "50000709672019011908420787722"
    assert (row.kind, row.state, row.amount) == ("refund", "REFUND", Decimal("0.01"))
    assert row.time == datetime(2019, 2, 19, 5, 1, 46, tzinfo=BEIJING)
    payment = read_wechat_trades(WECHAT)[-1]
    assert (payment.refund_number, payment.platform_refund_number) == (None, None)
    assert (payment.amount, payment.fee) == (Decimal("0.03"), Decimal("0.01"))


def test_a_movement_of_wechats_account():
    (row,) = read_wechat_flow(FLOW.encode("utf-8-sig"))
    assert (row.business, row.amount, row.balance) == (
        "退款",
        Decimal("-0.02"),
        Decimal("0.17"),
    )
    assert row.reference == "REF4200000068201801293084726067"
    assert row.time == datetime(2018, 2, 1, 4, 21, 23, tzinfo=BEIJING)


@pytest.mark.parametrize(
    "data",
    [
        ALIPAY,
        ALIPAY.replace(b"\n", b"\r\n"),
        zipped(("2088_业务明细.csv", ALIPAY), ("2088_业务明细(汇总).csv", b"")),
    ],
)
def test_a_bill_of_alipay_adds_up(data):
    paid, back = read_alipay_trades(data)
    assert (paid.kind, paid.amount, paid.settled) == (
        "payment",
        Decimal("2356.80"),
        Decimal("2356.80"),
    )
    assert (paid.fee, paid.refund_number) == (Decimal("1.41"), None)
    assert paid.time == datetime(2026, 11, 22, 10, 55, 23, tzinfo=BEIJING)
    assert (back.kind, back.amount, back.fee) == (
        "refund",
        Decimal("100.00"),
        Decimal("-0.06"),
    )
    assert back.refund_number == "RHT20261122000001"
    assert back.platform_number == paid.platform_number


# === FILES THAT ARE NOT WHOLE === #

WECHAT_TEXT = WECHAT.decode("utf-8-sig")
WECHAT_LINES = WECHAT_TEXT.splitlines(keepends=True)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xff",
        b"<html>",
        b'{"code":"NO_STATEMENT_EXIST"}',
        WECHAT[: len(WECHAT) // 2],
        "".join(WECHAT_LINES[:-1]).encode(),
        "".join(WECHAT_LINES[:-2]).encode(),
        "".join(WECHAT_LINES[:1] + WECHAT_LINES[2:]).encode(),
        "".join(WECHAT_LINES[:2] + WECHAT_LINES[1:]).encode(),
        WECHAT.replace(b"`0.01,", b"`0.02,", 1),
        WECHAT.replace(b"`SUCCESS,`OTHERS", b"`REFUND,`OTHERS", 1),
        WECHAT.replace(b"`REFUND,`OTHERS", b"`SUCCESS,`OTHERS", 1),
        WECHAT.replace(b"`REFUND,`OTHERS", b"`STRANGE,`OTHERS", 1),
        WECHAT.replace(b"`0.01000,", b"`0.02000,", 1),
        WECHAT.replace(b"`0.03,", b"`x,", 1),
        WECHAT.replace(b"`0.03,", b"`0.03,`,", 1),
        WECHAT.replace(b"2019-02-19 05:01:46", b"2019-02-30 05:01:46", 1),
        WECHAT.replace("商户订单号".encode(), "订单号".encode(), 1),
        WECHAT.replace(b"`39.00%,`0.03,", b"`39.00%,`0.04,", 1),
        WECHAT.replace(b"`0.08,", b"`0.09,"),
        WECHAT.replace(b"`45.0,", b"`44.0,"),
        FLOW.encode(),
        ALIPAY,
    ],
)
def test_a_bill_of_wechat_that_does_not_add_up_is_refused(data):
    with pytest.raises(BadBill):
        read_wechat_trades(data)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("`0.02,", "`0.03,"),
        ("`支出", "`收入"),
        ("`支出", "`没有"),
        ("`1.0,`0.0", "`2.0,`0.0"),
        ("`0.17", "`x"),
        ("04:21:23", "24:21:23"),
    ],
)
def test_movements_of_wechat_that_do_not_add_up_are_refused(old, new):
    with pytest.raises(BadBill):
        read_wechat_flow(FLOW.replace(old, new, 1).encode())


def changed(old, new):
    return ALIPAY.decode("gb18030").replace(old, new, 1).encode("gb18030")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK",
        b"PK\x03\x04" + b"x" * 100,
        zipped(),
        zipped(("汇总.csv", ALIPAY)),
        zipped(("a.csv", ALIPAY), ("b.csv", ALIPAY)),
        zipped(("a.txt", ALIPAY)),
        zipped(("a.csv", ALIPAY))[:-30],
        ALIPAY[: len(ALIPAY) // 2],
        changed("交易合计：1笔", "交易合计：2笔"),
        changed("共2356.80元", "共2356.81元"),
        changed("退款合计：1笔", "退款合计：0笔"),
        changed("共-100.00元", "共-100.01元"),
        changed("#交易合计", "#交易"),
        changed(",2356.80,2356.80", ",2356.80,2356.79"),
        changed("\t,退款\t,", "\t,交易\t,"),
        changed("\t,退款\t,", "\t,转账\t,"),
        changed("10:55:23", "10:55"),
        changed("-1.41", "?"),
        changed("HT20261122000001", ""),
        changed(",采暖费,", ",采暖费,,"),
        changed("服务费（元）", "服务费"),
        WECHAT,
    ],
)
def test_a_bill_of_alipay_that_does_not_add_up_is_refused(data):
    with pytest.raises(BadBill):
        read_alipay_trades(data)


def test_names_with_commas_and_quotes_are_read():
    text = WECHAT_TEXT.replace("`autotest,", "`采暖费, 二期,`x,", 1)
    with pytest.raises(BadBill):
        # a comma and back-tick in a name cannot be told from the next value
        read_wechat_trades(text.encode())
    text = WECHAT_TEXT.replace("`autotest,", "`采暖费, 二期\u2028,", 1)
    assert len(read_wechat_trades(text.encode())) == 45
    rows = read_alipay_trades(changed(",采暖费,", ',"采暖费, ""二期""",'))
    assert len(rows) == 2


# === FETCHED === #


def today():
    return datetime.now(BEIJING).date()


@pytest.fixture
def traded(alipay, wechat, double):
    """The numbers (order, refund) of each platform after a payment and a refund."""
    numbers = {}
    for platform in ("alipay", "wechatpay"):
        found, refund = number(), number("R")
        if platform == "alipay":
            alipay.precreate(found, AMOUNT, "采暖费")
        else:
            wechat.native(found, AMOUNT, "采暖费", notify_url="http://127.0.0.1:9/")
            double.order(platform, found).notify_url = ""
        double.pay(platform, found)
        if platform == "alipay":
            alipay.refund(found, refund, PART)
        else:
            wechat.refund(found, refund, PART, AMOUNT)
        numbers[platform] = (found, refund)
    assert double.wait()
    return numbers


@pytest.mark.parametrize("platform", ["alipay", "wechatpay"])
def test_a_days_bill_holds_the_days_trades(alipay, wechat, double, traded, platform):
    if platform == "alipay":
        rows = read_alipay_trades(alipay.bill(today()))
    else:
        rows = read_wechat_trades(wechat.trade_bill(today()))
    found, refund = traded[platform]
    order = double.order(platform, found)
    assert [(row.kind, row.order_number, row.amount) for row in rows] == [
        ("payment", found, AMOUNT),
        ("refund", found, PART),
    ]
    assert [row.refund_number for row in rows] == [None, refund]
    assert {row.platform_number for row in rows} == {order.platform_number}
    assert rows[0].time == order.paid_at.replace(microsecond=0)
    assert rows[0].fee > 0 > rows[1].fee


def test_a_days_movements_at_wechat(wechat, traded):
    rows = read_wechat_flow(wechat.fund_flow_bill(today()))
    assert [row.business for row in rows] == ["交易", "扣除交易手续费", "退款"]
    assert rows[-1].balance == sum(row.amount for row in rows)


def test_a_day_without_trades_has_no_bill(alipay, wechat, traded):
    day = today() - timedelta(days=1)
    assert alipay.bill(day) is None
    assert wechat.trade_bill(day) is None
    assert wechat.fund_flow_bill(day) is None


def test_a_bill_that_is_still_made_is_asked_for_later(wechat, double, traded):
    double.faults.add("wechatpay.tradebill", "refuse", code="STATEMENT_CREATING")
    with pytest.raises(NotReady):
        wechat.trade_bill(today())


def test_a_file_that_was_altered_on_the_way_is_refused(alipay, wechat, double, traded):
    double.faults.add("wechatpay.bill_file", "tamper")
    with pytest.raises(ResultUnknown):
        wechat.trade_bill(today())
    double.faults.add("wechatpay.tradebill", "change", fields={"hash_value": "0" * 40})
    with pytest.raises(ResultUnknown, match="mismatch: hash_value"):
        wechat.trade_bill(today())
    double.faults.add("alipay.bill", "tamper")
    with pytest.raises(BadBill):
        read_alipay_trades(alipay.bill(today()))


@pytest.mark.parametrize(
    "fields",
    [
        {"hash_type": "MD5"},
        {"hash_type": None},
        {"hash_value": None},
        {"download_url": None},
        {"download_url": 5},
        {"download_url": "file:///etc/hostname"},
        {"download_url": "ftp://127.0.0.1/"},
    ],
)
def test_a_link_that_cannot_be_trusted_is_not_followed(wechat, double, traded, fields):
    double.faults.add("wechatpay.tradebill", "change", fields=fields)
    with pytest.raises(ResultUnknown, match="not_readable"):
        wechat.trade_bill(today())


@pytest.mark.parametrize("fault", ["lost", "status"])
def test_a_file_that_does_not_come_is_asked_for_again(
    alipay, wechat, double, traded, fault
):
    expected = ResultUnknown if fault == "lost" else NotReady
    double.faults.add("*.bill*", fault, times=2)
    with pytest.raises(expected):
        wechat.trade_bill(today())
    double.faults.clear()
    double.faults.add("alipay.bill", fault)
    with pytest.raises(expected):
        alipay.bill(today())
    assert wechat.trade_bill(today())
    assert alipay.bill(today())


def test_the_day_is_beijings(double):
    order = double.book.place(
        "wechatpay", "HT00000001", "native", total=1, subject="x", token="x"
    )
    order.paid_at = datetime(2026, 11, 22, 23, 59, 59, tzinfo=BEIJING)
    assert double.book.of_day("wechatpay", date(2026, 11, 22)) == ([order], [])
    assert double.book.of_day("wechatpay", date(2026, 11, 23)) == ([], [])
