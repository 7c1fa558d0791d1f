"""When nobody knows whether it was done: said so, then found out by a query."""

import socket
import threading
import time
from datetime import date
from decimal import Decimal

import pytest
from platforms import Refused, ResultUnknown

from tests.gateways.clients import AMOUNT, alipay_client, number, wechat_client

PART = Decimal("100.00")
NOTIFY = "http://127.0.0.1:9/notify"

# (call under test, fault's name)
ALIPAY = {
    "alipay.trade.precreate": lambda c, n: c.precreate(n, AMOUNT, "采暖费"),
    "alipay.trade.query": lambda c, n: c.query(n),
    "alipay.trade.cancel": lambda c, n: c.cancel(n),
    "alipay.trade.close": lambda c, n: c.close(n),
    "alipay.trade.refund": lambda c, n: c.refund(n, "R_unknown", PART),
    "alipay.trade.fastpay.refund.query": lambda c, n: c.query_refund(n, "R_unknown"),
    "alipay.trade.pay": lambda c, n: c.pay(n, AMOUNT, "采暖费", "28" + "0" * 16),
    "alipay.data.dataservice.bill.downloadurl.query": lambda c, n: c.bill(
        date(2026, 11, 22)
    ),
}
WECHAT = {
    "wechatpay.native": lambda c, n: c.native(n, AMOUNT, "采暖费", notify_url=NOTIFY),
    "wechatpay.jsapi": lambda c, n: c.jsapi(n, AMOUNT, "费", "oX", notify_url=NOTIFY),
    "wechatpay.h5": lambda c, n: c.h5(n, AMOUNT, "费", "1.2.3.4", notify_url=NOTIFY),
    "wechatpay.codepay": lambda c, n: c.codepay(
        n, AMOUNT, "费", "13" + "0" * 16, store="1"
    ),
    "wechatpay.query": lambda c, n: c.query(n),
    "wechatpay.close": lambda c, n: c.close(n),
    "wechatpay.reverse": lambda c, n: c.reverse(n),
    "wechatpay.refund": lambda c, n: c.refund(n, "R_unknown", PART, AMOUNT),
    "wechatpay.query_refund": lambda c, n: c.query_refund("R_unknown"),
    "wechatpay.tradebill": lambda c, n: c.trade_bill(date(2026, 11, 22)),
    "wechatpay.fundflowbill": lambda c, n: c.fund_flow_bill(date(2026, 11, 22)),
}
# fault, its options, the reason told
FAULTS = [
    ("lost", {}, "no_answer"),
    ("refused_line", {}, "no_answer"),
    ("status", {"code": 500}, "http_500"),
    ("status_after", {"code": 502}, "http_502"),
    ("unsigned", {}, "unsigned"),
    ("broken_signature", {}, "bad_signature"),
    ("wrong_key", {}, "bad_signature"),
    ("sha1", {}, "bad_signature"),
]


@pytest.mark.parametrize(("fault", "options", "reason"), FAULTS)
@pytest.mark.parametrize("name", ALIPAY)
def test_each_call_to_alipay_says_that_it_does_not_know(
    alipay, double, name, fault, options, reason
):
    double.faults.add(name, fault, **options)
    with pytest.raises(ResultUnknown) as caught:
        ALIPAY[name](alipay, number())
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    ("fault", "options", "reason"),
    [
        *FAULTS,
        ("signtest", {}, "bad_signature"),
        ("stale", {"seconds": -600}, "bad_signature"),
        ("stale", {"seconds": 600}, "bad_signature"),
        ("unknown_serial", {}, "bad_signature"),
    ],
)
@pytest.mark.parametrize("name", WECHAT)
def test_each_call_to_wechat_says_that_it_does_not_know(
    wechat, double, name, fault, options, reason
):
    double.faults.add(name, fault, **options)
    with pytest.raises(ResultUnknown) as caught:
        WECHAT[name](wechat, number())
    assert caught.value.reason == reason


@pytest.mark.parametrize("name", ALIPAY)
def test_alipays_own_error_is_no_refusal(alipay, double, name):
    for code in ("20000", "ACQ.SYSTEM_ERROR"):
        double.faults.add(name, "refuse", code=code, message="系统错误")
        with pytest.raises(ResultUnknown, match="系统错误"):
            ALIPAY[name](alipay, number())


@pytest.mark.parametrize("name", WECHAT)
def test_wechats_own_error_is_no_refusal(wechat, double, name):
    for code, status in (
        ("SYSTEM_ERROR", 500),
        ("SYSTEM_ERROR", 400),
        ("FREQUENCY_LIMITED", 429),
        ("BANK_ERROR", 403),
        ("ANYTHING", 429),
    ):
        double.faults.add(name, "refuse", code=code, message="…", status=status)
        with pytest.raises(ResultUnknown):
            WECHAT[name](wechat, number())


# === FOUND OUT AFTERWARDS === #


def test_a_lost_answer_of_alipay_is_found_by_a_query(alipay, double):
    found = number()
    code = double.book.new_code("alipay")
    double.faults.add("alipay.trade.pay", "lost")
    with pytest.raises(ResultUnknown):
        alipay.pay(found, AMOUNT, "采暖费", code)
    trade = alipay.query(found)
    assert (trade.state, trade.amount) == ("paid", AMOUNT)


def test_a_lost_answer_of_wechat_is_found_by_a_query(wechat, double):
    found = number()
    code = double.book.new_code("wechatpay")
    double.faults.add("wechatpay.codepay", "lost")
    with pytest.raises(ResultUnknown):
        wechat.codepay(found, AMOUNT, "采暖费", code, store="hall-1")
    trade = wechat.query(found)
    assert (trade.state, trade.amount) == ("paid", AMOUNT)


def test_an_answer_that_comes_too_late_is_found_by_a_query(alipay, double):
    impatient = alipay_client(double.settings(), timeout=(2, 0.2))
    found = number()
    double.faults.add("alipay.trade.pay", "delay", seconds=0.6)
    with pytest.raises(ResultUnknown, match="no_answer: ReadTimeout"):
        impatient.pay(found, AMOUNT, "采暖费", double.book.new_code("alipay"))
    assert alipay.query(found).state == "paid"


def test_what_was_never_done_is_absent(wechat, double):
    found = number()
    double.faults.add("wechatpay.native", "status", code=503)
    with pytest.raises(ResultUnknown):
        wechat.native(found, AMOUNT, "采暖费", notify_url=NOTIFY)
    assert wechat.query(found).state == "absent"


def test_a_refund_whose_answer_was_lost_is_repeated_with_its_number(
    alipay, wechat, double
):
    first, second, refund = number(), number(), number("R")
    alipay.precreate(first, AMOUNT, "采暖费")
    wechat.native(second, AMOUNT, "采暖费", notify_url=NOTIFY)
    double.order("wechatpay", second).notify_url = ""
    for platform, found in (("alipay", first), ("wechatpay", second)):
        double.pay(platform, found)
    double.faults.add("*.refund", "lost", times=2)
    with pytest.raises(ResultUnknown):
        alipay.refund(first, refund, PART)
    with pytest.raises(ResultUnknown):
        wechat.refund(second, refund, PART, AMOUNT)
    assert double.wait()
    assert alipay.query_refund(first, refund).state == "done"
    assert wechat.query_refund(refund).state == "done"
    alipay.refund(first, refund, PART)
    wechat.refund(second, refund, PART, AMOUNT)
    for platform, found in (("alipay", first), ("wechatpay", second)):
        assert double.order(platform, found).refunded == 10000


# === ANSWERS THAT LIE === #


def paid(alipay, wechat, double):
    numbers = number(), number()
    alipay.precreate(numbers[0], AMOUNT, "采暖费")
    wechat.native(numbers[1], AMOUNT, "采暖费", notify_url=NOTIFY)
    double.order("wechatpay", numbers[1]).notify_url = ""
    for platform, found in zip(("alipay", "wechatpay"), numbers, strict=True):
        double.pay(platform, found)
    return numbers


def test_an_answer_that_was_altered_on_the_way_is_refused(alipay, wechat, double):
    first, second = paid(alipay, wechat, double)
    double.faults.add("*.query", "tamper", times=2)
    for client, found in ((alipay, first), (wechat, second)):
        with pytest.raises(ResultUnknown) as caught:
            client.query(found)
        assert caught.value.reason == "bad_signature"


def test_an_answer_about_another_merchant_or_order_is_refused(alipay, wechat, double):
    first, second = paid(alipay, wechat, double)
    double.faults.add("*.query", "merchant", times=2)
    for client, found in ((alipay, first), (wechat, second)):
        with pytest.raises(ResultUnknown) as caught:
            client.query(found)
        assert caught.value.reason == "mismatch"
    for fields in ({"out_trade_no": "HT_other"}, {"appid": "wx0000"}):
        double.faults.add("wechatpay.query", "change", fields=fields)
        with pytest.raises(ResultUnknown, match="mismatch"):
            wechat.query(second)


def test_another_amount_is_told_as_the_platform_says_it(alipay, wechat, double):
    """The caller compares it with the order: this layer does not know that."""
    first, second = paid(alipay, wechat, double)
    double.faults.add("*.query", "amount", times=2, fen=1)
    assert alipay.query(first).amount == Decimal("0.01")
    assert wechat.query(second).amount == Decimal("0.01")


@pytest.mark.parametrize(
    "fields",
    [
        {"amount.total": "235680"},
        {"amount.total": True},
        {"amount.total": 2356.8},
        {"amount.total": -1},
        {"amount.total": None},
        {"amount.currency": "USD"},
        {"amount": None},
        {"amount": "1"},
        {"amount": []},
        {"payer": "x"},
        {"trade_state": "PAID"},
        {"trade_state": []},
        {"trade_state": None},
        {"transaction_id": None},
        {"success_time": "yesterday"},
        {"success_time": "2026-11-23T16:00:38"},
        {"success_time": 5},
    ],
)
def test_an_answer_of_wechat_that_cannot_be_read_is_unknown(
    alipay, wechat, double, fields
):
    _first, second = paid(alipay, wechat, double)
    double.faults.add("wechatpay.query", "change", fields=fields)
    with pytest.raises(ResultUnknown):
        wechat.query(second)


@pytest.mark.parametrize(
    "fields",
    [
        {"total_amount": 2356.8},
        {"total_amount": "2356.8001"},
        {"total_amount": "1e3"},
        {"total_amount": None},
        {"trade_no": ""},
        {"trade_status": "PAID"},
        {"trade_status": None},
        {"trade_status": []},
        {"send_pay_date": "yesterday"},
        {"send_pay_date": 5},
        {"out_trade_no": None},
    ],
)
def test_an_answer_of_alipay_that_cannot_be_read_is_unknown(
    alipay, wechat, double, fields
):
    first, _second = paid(alipay, wechat, double)
    double.faults.add("alipay.trade.query", "change", fields=fields)
    with pytest.raises(ResultUnknown):
        alipay.query(first)


def test_a_signed_refusal_is_definite(alipay, wechat, double):
    double.faults.add("alipay.trade.precreate", "refuse", code="ACQ.X", message="不行")
    with pytest.raises(Refused, match="ACQ.X: 不行"):
        alipay.precreate(number(), AMOUNT, "采暖费")
    double.faults.add("wechatpay.native", "refuse", code="PARAM_ERROR", message="不行")
    with pytest.raises(Refused, match="PARAM_ERROR: 不行"):
        wechat.native(number(), AMOUNT, "采暖费", notify_url=NOTIFY)


# === NOBODY THERE === #


@pytest.fixture
def silent():
    """The port of a server that takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_server_that_says_nothing_ends_in_time(double, silent):
    base = f"http://127.0.0.1:{silent}"
    settings = double.settings()
    clients = (
        alipay_client(settings, gateway=f"{base}/gateway.do", timeout=(1, 0.2)),
        wechat_client(settings, base_url=base, timeout=(1, 0.2)),
    )
    for client in clients:
        start = time.monotonic()
        with pytest.raises(ResultUnknown, match="no_answer"):
            client.query(number())
        assert time.monotonic() - start < 5


def test_no_server_at_all_is_unknown_too(double):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    client = wechat_client(double.settings(), base_url=f"http://127.0.0.1:{port}")
    with pytest.raises(ResultUnknown, match="no_answer: ConnectionError"):
        client.query(number())


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\r\n\r\n", "http_302"),
        (
            b"HTTP/1.1 200 OK\r\nContent-Length: 9000000\r\n\r\n" + b"x" * 9000000,
            "too_large",
        ),
        (b'HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n{"a":1}', "unsigned"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n\xff", "not_readable"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n{", "no_answer"),
        (b"\x00\x01", "no_answer"),
    ],
)
def test_what_is_no_answer_of_alipay_is_unknown(double, answer, reason):
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve():
            line, _address = server.accept()
            with line:
                line.recv(100_000)
                try:
                    line.sendall(answer)
                except OSError:
                    return

        thread = threading.Thread(target=serve)
        thread.start()
        url = f"http://127.0.0.1:{server.getsockname()[1]}/gateway.do"
        client = alipay_client(double.settings(), gateway=url)
        with pytest.raises(ResultUnknown) as caught:
            client.query(number())
        thread.join(5)
    assert caught.value.reason == reason
