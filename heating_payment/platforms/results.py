"""What the platforms answer, in the same words for both."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

# States of an order. Only PAID and REFUNDED mean that money came.
WAITING = "waiting"  # not paid yet, or the payer is typing the password
PAID = "paid"  # also where a part of it was refunded since
REFUNDED = "refunded"  # was paid, and all of it was refunded
CLOSED = "closed"  # can be paid no more
FAILED = "failed"  # a payment by code that went wrong for good
ABSENT = "absent"  # the platform knows no such order

# States of a refund. ABSENT as above.
PROCESSING = "processing"  # accepted, the money is not back yet
DONE = "done"  # the payer has the money
REFUND_CLOSED = "refund_closed"  # failed, the money stayed with the merchant
ABNORMAL = "abnormal"  # the payer's account is gone: settle it on the platform's site

# Kinds of notification.
PAYMENT = "payment"
REFUND = "refund"
ORDER_CLOSED = "closed"
OTHER = "other"  # nothing to book: file it


@dataclass(frozen=True)
class Trade:
    """An order as the platform knows it.

    :ivar order_number: ours (`out_trade_no`)
    :ivar state: one of the states above
    :ivar platform_state: the platform's own word for it
    :ivar platform_number: `trade_no` or `transaction_id`, None before payment
    :ivar amount: of the order in yuan, before the platform's coupons; None where the
        answer does not say it
    :ivar paid_at: aware, or None
    :ivar payer: `openid`, `buyer_open_id` or `buyer_id`, or None
    :ivar raw: all fields of the answer
    """

    order_number: str
    state: str
    platform_state: str = ""
    platform_number: str | None = None
    amount: Decimal | None = None
    paid_at: datetime | None = None
    payer: str | None = None
    raw: dict = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True)
class Refund:
    """A refund as the platform knows it.

    :ivar refund_number: ours (`out_refund_no`, `out_request_no`), None in an Alipay
        message that does not name it
    :ivar order_number: ours, of the order refunded
    :ivar state: one of the states of a refund above
    :ivar platform_number: WeChat's `refund_id`; Alipay has none
    :ivar amount: of this refund in yuan; None where only the total is told
    :ivar total_refunded: of the order so far in yuan, where the platform tells it
    :ivar finished_at: aware, or None
    """

    refund_number: str | None
    order_number: str
    state: str
    platform_state: str = ""
    platform_number: str | None = None
    amount: Decimal | None = None
    total_refunded: Decimal | None = None
    finished_at: datetime | None = None
    raw: dict = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True)
class Notification:
    """A verified and decrypted message of a platform about this merchant.

    It proves that the platform said so, not that it is new, nor that the amount is
    what we asked for: compare `trade.amount` with the order, and book by
    `platform_number` only once.

    :ivar key: what a repetition has in common (`notify_id`, WeChat's event id)
    :ivar kind: `payment`, `refund`, `closed` or `other`
    :ivar trade: the order; None only for kind `other` and WeChat's refunds
    :ivar refund: for kind `refund`
    :ivar event: the platform's word (`trade_status`, `event_type`)
    """

    key: str
    kind: str
    event: str
    trade: Trade | None = None
    refund: Refund | None = None
    raw: dict = field(default_factory=dict, repr=False, compare=False)
