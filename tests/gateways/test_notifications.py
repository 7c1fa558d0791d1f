"""Notifications over HTTP: read, refused, repeated, in any order."""

from decimal import Decimal

import pytest
from platforms import BadNotification, BadSignature, encode_form

from tests.gateways import crypto
from tests.gateways.clients import AMOUNT, number, ring, wechat_client
from tests.gateways.shop import Shop

PART = Decimal("100.00")
BOTH = pytest.mark.parametrize("platform", ["alipay", "wechatpay"])


def place(platform, alipay, wechat, shop):
    """Return the number of a fresh order by QR code."""
    found = number()
    if platform == "alipay":
        alipay.precreate(found, AMOUNT, "采暖费", notify_url=shop.alipay_url)
    else:
        wechat.native(found, AMOUNT, "采暖费", notify_url=shop.wechat_url)
    return found


@pytest.fixture
def order(alipay, wechat, shop):
    """A function that places an order at a platform and returns its number."""
    return lambda platform: place(platform, alipay, wechat, shop)


# === READ === #


@BOTH
def test_a_payment_is_told(double, shop, order, platform):
    found = order(platform)
    double.pay(platform, found)
    assert double.wait()
    (told,) = shop.taken
    booked = double.order(platform, found)
    assert (told.kind, told.refund) == ("payment", None)
    assert (told.trade.state, told.trade.amount) == ("paid", AMOUNT)
    assert told.trade.order_number == found
    assert told.trade.platform_number == booked.platform_number
    assert told.trade.payer == booked.payer
    assert told.trade.paid_at == booked.paid_at.replace(microsecond=0)
    assert told.key
    (sent,) = double.notices.deliveries
    assert (sent.accepted, sent.attempt) == (True, 1)


def test_alipay_tells_refunds_to_the_payments_address(double, alipay, shop, order):
    found = order("alipay")
    double.pay("alipay", found)
    assert double.wait()
    first, second = number("R"), number("R")
    alipay.refund(found, first, PART)
    assert double.wait()
    alipay.refund(found, second, AMOUNT - PART)
    assert double.wait()
    paid, part, whole = shop.taken
    assert [one.kind for one in shop.taken] == ["payment", "refund", "refund"]
    assert (part.event, part.trade.state) == ("TRADE_SUCCESS", "paid")
    assert (part.refund.refund_number, part.refund.total_refunded) == (first, PART)
    assert (whole.event, whole.trade.state) == ("TRADE_CLOSED", "refunded")
    assert (whole.refund.refund_number, whole.refund.total_refunded) == (second, AMOUNT)
    # the fee is the total so far: nobody may take it for this refund's amount
    assert part.refund.amount is None
    assert {one.trade.platform_number for one in shop.taken} == {
        paid.trade.platform_number
    }


def test_wechat_tells_refunds_by_themselves(double, wechat, shop, order):
    found, refund = order("wechatpay"), number("R")
    double.pay("wechatpay", found)
    wechat.refund(found, refund, PART, AMOUNT, notify_url=shop.wechat_url)
    assert double.wait()
    told = shop.taken[-1]
    assert (told.kind, told.event, told.trade) == ("refund", "REFUND.SUCCESS", None)
    assert (told.refund.refund_number, told.refund.order_number) == (refund, found)
    assert (told.refund.state, told.refund.amount) == ("done", PART)
    assert told.refund == wechat.query_refund(refund)


@pytest.mark.parametrize(
    ("told", "state"), [("ABNORMAL", "abnormal"), ("CLOSED", "refund_closed")]
)
def test_wechat_tells_refunds_that_failed(double, wechat, shop, order, told, state):
    found, refund = order("wechatpay"), number("R")
    double.pay("wechatpay", found)
    assert double.wait()
    double.faults.add("wechatpay.notify", "change", fields={"refund_status": told})
    wechat.refund(found, refund, PART, AMOUNT, notify_url=shop.wechat_url)
    assert double.wait()
    assert (shop.taken[-1].kind, shop.taken[-1].refund.state) == ("refund", state)


def test_a_closed_trade_is_no_refund(double, alipay, shop):
    found = number()
    form = alipay.page_pay(found, AMOUNT, "采暖费", notify_url=shop.alipay_url)
    double.alipay.cashier(form.fields)
    alipay.close(found)
    assert double.wait()
    (told,) = shop.taken
    assert (told.kind, told.trade.state, told.refund) == ("closed", "closed", None)


def test_a_payment_by_code_is_told_by_alipay_only(double, alipay, wechat, shop):
    for platform, pay in (
        (
            "alipay",
            lambda code: alipay.pay(
                number(), AMOUNT, "采暖费", code, notify_url=shop.alipay_url
            ),
        ),
        (
            "wechatpay",
            lambda code: wechat.codepay(number(), AMOUNT, "采暖费", code, store="1"),
        ),
    ):
        pay(double.book.new_code(platform))
    assert double.wait()
    assert [one.event for one in shop.taken] == ["TRADE_SUCCESS"]


def test_old_payments_carry_a_refund_of_nothing(double, shop, order):
    double.faults.add("alipay.notify", "change", fields={"refund_fee": "0.00"})
    double.pay("alipay", order("alipay"))
    assert double.wait()
    assert [one.kind for one in shop.taken] == ["payment"]


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"trade_status": "TRADE_FINISHED"}, "payment"),
        ({"trade_status": "WAIT_BUYER_PAY"}, "other"),
        ({"notify_type": "open_app_auth_notify"}, "other"),
    ],
)
def test_other_messages_of_alipay_are_told_apart(double, shop, order, fields, kind):
    double.faults.add("alipay.notify", "change", fields=fields)
    double.pay("alipay", order("alipay"))
    assert double.wait()
    assert [one.kind for one in shop.taken] == [kind]


def test_other_messages_of_wechat_are_told_apart(double, wechat):
    body = double.wechat.words.envelope(
        "EV-1", "PAYSCORE.USER_OPEN_SERVICE", "payscore", {"mchid": wechat.mchid}
    )
    headers, body = double.wechat_seal.headers(body, {})
    told = wechat.read_notification(headers, body)
    assert (told.kind, told.trade, told.refund) == ("other", None, None)


# === REFUSED === #


@BOTH
@pytest.mark.parametrize(
    ("fault", "reasons"),
    [
        ("tamper", {"alipay": "wrong_signature", "wechatpay": "wrong_signature"}),
        ("unsigned", {"alipay": "missing_header", "wechatpay": "missing_header"}),
        ("broken_signature", dict.fromkeys(["alipay", "wechatpay"], "wrong_signature")),
        ("wrong_key", dict.fromkeys(["alipay", "wechatpay"], "wrong_signature")),
        ("sha1", dict.fromkeys(["alipay", "wechatpay"], "wrong_signature")),
        ("signtest", {"wechatpay": "signtest"}),
        ("stale", {"wechatpay": "stale"}),
        ("unknown_serial", {"wechatpay": "unknown_serial"}),
    ],
)
def test_what_the_platform_did_not_sign_is_refused(
    double, shop, order, platform, fault, reasons
):
    double.faults.add(f"{platform}.notify", fault)
    double.pay(platform, order(platform))
    assert double.wait()
    if platform not in reasons:
        # a fault of the other platform's signature does nothing here
        assert len(shop.taken) == 1
        return
    assert not shop.taken
    assert {error.reason for error in shop.refused} == {reasons[platform]}
    assert all(isinstance(error, BadSignature) for error in shop.refused)
    assert len(shop.refused) == len(double.notices.deliveries) == 4


@BOTH
def test_another_merchants_message_is_not_booked(double, shop, order, platform):
    double.faults.add(f"{platform}.notify", "merchant")
    found = order(platform)
    double.pay(platform, found)
    assert double.wait()
    (error,) = shop.refused
    assert isinstance(error, BadNotification)
    assert (
        error.reason
        == {"alipay": "wrong_seller", "wechatpay": "wrong_merchant"}[platform]
    )
    # kept for whoever looks into it
    assert error.fields["out_trade_no"] == found
    assert not shop.taken


@BOTH
def test_a_wrong_amount_is_told_as_the_platform_says_it(double, shop, order, platform):
    double.faults.add(f"{platform}.notify", "amount", fen=1)
    double.pay(platform, order(platform))
    assert double.wait()
    assert shop.taken[0].trade.amount == Decimal("0.01")


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"app_id": "2021000000000043"}, "wrong_app"),
        ({"app_id": None}, "wrong_app"),
        ({"seller_id": None}, "wrong_seller"),
        ({"notify_id": None}, "bad_field"),
        ({"out_trade_no": None}, "bad_field"),
        ({"trade_status": "PAID"}, "bad_field"),
        ({"trade_status": None}, "bad_field"),
        ({"trade_no": None}, "bad_amount"),
        ({"total_amount": None}, "bad_amount"),
        ({"total_amount": "2356.8001"}, "bad_amount"),
        ({"total_amount": "-1.00"}, "bad_amount"),
        ({"total_amount": "1e3"}, "bad_amount"),
        ({"total_amount": "２.００"}, "bad_amount"),
        ({"refund_fee": "x"}, "bad_amount"),
        ({"gmt_payment": "yesterday"}, "bad_amount"),
    ],
)
def test_alipays_message_that_must_not_be_booked(double, shop, order, fields, reason):
    double.faults.add("alipay.notify", "change", fields=fields)
    double.pay("alipay", order("alipay"))
    assert double.wait()
    assert [error.reason for error in shop.refused] == [reason]
    assert not shop.taken


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"appid": "wx0000"}, "wrong_app"),
        ({"appid": None}, "wrong_app"),
        ({"mchid": None}, "wrong_merchant"),
        ({"mchid": 1900000109}, "wrong_merchant"),
        ({"amount.currency": "USD"}, "wrong_currency"),
        ({"amount.total": "235680"}, "bad_amount"),
        ({"amount.total": True}, "bad_amount"),
        ({"amount.total": 2356.8}, "bad_amount"),
        ({"amount.total": -1}, "bad_amount"),
        ({"amount.total": None}, "bad_field"),
        ({"amount": None}, "bad_amount"),
        ({"amount": [1]}, "bad_field"),
        ({"transaction_id": None}, "bad_amount"),
        ({"trade_state": "PAID"}, "bad_field"),
        ({"trade_state": []}, "bad_field"),
        ({"success_time": "yesterday"}, "bad_amount"),
        ({"payer": "x"}, "bad_field"),
    ],
)
def test_wechats_message_that_must_not_be_booked(double, shop, order, fields, reason):
    double.faults.add("wechatpay.notify", "change", fields=fields)
    double.pay("wechatpay", order("wechatpay"))
    assert double.wait()
    assert [error.reason for error in shop.refused] == [reason]
    assert not shop.taken


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"x",
        b"[]",
        b"{}",
        b'{"resource":5}',
        b'{"id":"1","id":"2"}',
        b'{"a":NaN}',
        b"\xff",
        b"[" * 60_000,
    ],
)
def test_a_signed_message_of_another_form_is_not_booked(double, wechat, body):
    headers, body = double.wechat_seal.headers(body, {})
    with pytest.raises(BadNotification, match="not_readable"):
        wechat.read_notification(headers, body)


def test_a_message_without_an_id_is_not_booked(double, wechat):
    for key, event in ((None, "TRANSACTION.SUCCESS"), ("", "X"), ("EV-1", None)):
        body = double.wechat.words.envelope(
            key, event, "transaction", {"mchid": wechat.mchid, "appid": wechat.appid}
        )
        headers, body = double.wechat_seal.headers(body, {})
        with pytest.raises(BadNotification, match="bad_field"):
            wechat.read_notification(headers, body)


def test_a_body_without_end_is_not_looked_at(double, wechat, alipay):
    headers, body = double.wechat_seal.headers(b" " * 70_000, {})
    with pytest.raises(BadSignature, match="too_large"):
        wechat.read_notification(headers, body)
    with pytest.raises(BadSignature, match="too_large"):
        alipay.read_notification(b"a=" + b"x" * 70_000)


def test_one_platforms_message_is_nothing_to_the_other(double, alipay, wechat, order):
    found = order("alipay")
    double.pay("alipay", found)
    assert double.wait()
    sent = double.notices.deliveries[0]
    with pytest.raises(BadSignature, match="missing_header"):
        wechat.read_notification(sent.headers, sent.body)
    with pytest.raises(BadSignature, match="not_readable"):
        alipay.read_notification(b'{"id":"EV-1"}')


def test_our_own_signature_proves_nothing(double, alipay):
    order = double.book.place(
        "alipay", "HT00000001", "precreate", total=1, subject="x", token="x"
    )
    order.paid_at, order.platform_number = double.clock(), "20"
    fields = double.alipay.words.notice(order)
    message = "&".join(f"{name}={fields[name]}" for name in sorted(fields))
    key = double.parties.alipay_app_key
    fields.update(sign=crypto.sign(key, message.encode()), sign_type="RSA2")
    with pytest.raises(BadSignature, match="wrong_signature"):
        alipay.read_notification(encode_form(fields.items()))


# === KEYS THAT CHANGE === #


def test_messages_by_both_keys_are_read_during_a_change(double, alipay, order):
    settings = double.settings()
    both = wechat_client(settings, ring(settings, both=True))
    with Shop(alipay, both) as shop:
        for fault in (None, "certificate"):
            if fault:
                double.faults.add("wechatpay.notify", fault)
            double.pay("wechatpay", place("wechatpay", alipay, both, shop))
            assert double.wait()
        assert [one.kind for one in shop.taken] == ["payment", "payment"]
    serials = [one.headers["Wechatpay-Serial"] for one in double.notices.deliveries]
    assert len(set(serials)) == 2


def test_a_message_under_the_former_api_key_is_read_or_asked_for_again(
    double, alipay, order
):
    settings = double.settings()
    fresh = {"api_v3_key": "f" * 32}
    without = wechat_client(settings, **fresh)
    with Shop(alipay, without) as shop:
        double.pay("wechatpay", place("wechatpay", alipay, without, shop))
        assert double.wait()
        assert {error.reason for error in shop.refused} == {"undecryptable"}
        assert {one.status for one in double.notices.deliveries} == {503}
    former = settings["wechatpay"]["api_v3_key"]
    with_both = wechat_client(settings, former_api_v3_key=former, **fresh)
    sent = double.notices.deliveries[-1]
    assert with_both.read_notification(sent.headers, sent.body).kind == "payment"


# === AGAIN, LATE, IN ANOTHER ORDER === #


@BOTH
def test_a_message_comes_again_until_it_is_taken(double, shop, order, platform):
    shop.failures = 2
    double.pay(platform, order(platform))
    assert double.wait()
    assert [one.accepted for one in double.notices.deliveries] == [False, False, True]
    assert len(shop.taken) == 1


@BOTH
def test_a_repeated_message_has_the_same_key(double, shop, order, platform):
    double.faults.add(f"{platform}.notify", "repeat")
    double.pay(platform, order(platform))
    assert double.wait()
    assert len(shop.taken) == 2
    assert len({one.key for one in shop.taken}) == 1
    assert shop.taken[0] == shop.taken[1]


def test_a_replay_is_refused_by_wechats_window_and_known_by_alipays_key(
    double, alipay, wechat, shop, order
):
    for platform in ("alipay", "wechatpay"):
        double.pay(platform, order(platform))
        assert double.wait()
    by_alipay, by_wechat = double.notices.deliveries
    again = alipay.read_notification(by_alipay.body)
    assert again.key == shop.taken[0].key
    assert wechat.read_notification(by_wechat.headers, by_wechat.body) == shop.taken[1]
    later = int(by_wechat.headers["Wechatpay-Timestamp"]) - 600
    stale = {**by_wechat.headers, "Wechatpay-Timestamp": str(later)}
    with pytest.raises(BadSignature, match="stale"):
        wechat.read_notification(stale, by_wechat.body)


@BOTH
def test_messages_may_come_in_any_order(double, shop, order, platform):
    double.faults.add(f"{platform}.notify", "hold", times=2)
    first, second = order(platform), order(platform)
    double.pay(platform, first)
    double.pay(platform, second)
    assert double.wait()
    assert not shop.taken
    double.notices.release(reverse=True)
    assert [one.trade.order_number for one in shop.taken] == [second, first]


@BOTH
def test_a_message_may_be_lost(double, alipay, wechat, shop, order, platform):
    double.faults.add(f"{platform}.notify", "drop")
    found = order(platform)
    double.pay(platform, found)
    assert double.wait()
    assert not shop.taken
    client = alipay if platform == "alipay" else wechat
    assert client.query(found).state == "paid"
