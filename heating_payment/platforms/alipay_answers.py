"""From the fields of Alipay's answers and notifications to our own words."""

from .alipay_signing import read_part
from .errors import BadNotification, BadSignature, ResultUnknown
from .fields import parse_alipay_time
from .money import parse_yuan
from .results import (
    ABSENT,
    CLOSED,
    DONE,
    ORDER_CLOSED,
    OTHER,
    PAID,
    PAYMENT,
    PROCESSING,
    REFUND,
    REFUNDED,
    WAITING,
    Notification,
    Refund,
    Trade,
)

_STATES = {
    "WAIT_BUYER_PAY": WAITING,
    "TRADE_SUCCESS": PAID,
    # paid, and the time for refunds is over
    "TRADE_FINISHED": PAID,
    "TRADE_CLOSED": CLOSED,
}


def absent(number):
    """Return the `Trade` of an order that Alipay does not know."""
    return Trade(number, ABSENT)


def text(fields, name):
    """Return a text that the answer must have.

    :raise ResultUnknown: `not_readable`
    """
    value = fields.get(name)
    if not isinstance(value, str) or not value:
        raise ResultUnknown("not_readable", name)
    return value


def paid(fields, number, paying):
    """Return the `Trade` of an answer to a payment by code."""
    return _answered(fields, number, "WAIT_BUYER_PAY" if paying else "TRADE_SUCCESS")


def trade(fields, number):
    """Return the `Trade` of an answer to a query.

    A trade that is closed but has a time of payment was paid and refunded.
    """
    return _answered(fields, number, text(fields, "trade_status"))


def _answered(fields, number, status):
    if fields.get("out_trade_no") != number:
        raise ResultUnknown("mismatch", "out_trade_no")
    if status not in _STATES:
        raise ResultUnknown("not_readable", "trade_status")
    try:
        return _trade(fields, status, fields.get("send_pay_date"))
    except (ValueError, TypeError):
        raise ResultUnknown("not_readable", "total_amount or time") from None


def _trade(fields, status, closed_after_payment):
    state = _STATES[status]
    if state == CLOSED and closed_after_payment:
        state = REFUNDED
    amount = fields.get("total_amount")
    if state in (PAID, REFUNDED) and not (amount and fields.get("trade_no")):
        raise ValueError("paid, but how much?")
    paid_at = fields.get("gmt_payment") or fields.get("send_pay_date")
    return Trade(
        order_number=fields["out_trade_no"],
        state=state,
        platform_state=status,
        platform_number=fields.get("trade_no") or None,
        amount=parse_yuan(amount) if amount else None,
        paid_at=parse_alipay_time(paid_at) if state in (PAID, REFUNDED) else None,
        payer=next(
            filter(
                None,
                map(fields.get, ("buyer_open_id", "buyer_id", "buyer_user_id")),
            ),
            None,
        ),
        raw=fields,
    )


def refunded(fields, number, refund_number, amount):
    """Return the `Refund` of an answer to a refund.

    10000 alone says “understood”; only `fund_change` Y says that money moved. N is
    also the answer to a repetition.
    """
    if fields.get("out_trade_no") != number:
        raise ResultUnknown("mismatch", "out_trade_no")
    try:
        total = fields.get("refund_fee")
        return Refund(
            refund_number,
            number,
            DONE if fields.get("fund_change") == "Y" else PROCESSING,
            str(fields.get("fund_change") or ""),
            amount=amount,
            total_refunded=parse_yuan(total) if total else None,
            finished_at=parse_alipay_time(fields.get("gmt_refund_pay")),
            raw=fields,
        )
    except (ValueError, TypeError):
        # the money may have moved: the caller asks
        raise ResultUnknown("not_readable", "refund_fee") from None


def refund(fields, number, refund_number):
    """Return the `Refund` of an answer to a refund query.

    No `refund_status` in it: there is no such refund (or it failed).
    """
    status = fields.get("refund_status") or ""
    if not fields or (not status and not fields.get("out_request_no")):
        return Refund(refund_number, number, ABSENT, raw=fields)
    if (
        fields.get("out_trade_no") != number
        or fields.get("out_request_no") != refund_number
    ):
        raise ResultUnknown("mismatch", "out_request_no")
    try:
        amount = fields.get("refund_amount")
        return Refund(
            refund_number,
            number,
            DONE if status == "REFUND_SUCCESS" else PROCESSING,
            status,
            amount=parse_yuan(amount) if amount else None,
            finished_at=parse_alipay_time(fields.get("gmt_refund_pay")),
            raw=fields,
        )
    except (ValueError, TypeError):
        raise ResultUnknown("not_readable", "refund_amount") from None


def notification(fields, app_id, seller_id):
    """Return the `Notification` of verified fields.

    A refund shows by `refund_fee` above 0, not by its presence: old payments carry
    `refund_fee=0.00`. Partial refunds come as TRADE_SUCCESS, whole ones as
    TRADE_CLOSED; the fee is what was refunded of the order so far.

    :raise BadNotification: `wrong_app`, `wrong_seller`, `bad_field`
    """
    if fields.get("app_id") != app_id:
        raise BadNotification("wrong_app", fields)
    if fields.get("seller_id") != seller_id:
        raise BadNotification("wrong_seller", fields)
    key = fields.get("notify_id")
    status = fields.get("trade_status")
    if not key:
        raise BadNotification("bad_field", fields)
    if fields.get("notify_type") != "trade_status_sync":
        return Notification(key, OTHER, fields.get("notify_type", ""), raw=fields)
    if status not in _STATES or not fields.get("out_trade_no"):
        raise BadNotification("bad_field", fields)
    try:
        given_back = parse_yuan(fields.get("refund_fee") or "0")
        known = _trade(fields, status, given_back)
        back = None
        if given_back:
            back = Refund(
                fields.get("out_biz_no") or None,
                known.order_number,
                DONE,
                status,
                total_refunded=given_back,
                finished_at=parse_alipay_time(fields.get("gmt_refund")),
                raw=fields,
            )
    except ValueError:
        raise BadNotification("bad_amount", fields) from None
    kind = {PAID: PAYMENT, CLOSED: ORDER_CLOSED}.get(known.state, OTHER)
    return Notification(
        key, REFUND if back else kind, status, trade=known, refund=back, raw=fields
    )


def unproven(answer, node, reason):
    """Return (reason, message) of an answer without a valid signature.

    An error that Alipay does not sign (a wrong key in the settings, say) should be
    readable, though it proves nothing.
    """
    try:
        fields = read_part(answer, node) or read_part(answer, "error_response")
    except BadSignature:
        return "not_readable", ""
    message = ""
    if isinstance(fields, dict):
        words = (fields.get(name) for name in ("code", "sub_code", "sub_msg"))
        message = " ".join(str(word) for word in words if word)[:200]
    return "unsigned" if reason == "missing_header" else "bad_signature", message
