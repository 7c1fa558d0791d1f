"""Every call to WeChat Pay over HTTP, against the double."""

import json
from datetime import datetime, timedelta, timezone
from decimal import Decimal

import pytest
import requests
from platforms import BadKey, KeyRing, Refused, ResultUnknown

from tests.gateways.clients import AMOUNT, number, ring, wechat_client

PART = Decimal("100.00")
NOTIFY = "http://127.0.0.1:9/notify"


def paid(wechat, double):
    """Return the number of an order that was paid by QR code."""
    found = number()
    wechat.native(found, AMOUNT, "采暖费", notify_url=NOTIFY)
    double.order("wechatpay", found).notify_url = ""
    assert double.pay("wechatpay", found)
    return found


# === PAYING === #


def test_a_qr_code_is_paid(wechat, double):
    found = number()
    code = wechat.native(found, AMOUNT, "采暖费", notify_url=NOTIFY)
    assert code.startswith("weixin://wxpay/bizpayurl?pr=")
    assert wechat.query(found).state == "waiting"
    double.order("wechatpay", found).notify_url = ""
    double.pay("wechatpay", found)
    trade = wechat.query(found)
    order = double.order("wechatpay", found)
    assert (trade.state, trade.amount, trade.order_number) == ("paid", AMOUNT, found)
    assert trade.platform_number == order.platform_number
    assert trade.payer == order.payer
    assert trade.paid_at == order.paid_at.replace(microsecond=0)
    assert wechat.query_by_platform_number(order.platform_number) == trade


def test_an_order_nobody_placed_is_absent(wechat):
    assert wechat.query(number()).state == "absent"
    assert (
        wechat.query_by_platform_number("4200000000000000000000000000").state
        == "absent"
    )


def test_what_is_ordered_is_what_was_asked_for(wechat, double):
    end = datetime(2026, 12, 31, 16, 0, 5, 9, tzinfo=timezone.utc)
    found = number()
    wechat.native(
        found,
        AMOUNT,
        "采" * 60,
        notify_url=NOTIFY,
        expires_at=end,
        payer_ip="203.0.113.7",
    )
    name, path, body = double.requests[-1]
    assert (name, path) == ("wechatpay.native", "/v3/pay/transactions/native")
    content = json.loads(body)
    assert content.pop("description") == "采" * 42
    assert content == {
        "appid": wechat.appid,
        "mchid": wechat.mchid,
        "out_trade_no": found,
        "amount": {"total": 235680, "currency": "CNY"},
        "notify_url": NOTIFY,
        "time_expire": "2027-01-01T00:00:05+08:00",
        "scene_info": {"payer_client_ip": "203.0.113.7"},
    }


def test_ordering_again_gives_another_code_and_other_words_are_refused(wechat, double):
    found = number()
    first = wechat.native(found, AMOUNT, "采暖费", notify_url=NOTIFY)
    again = wechat.native(found, AMOUNT, "采暖费", notify_url=NOTIFY)
    assert first != again
    assert double.book.by_token(first) is None
    with pytest.raises(Refused) as caught:
        wechat.native(found, PART, "采暖费", notify_url=NOTIFY)
    assert caught.value.code == "INVALID_REQUEST"


def test_a_page_inside_wechat_opens_the_payment(wechat, double):
    found = number()
    given = wechat.jsapi(found, AMOUNT, "采暖费", "oPayer", notify_url=NOTIFY)
    double.order("wechatpay", found).notify_url = ""
    bridge = f"{double.url}/phone/jsapi"
    forged = {**given, "package": given["package"] + "x"}
    answer = requests.post(bridge, data=json.dumps(forged), timeout=5).json()
    assert answer == {"err_msg": "get_brand_wcpay_request:fail"}
    answer = requests.post(bridge, data=json.dumps(given), timeout=5).json()
    assert answer == {"err_msg": "get_brand_wcpay_request:ok"}
    assert wechat.query(found).payer == "oPayer"


def test_a_phones_browser_opens_wechat(wechat, double):
    found = number()
    url = wechat.h5(found, AMOUNT, "采暖费", "203.0.113.7", notify_url=NOTIFY)
    double.order("wechatpay", found).notify_url = ""
    assert "2356.80" in requests.get(url, timeout=5).text
    double.pay("wechatpay", found)
    assert wechat.query(found).state == "paid"


def test_the_code_on_a_phone_is_paid_at_once(wechat, double):
    found = number()
    code = double.book.new_code("wechatpay")
    trade = wechat.codepay(found, AMOUNT, "采暖费", code, store="hall-1")
    assert (trade.state, trade.amount) == ("paid", AMOUNT)
    assert trade == wechat.query(found)


def test_the_code_on_a_phone_may_want_a_password(wechat, double):
    found = number()
    code = double.book.new_code("wechatpay", password=True)
    trade = wechat.codepay(found, AMOUNT, "采暖费", code, store="hall-1")
    assert (trade.state, trade.amount, trade.order_number) == ("waiting", None, found)
    assert wechat.query(found).state == "waiting"
    double.book.give_up(double.order("wechatpay", found))
    assert wechat.query(found).state == "failed"


@pytest.mark.parametrize("status", [202, 400])
def test_the_password_may_also_be_told_as_an_error(wechat, double, status):
    double.faults.add(
        "wechatpay.codepay", "refuse", code="USERPAYING", message="…", status=status
    )
    code = double.book.new_code("wechatpay")
    trade = wechat.codepay(number(), AMOUNT, "采暖费", code, store="hall-1")
    assert trade.state == "waiting"


@pytest.mark.parametrize(
    ("digits", "code"), [({}, "AUTH_CODE_INVALID"), ({"poor": True}, "NOT_ENOUGH")]
)
def test_a_code_that_does_not_pay_is_a_refusal(wechat, double, digits, code):
    found = number()
    auth_code = "13" + "0" * 16
    if digits:
        auth_code = double.book.new_code("wechatpay", **digits)
    with pytest.raises(Refused) as caught:
        wechat.codepay(found, AMOUNT, "采暖费", auth_code, store="hall-1")
    assert caught.value.code == code
    assert auth_code not in str(caught.value)
    assert wechat.query(found).state == "absent"


@pytest.mark.parametrize(
    "auth_code", ["", "13", "28" + "0" * 16, "1" * 19, "13x" + "0" * 15, 13, None]
)
def test_what_is_no_code_is_not_sent(wechat, double, auth_code):
    with pytest.raises(ValueError, match="^not a payment code$"):
        wechat.codepay(number(), AMOUNT, "采暖费", auth_code, store="hall-1")
    assert not double.requests


# === AFTER THAT === #


def test_an_unpaid_order_is_closed(wechat, double):
    found = number()
    assert wechat.close(found) is False
    wechat.native(found, AMOUNT, "采暖费", notify_url=NOTIFY)
    assert wechat.close(found) is True
    assert wechat.close(found) is True
    assert wechat.query(found).state == "closed"
    assert not double.pay("wechatpay", found)


def test_a_paid_order_is_not_closed(wechat, double):
    found = paid(wechat, double)
    with pytest.raises(Refused) as caught:
        wechat.close(found)
    assert caught.value.code == "ORDERPAID"


@pytest.mark.parametrize("password", [True, False])
def test_a_payment_by_code_is_reversed_paid_or_not(wechat, double, password):
    found = number()
    assert wechat.reverse(found) is False
    code = double.book.new_code("wechatpay", password=password)
    wechat.codepay(found, AMOUNT, "采暖费", code, store="hall-1")
    with pytest.raises(Refused):
        wechat.close(found)
    assert wechat.reverse(found) is True
    assert wechat.reverse(found) is True
    trade = wechat.query(found)
    assert (trade.state, trade.platform_state) == ("closed", "REVOKED")
    order = double.order("wechatpay", found)
    assert order.refunded == (0 if password else order.total)


def test_money_goes_back_once_for_each_number(wechat, double):
    found, refund = paid(wechat, double), number("R")
    assert wechat.query_refund(refund).state == "absent"
    first = wechat.refund(found, refund, PART, AMOUNT, reason="退费")
    assert (first.state, first.amount, first.order_number) == (
        "processing",
        PART,
        found,
    )
    assert double.wait()
    again = wechat.refund(found, refund, PART, AMOUNT)
    asked = wechat.query_refund(refund)
    assert again == asked
    assert (asked.state, asked.amount) == ("done", PART)
    assert asked.platform_number == first.platform_number
    assert double.order("wechatpay", found).refunded == 10000
    trade = wechat.query(found)
    assert (trade.state, trade.platform_state) == ("paid", "REFUND")


@pytest.mark.parametrize(
    ("told", "state"), [("ABNORMAL", "abnormal"), ("CLOSED", "refund_closed")]
)
def test_a_refund_that_failed_is_not_done(wechat, double, told, state):
    found, refund = paid(wechat, double), number("R")
    wechat.refund(found, refund, PART, AMOUNT)
    double.faults.add("wechatpay.query_refund", "change", fields={"status": told})
    assert wechat.query_refund(refund).state == state


@pytest.mark.parametrize(
    ("amount", "total"),
    [(AMOUNT + Decimal("0.01"), AMOUNT), (PART, PART), (Decimal("2.00"), AMOUNT)],
)
def test_a_refund_that_wechat_refuses(wechat, double, amount, total):
    found, refund = paid(wechat, double), number("R")
    if amount < PART:
        wechat.refund(found, refund, Decimal("1.00"), AMOUNT)
    with pytest.raises(Refused) as caught:
        wechat.refund(found, refund, amount, total)
    assert caught.value.code == "INVALID_REQUEST"


def test_too_little_on_the_merchants_account_is_a_refusal(wechat, double):
    found = paid(wechat, double)
    double.faults.add(
        "wechatpay.refund", "refuse", code="NOT_ENOUGH", message="余额不足", status=403
    )
    with pytest.raises(Refused, match="余额不足"):
        wechat.refund(found, number("R"), PART, AMOUNT)
    assert not double.order("wechatpay", found).refunds


# === KEYS === #


def test_a_merchant_with_a_certificate(double):
    settings = double.settings()
    client = wechat_client(settings, ring(settings, certificate=True))
    assert client.query(number()).state == "absent"


def test_an_answer_by_the_other_key_during_a_change(double):
    settings = double.settings()
    client = wechat_client(settings, ring(settings, both=True))
    double.faults.add("wechatpay.query", "certificate")
    assert client.query(number()).state == "absent"
    only_one = wechat_client(settings)
    double.faults.add("wechatpay.query", "certificate")
    with pytest.raises(ResultUnknown, match="unknown_serial"):
        only_one.query(number())


def test_no_certificate_is_ever_fetched(double):
    client = wechat_client(double.settings())
    double.faults.add("wechatpay.query", "unknown_serial")
    with pytest.raises(ResultUnknown, match="unknown_serial"):
        client.query(number())
    assert [name for name, _path, _body in double.requests] == ["wechatpay.query"]


@pytest.mark.parametrize(
    "changes",
    [
        {"mchid": "x"},
        {"mchid": None},
        {"appid": "2021000000000042"},
        {"serial": "not hexadecimal"},
        {"serial": None},
        {"private_key": "x"},
        {"api_v3_key": "x"},
        {"api_v3_key": None},
        {"api_v3_key": False},
        {"former_api_v3_key": "x"},
    ],
)
def test_settings_that_cannot_work_are_refused(double, changes):
    with pytest.raises(BadKey):
        wechat_client(double.settings(), **changes)


def test_a_ring_without_keys_is_refused(double):
    with pytest.raises(BadKey, match="neither"):
        wechat_client(double.settings(), KeyRing())
    with pytest.raises(BadKey, match="neither"):
        wechat_client({**double.settings()}, keys=KeyRing())


@pytest.mark.parametrize("what", ["serial", "private_key", "mchid"])
def test_what_wechat_says_to_a_stranger_is_told_but_proves_nothing(double, what):
    wrong = {
        "serial": "ABCDEF0123456789",
        "mchid": "1900000110",
        "private_key": double.settings()["alipay"]["private_key"],
    }
    stranger = wechat_client(double.settings(), **{what: wrong[what]})
    with pytest.raises(ResultUnknown) as caught:
        stranger.query(number())
    assert caught.value.reason == "unsigned"
    assert "SIGN_ERROR" in caught.value.message


@pytest.mark.parametrize("seconds", [240, -240])
def test_a_clock_that_is_four_minutes_off_does_no_harm(wechat, double, seconds):
    double.skew = timedelta(seconds=seconds)
    assert wechat.query(number()).state == "absent"


@pytest.mark.parametrize("seconds", [600, -600])
def test_a_clock_that_is_ten_minutes_off_ends_all(wechat, double, seconds):
    double.skew = timedelta(seconds=seconds)
    with pytest.raises(ResultUnknown, match="unsigned"):
        wechat.query(number())


@pytest.mark.parametrize(
    "wrong", ["INV/2026/00001", "short", "x" * 33, "采暖费2026", None]
)
def test_numbers_that_one_of_the_platforms_refuses_are_not_sent(wechat, double, wrong):
    with pytest.raises(ValueError, match="order number"):
        wechat.native(wrong, AMOUNT, "采暖费", notify_url=NOTIFY)
    with pytest.raises(ValueError, match="order number"):
        wechat.query(wrong)
    assert not double.requests
