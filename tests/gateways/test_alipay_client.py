"""Every call to Alipay over HTTP, against the double."""

import json
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests
from platforms import BadKey, Refused, ResultUnknown
from platforms.fields import BEIJING

from tests.gateways.clients import AMOUNT, alipay_client, number

PART = Decimal("100.00")


def paid(alipay, double, **options):
    """Return the number of an order that was paid by QR code."""
    found = number()
    alipay.precreate(found, AMOUNT, "采暖费", **options)
    assert double.pay("alipay", found)
    return found


# === PAYING === #


def test_a_qr_code_is_paid(alipay, double):
    found = number()
    code = alipay.precreate(found, AMOUNT, "采暖费 2026-2027")
    assert code.startswith("https://qr.alipay.com/")
    assert alipay.query(found).state == "absent"
    double.book.scan(double.order("alipay", found))
    assert alipay.query(found).state == "waiting"
    double.pay("alipay", found)
    trade = alipay.query(found)
    assert (trade.state, trade.amount, trade.order_number) == ("paid", AMOUNT, found)
    order = double.order("alipay", found)
    assert trade.platform_number == order.platform_number
    assert trade.payer == order.payer
    assert trade.paid_at == order.paid_at.replace(microsecond=0)


@pytest.mark.parametrize(("seconds", "told"), [(302, "5m"), (20, "1m")])
def test_a_qr_code_expires(alipay, double, seconds, told):
    found = number()
    end = datetime.now(timezone.utc) + timedelta(seconds=seconds)
    alipay.precreate(found, AMOUNT, "采暖费", expires_at=end)
    _name, _path, body = double.requests[-1]
    content = json.loads(dict(parse_qsl(body.decode()))["biz_content"])
    assert content["qr_code_timeout_express"] == told
    assert content["time_expire"] == f"{end.astimezone(BEIJING):%Y-%m-%d %H:%M:%S}"
    double.skew = timedelta(minutes=6)
    assert not double.pay("alipay", found)


def test_the_code_on_a_phone_is_paid_at_once(alipay, double):
    found = number()
    code = double.book.new_code("alipay")
    trade = alipay.pay(found, AMOUNT, "采暖费", code)
    assert (trade.state, trade.amount) == ("paid", AMOUNT)
    assert trade == alipay.query(found)


def test_the_code_on_a_phone_may_want_a_password(alipay, double):
    found = number()
    code = double.book.new_code("alipay", password=True)
    trade = alipay.pay(found, AMOUNT, "采暖费", code)
    assert (trade.state, trade.platform_number) == ("waiting", None)
    assert alipay.query(found).state == "waiting"
    double.pay("alipay", found)
    assert alipay.query(found).state == "paid"


@pytest.mark.parametrize(
    ("digits", "code"),
    [
        ({}, "ACQ.PAYMENT_AUTH_CODE_INVALID"),
        ({"poor": True}, "ACQ.BUYER_BALANCE_NOT_ENOUGH"),
    ],
)
def test_a_code_that_does_not_pay_is_a_refusal(alipay, double, digits, code):
    found = number()
    auth_code = double.book.new_code("alipay", **digits) if digits else "28" + "0" * 16
    with pytest.raises(Refused) as caught:
        alipay.pay(found, AMOUNT, "采暖费", auth_code)
    assert caught.value.code == code
    assert auth_code not in str(caught.value)
    assert alipay.query(found).state == "absent"


@pytest.mark.parametrize("auth_code", ["", "28", "2" * 25, "28x" + "0" * 15, 28, None])
def test_what_is_no_code_is_not_sent(alipay, double, auth_code):
    with pytest.raises(ValueError, match="^not a payment code$"):
        alipay.pay(number(), AMOUNT, "采暖费", auth_code)
    assert not double.requests


@pytest.mark.parametrize("way", ["page", "wap"])
@pytest.mark.parametrize("by", ["url", "form"])
def test_a_browser_pays_and_comes_back(alipay, double, shop, way, by):
    found = number()
    make = alipay.page_pay if way == "page" else alipay.wap_pay
    form = make(
        found, AMOUNT, "采暖费 = 2026/2027 & Co", return_url=f"{shop.url}/back?x=1"
    )
    if by == "url":
        page = requests.get(form.url, timeout=5)
    else:
        page = requests.post(form.action, data=form.fields, timeout=5)
    assert "2356.80" in page.text
    assert "采暖费   2026 2027   Co" in page.text
    order = double.order("alipay", found)
    answer = requests.post(
        f"{double.url}/phone/pay", data={"token": order.token}, timeout=5
    )
    assert answer.text == "<h1>back</h1>"
    assert alipay.query(found).state == "paid"
    back = dict(parse_qsl(urlsplit(shop.visits[0]).query))
    assert (back["x"], back["out_trade_no"]) == ("1", found)


# === AFTER THAT === #


def test_an_unpaid_trade_is_closed(alipay, double):
    found = number()
    alipay.precreate(found, AMOUNT, "采暖费")
    assert alipay.close(found) is False
    double.book.scan(double.order("alipay", found))
    assert alipay.close(found) is True
    assert alipay.query(found).state == "closed"
    assert not double.pay("alipay", found)


def test_a_paid_trade_is_not_closed(alipay, double):
    found = paid(alipay, double)
    with pytest.raises(Refused) as caught:
        alipay.close(found)
    assert caught.value.code == "ACQ.TRADE_STATUS_ERROR"
    assert alipay.query(found).state == "paid"


def test_cancel_closes_refunds_or_knows_nothing(alipay, double):
    nobodys = alipay.cancel(number())
    assert (nobodys.action, nobodys.retry) == (None, False)
    unpaid = number()
    alipay.pay(unpaid, AMOUNT, "采暖费", double.book.new_code("alipay", password=True))
    assert alipay.cancel(unpaid).action == "close"
    assert alipay.query(unpaid).state == "closed"
    found = paid(alipay, double)
    assert alipay.cancel(found).action == "refund"
    assert alipay.query(found).state == "refunded"
    assert double.order("alipay", found).refunded == 235680


def test_cancel_says_when_to_repeat(alipay, double):
    double.faults.add("alipay.trade.cancel", "change", fields={"retry_flag": "Y"})
    assert alipay.cancel(paid(alipay, double)).retry is True


def test_money_goes_back_once_for_each_number(alipay, double):
    found, refund = paid(alipay, double), number("R")
    assert alipay.query_refund(found, refund).state == "absent"
    first = alipay.refund(found, refund, PART, "退费")
    assert (first.state, first.amount, first.total_refunded) == ("done", PART, PART)
    again = alipay.refund(found, refund, PART)
    assert (again.state, again.total_refunded) == ("processing", PART)
    asked = alipay.query_refund(found, refund)
    assert (asked.state, asked.amount) == ("done", PART)
    assert double.order("alipay", found).refunded == 10000
    second = alipay.refund(found, number("R"), AMOUNT - PART)
    assert (second.state, second.total_refunded) == ("done", AMOUNT)
    assert alipay.query(found).state == "refunded"


@pytest.mark.parametrize("told", ["N", None])
def test_a_refund_that_moved_no_money_yet_is_not_done(alipay, double, told):
    found = paid(alipay, double)
    double.faults.add("alipay.trade.refund", "change", fields={"fund_change": told})
    assert alipay.refund(found, number("R"), PART).state == "processing"


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        (AMOUNT + Decimal("0.01"), "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL"),
        (PART, "ACQ.DISCORDANT_REPEAT_REQUEST"),
    ],
)
def test_a_refund_that_alipay_refuses(alipay, double, amount, code):
    found, refund = paid(alipay, double), number("R")
    if amount == PART:
        alipay.refund(found, refund, Decimal("1.00"))
    with pytest.raises(Refused) as caught:
        alipay.refund(found, refund, amount)
    assert caught.value.code == code


def test_the_order_of_a_refund_must_exist(alipay):
    with pytest.raises(Refused) as caught:
        alipay.refund(number(), number("R"), PART)
    assert caught.value.code == "ACQ.TRADE_NOT_EXIST"


# === WHO WE ARE === #


@pytest.mark.parametrize(
    "changes",
    [
        {"app_id": "2021"},
        {"app_id": None},
        {"seller_id": ""},
        {"seller_id": "wx"},
        {"private_key": "x"},
        {"alipay_public_key": "x"},
    ],
)
def test_settings_that_cannot_work_are_refused(double, changes):
    with pytest.raises(BadKey):
        alipay_client(double.settings(), **changes)


def test_our_own_public_key_in_the_place_of_alipays_is_found_out(double, parties):
    own = alipay_client(
        double.settings(),
        alipay_public_key=double.settings()["wechatpay"]["public_key"],
    )
    with pytest.raises(ResultUnknown) as caught:
        own.query(number())
    assert caught.value.reason == "bad_signature"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"app_id": "2021000000000043"}, "isv.invalid-app-id"),
        ({"private_key": None}, "isv.invalid-signature"),
    ],
)
def test_what_alipay_says_to_a_stranger_is_told_but_proves_nothing(
    double, changes, words
):
    if "private_key" in changes:
        changes = {"private_key": double.settings()["wechatpay"]["private_key"]}
    stranger = alipay_client(double.settings(), **changes)
    with pytest.raises(ResultUnknown) as caught:
        stranger.query(number())
    assert caught.value.reason == "unsigned"
    assert words in caught.value.message


@pytest.mark.parametrize(
    "wrong",
    ["INV/2026/00001", "short", "x" * 33, "采暖费2026", "a-b-c-d", "", None, 1234567],
)
def test_numbers_that_one_of_the_platforms_refuses_are_not_sent(alipay, double, wrong):
    with pytest.raises(ValueError, match="order number"):
        alipay.precreate(wrong, AMOUNT, "采暖费")
    with pytest.raises(ValueError, match="order number"):
        alipay.query(wrong)
    assert not double.requests
