"""Sends notifications as the platforms do: later, again until answered, or wrongly."""

import itertools
import threading
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from .faults import change

# What a fault puts in the place of the merchant's numbers.
FOREIGN_MCHID = "1900000999"
FOREIGN_SELLER = "2088999999999999"


@dataclass
class Delivery:
    """One attempt to deliver a notification, and what came back."""

    platform: str
    event: str
    order_number: str
    url: str
    attempt: int
    body: bytes = field(repr=False)
    headers: dict = field(repr=False)
    status: int | None = None
    answer: bytes = b""

    @property
    def accepted(self):
        """Whether the platform takes it for delivered."""
        if self.platform == "alipay":
            return self.answer == b"success"
        return self.status in (200, 204)


class Notices:
    """The platforms' senders.

    :param double: the server
    :param retries: seconds after which to send again what was not accepted
    """

    def __init__(self, double, retries):
        self.double = double
        self.deliveries = []
        self._retries = retries
        self._pool = ThreadPoolExecutor(4)
        self._held = []
        self._busy = 0
        self._idle = threading.Condition()
        self._events = itertools.count(1)
        self._closed = threading.Event()

    # === WHAT HAPPENED === #

    def paid(self, order):
        """An order was paid. Payments by code at WeChat are told by the answer only."""
        if order.platform == "alipay":
            self._plan(
                order,
                "TRADE_SUCCESS",
                order.notify_url,
                self.double.alipay.words.notice(order),
            )
        else:
            fields = self.double.wechat.words.trade(order)
            # The order of things: a refund may be there before the message is sent.
            fields["trade_state"] = "SUCCESS"
            self._plan(order, "TRANSACTION.SUCCESS", order.notify_url, fields)

    def closed(self, order):
        """An order was closed: Alipay tells of those that a browser began."""
        if order.platform == "alipay" and order.way in ("page", "wap"):
            fields = self.double.alipay.words.notice(order)
            self._plan(order, "TRADE_CLOSED", order.notify_url, fields)

    def refunded(self, order, refund):
        """A refund is done. Alipay tells the payment's URL, WeChat the refund's."""
        if order.platform == "alipay":
            fields = self.double.alipay.words.notice(order, refund)
            self._plan(order, "REFUND", order.notify_url, fields)
        else:
            fields = self.double.wechat.words.refund_notice(order, refund)
            self._plan(order, "REFUND.SUCCESS", refund.notify_url, fields)

    # === HOW IT IS SENT === #

    def _plan(self, order, event, url, fields):
        if not url:
            return
        taken = self.double.faults.take(f"{order.platform}.notify")
        if "drop" in taken:
            return
        fields = self._changed(order, fields, taken)
        now = self.double.clock()
        key = f"EV-{now:%Y%m%d%H%M%S}{next(self._events):09d}"
        job = (order, event, url, fields, taken, key)
        if "hold" in taken:
            self._held.append(job)
            return
        copies = 1 + taken.get("repeat", {}).get("times", 1) * ("repeat" in taken)
        wait = taken.get("delay", {}).get("seconds", 0)
        for _copy in range(copies):
            self._start(job, wait)

    def _changed(self, order, fields, taken):
        alipay = order.platform == "alipay"
        changes = dict(taken.get("change", {}).get("fields", {}))
        if "amount" in taken:
            fen = taken["amount"]["fen"]
            if alipay:
                changes["total_amount"] = f"{fen // 100}.{fen % 100:02d}"
            else:
                changes["amount.total"] = fen
        if "merchant" in taken:
            changes["seller_id" if alipay else "mchid"] = (
                FOREIGN_SELLER if alipay else FOREIGN_MCHID
            )
        return change(fields, changes)

    def release(self, reverse=False):
        """Send what was held, the last first if asked; one after the other."""
        held, self._held = self._held, []
        for job in reversed(held) if reverse else held:
            self._start(job, 0)
            self.wait()

    def _start(self, job, wait):
        with self._idle:
            self._busy += 1
        self._pool.submit(self._send, job, wait)

    def _send(self, job, wait):
        try:
            for attempt, pause in enumerate((wait, *self._retries), 1):
                if self._closed.wait(pause) or self._deliver(job, attempt).accepted:
                    return
        finally:
            with self._idle:
                self._busy -= 1
                self._idle.notify_all()

    def _deliver(self, job, attempt):
        order, event, url, fields, taken, key = job
        body, headers = self.sealed(order.platform, event, fields, taken, key)
        delivery = Delivery(
            order.platform, event, order.number, url, attempt, body, headers
        )
        request = urllib.request.Request(url, data=body, headers=headers, method="POST")
        try:
            with urllib.request.urlopen(request, timeout=5) as response:
                delivery.status, delivery.answer = response.status, response.read()
        except urllib.error.HTTPError as error:
            with error:
                delivery.status, delivery.answer = error.code, error.read()
        except OSError as error:
            delivery.answer = type(error).__name__.encode()
        self.deliveries.append(delivery)
        return delivery

    def sealed(self, platform, event, fields, taken, key):
        """Return (body, headers) of a notification, signed now."""
        if platform == "alipay":
            body = self.double.alipay_seal.form(fields, taken)
            kind = "application/x-www-form-urlencoded; charset=utf-8"
            return body, {"Content-Type": kind}
        kind = "refund" if event.startswith("REFUND") else "transaction"
        body = self.double.wechat.words.envelope(key, event, kind, fields)
        headers, body = self.double.wechat_seal.headers(body, taken)
        return body, {"Content-Type": "application/json", **headers}

    def wait(self, seconds=10):
        """Wait until nothing is under way; return whether that is so."""
        end = time.monotonic() + seconds
        with self._idle:
            while self._busy:
                left = end - time.monotonic()
                if left <= 0 or not self._idle.wait(left):
                    return False
        return True

    def stop(self):
        """Give up what is under way."""
        self._closed.set()
        self._pool.shutdown(wait=True)
