"""What the platforms remember: orders, refunds, payment codes. Amounts in fen."""

import itertools
import random
import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8))

NOTPAY, USERPAYING, SUCCESS = "NOTPAY", "USERPAYING", "SUCCESS"
CLOSED, REVOKED, PAYERROR = "CLOSED", "REVOKED", "PAYERROR"


class Refusal(Exception):
    """A platform's error: its code, its words, and WeChat's HTTP status."""

    def __init__(self, code, message="", status=400):
        super().__init__(code)
        self.code, self.message, self.status = code, message, status


@dataclass
class Refund:
    """Money that goes back."""

    number: str
    platform_number: str
    amount: int
    created_at: datetime
    notify_url: str = ""
    done_at: datetime | None = None


@dataclass
class Order:
    """One order at one platform."""

    platform: str
    number: str
    way: str
    total: int
    subject: str
    token: str
    created_at: datetime
    notify_url: str = ""
    return_url: str = ""
    wanted: object = None
    expires_at: datetime | None = None
    # Alipay knows an order by QR code only once somebody scanned it.
    known: bool = True
    state: str = NOTPAY
    platform_number: str = ""
    payer: str = ""
    paid_at: datetime | None = None
    refunds: list = field(default_factory=list)

    @property
    def refunded(self):
        """Fen given back or on their way."""
        return sum(refund.amount for refund in self.refunds)

    def refund(self, number):
        """Return the refund of that number, or None."""
        return next((one for one in self.refunds if one.number == number), None)


@dataclass
class PaymentCode:
    """The digits on a phone that a cashier scans; good once."""

    platform: str
    digits: str
    password: bool = False
    poor: bool = False
    used: bool = False


class Book:
    """All orders of both platforms, and the acts on them.

    :ivar on_paid: called with an order once it is paid
    :ivar on_refund: called with an order and its refund once that is done
    :ivar on_closed: called with an order once it is closed
    """

    def __init__(self, clock):
        self.lock = threading.RLock()
        self.clock = clock
        self.orders = {}
        self.codes = {}
        self.on_paid = self.on_refund = self.on_closed = lambda *_args: None
        self._count = itertools.count(1)
        self._random = random.SystemRandom()

    def digits(self, prefix, length):
        """Return a fresh number of a platform."""
        day = self.clock().astimezone(BEIJING).strftime("%Y%m%d")
        head = f"{prefix}{day}"
        return f"{head}{next(self._count):0{length - len(head)}d}"

    def token(self):
        """Return a fresh random word."""
        return "".join(self._random.choices("abcdefghjkmnpqrstuvwxyz23456789", k=20))

    def find(self, platform, number):
        """Return an order that the platform knows, or None."""
        order = self.orders.get((platform, number))
        if order is not None:
            self._expire(order)
        return order if order is not None and order.known else None

    def by_token(self, token):
        """Return the order whose QR code or prepaid number holds this word, or None."""
        with self.lock:
            found = (one for one in self.orders.values() if one.token in token)
            return next(found, None) if token else None

    def _expire(self, order):
        late = order.expires_at and order.expires_at <= self.clock()
        if late and order.state == NOTPAY:
            order.state = CLOSED

    def place(self, platform, number, way, **facts):
        """Keep a new order and return it."""
        order = Order(platform, number, way, created_at=self.clock(), **facts)
        self.orders[platform, number] = order
        return order

    def scan(self, order):
        """Somebody holds a phone over the QR code."""
        with self.lock:
            order.known = True

    def pay(self, order, payer=""):
        """The payer confirms; return whether the money moved."""
        with self.lock:
            self._expire(order)
            if order.state not in (NOTPAY, USERPAYING):
                return False
            order.known = True
            order.state = SUCCESS
            order.payer = payer or order.payer or self.payer(order.platform)
            length = 28
            prefix = "" if order.platform == "alipay" else "4200001"
            order.platform_number = self.digits(prefix, length)
            order.paid_at = self.clock()
        self.on_paid(order)
        return True

    def payer(self, platform):
        """Return the only person with a phone."""
        if platform == "alipay":
            return "2088102116773037"
        return "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"

    def give_up(self, order):
        """The payer does not type the password."""
        with self.lock:
            if order.state == USERPAYING:
                order.state = PAYERROR

    def close(self, order, state=CLOSED):
        """End an order that is not paid."""
        with self.lock:
            if order.state == state:
                return
            order.state = state
        self.on_closed(order)

    def refund(self, order, number, amount, notify_url=""):
        """Note a refund that was accepted, and return it."""
        with self.lock:
            refund = Refund(
                number,
                self.digits("503", 29),
                amount,
                self.clock(),
                notify_url,
            )
            order.refunds.append(refund)
        return refund

    def finish(self, order, refund):
        """The payer has the money of a refund."""
        with self.lock:
            if refund.done_at:
                return
            refund.done_at = self.clock()
        self.on_refund(order, refund)

    def new_code(self, platform, password=False, poor=False):
        """Return fresh digits for a cashier to scan.

        :param password: the payer has to type it before the money moves
        :param poor: there is no money
        """
        with self.lock:
            prefix = "28" if platform == "alipay" else "13"
            digits = prefix + "".join(self._random.choices("0123456789", k=16))
            self.codes[digits] = PaymentCode(platform, digits, password, poor)
        return digits

    def use_code(self, platform, digits):
        """Return the `PaymentCode` of digits, used up now, or None."""
        with self.lock:
            code = self.codes.get(digits)
            if code is None or code.platform != platform or code.used:
                return None
            code.used = True
            return code

    def of_day(self, platform, day):
        """Return (payments, refunds) of a day in Beijing: orders, (order, refund)s."""

        def on_day(moment):
            return moment and moment.astimezone(BEIJING).date() == day

        with self.lock:
            mine = [one for one in self.orders.values() if one.platform == platform]
            paid = [one for one in mine if on_day(one.paid_at)]
            back = [
                (order, refund)
                for order in mine
                for refund in order.refunds
                if on_day(refund.done_at)
            ]
        return paid, back
