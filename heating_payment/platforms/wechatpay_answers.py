"""From the fields of WeChat Pay's answers and notifications to our own words."""

from .errors import BadNotification, ResultUnknown
from .fields import parse_wechat_time
from .money import fen_to_yuan
from .results import (
    ABNORMAL,
    ABSENT,
    CLOSED,
    DONE,
    FAILED,
    ORDER_CLOSED,
    OTHER,
    PAID,
    PAYMENT,
    PROCESSING,
    REFUND,
    REFUND_CLOSED,
    WAITING,
    Notification,
    Refund,
    Trade,
)

_STATES = {
    "SUCCESS": PAID,
    # something was refunded, perhaps only a part: it was paid
    "REFUND": PAID,
    "NOTPAY": WAITING,
    "USERPAYING": WAITING,
    "ACCEPT": WAITING,
    "CLOSED": CLOSED,
    # a payment by code that was reversed
    "REVOKED": CLOSED,
    "PAYERROR": FAILED,
}
_REFUND_STATES = {
    "SUCCESS": DONE,
    "PROCESSING": PROCESSING,
    "CLOSED": REFUND_CLOSED,
    "ABNORMAL": ABNORMAL,
}


def absent(number):
    """Return the `Trade` of an order that WeChat does not know."""
    return Trade(number, ABSENT)


def absent_refund(refund_number):
    """Return the `Refund` of a number that WeChat does not know."""
    return Refund(refund_number, "", ABSENT)


def text(fields, name):
    """Return a text that the answer must have.

    :raise ResultUnknown: `not_readable`
    """
    value = fields.get(name)
    if not isinstance(value, str) or not value:
        raise ResultUnknown("not_readable", name)
    return value


def waiting(fields, number):
    """Return the `Trade` of a payment by code while the payer types the password."""
    return Trade(number, WAITING, "USERPAYING", raw=fields)


def trade(fields, number, client):
    """Return the `Trade` of an answer to a query or a payment by code.

    While the payer types the password the answer may hold nothing but the state.

    :param number: the one asked for, ours, or None if asked by WeChat's
    :param client: has `mchid` and `appid`
    """
    if fields.get("trade_state") == "USERPAYING":
        return waiting(fields, number or fields.get("out_trade_no"))
    if number is not None and fields.get("out_trade_no") != number:
        raise ResultUnknown("mismatch", "out_trade_no")
    wrong = _not_ours(fields, client, ("mchid", "appid"))
    if wrong:
        raise ResultUnknown("mismatch", wrong)
    try:
        return _trade(fields)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise ResultUnknown("not_readable", "amount, state or time") from None


def _trade(fields):
    status = fields["trade_state"]
    state = _STATES[status]
    amount = fields.get("amount")
    if state == PAID and not (amount and fields.get("transaction_id")):
        raise ValueError("paid, but how much?")
    return Trade(
        order_number=fields["out_trade_no"],
        state=state,
        platform_state=status,
        platform_number=fields.get("transaction_id") or None,
        # not payer_total: that is what is left after the platform's coupons
        amount=_yuan(amount, "total") if amount else None,
        paid_at=parse_wechat_time(fields.get("success_time")),
        payer=(fields.get("payer") or {}).get("openid"),
        raw=fields,
    )


def _yuan(amount, name):
    """Return the yuan of an `amount` object.

    :raise ValueError: not whole fen, or no renminbi
    """
    if amount.get("currency", "CNY") != "CNY":
        raise ValueError("currency")
    return fen_to_yuan(amount[name])


def _not_ours(fields, client, names):
    """Return the first name whose value is not this merchant's, or None."""
    expected = {"mchid": client.mchid, "appid": client.appid}
    return next((name for name in names if fields.get(name) != expected[name]), None)


def refund(fields, refund_number, number=None):
    """Return the `Refund` of an answer to a refund or its query.

    200 means accepted; the money is back when the state is DONE.

    :param number: of the order, where it was asked with
    """
    if fields.get("out_refund_no") != refund_number or (
        number is not None and fields.get("out_trade_no") != number
    ):
        raise ResultUnknown("mismatch", "out_refund_no")
    try:
        return _refund(fields, fields["status"])
    except (ValueError, KeyError, TypeError, AttributeError):
        raise ResultUnknown("not_readable", "amount, status or time") from None


def _refund(fields, status):
    return Refund(
        fields["out_refund_no"],
        fields["out_trade_no"],
        _REFUND_STATES[status],
        status,
        platform_number=fields.get("refund_id") or None,
        amount=_yuan(fields["amount"], "refund"),
        finished_at=parse_wechat_time(fields.get("success_time")),
        raw=fields,
    )


def notification(envelope, fields, client):
    """Return the `Notification` of a verified envelope and its decrypted fields.

    Refunds name neither app nor currency.

    :raise BadNotification: `wrong_merchant`, `wrong_app`, `wrong_currency`,
        `bad_amount`, `bad_field`
    """
    key, event = envelope.get("id"), envelope.get("event_type")
    if not (isinstance(key, str) and key and isinstance(event, str)):
        raise BadNotification("bad_field", fields)
    family = event.partition(".")[0]
    names = ("mchid", "appid") if family == "TRANSACTION" else ("mchid",)
    wrong = _not_ours(fields, client, names)
    if wrong:
        raise BadNotification(
            {"mchid": "wrong_merchant", "appid": "wrong_app"}[wrong], fields
        )
    amount = fields.get("amount")
    if isinstance(amount, dict) and amount.get("currency", "CNY") != "CNY":
        raise BadNotification("wrong_currency", fields)
    try:
        if family == "TRANSACTION":
            known = _trade(fields)
            kind = {PAID: PAYMENT, CLOSED: ORDER_CLOSED}.get(known.state, OTHER)
            return Notification(key, kind, event, trade=known, raw=fields)
        if family == "REFUND":
            back = _refund(fields, fields["refund_status"])
            return Notification(key, REFUND, event, refund=back, raw=fields)
    except ValueError:
        raise BadNotification("bad_amount", fields) from None
    except (KeyError, TypeError, AttributeError):
        raise BadNotification("bad_field", fields) from None
    return Notification(key, OTHER, event, raw=fields)
