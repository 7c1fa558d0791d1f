"""Alipay's trade interface: orders, payments by code, refunds, bills.

Source: opendocs.alipay.com, `alipay.trade.*`, public-key mode. Calls may raise
`Refused` (nothing was done) or `ResultUnknown` (query, or repeat with the same
numbers).
"""

import re
from dataclasses import dataclass, field
from urllib.parse import urlencode

from . import alipay_answers as answers
from . import alipay_signing, transport
from .alipay_gateway import AlipayGateway
from .errors import BadKey, NotReady, Refused
from .fields import alipay_time, cut, order_number, refund_number, utc_now
from .money import yuan_text

GATEWAY = "https://openapi.alipay.com/gateway.do"
# The payer is typing the password: not an error of `alipay.trade.pay`.
_PAYING = "10003"
_NO_TRADE = "ACQ.TRADE_NOT_EXIST"
_NO_BILL = {"isp.bill_not_exist", "isp.bill-not-exist"}
_AUTH_CODE = re.compile(r"[0-9]{16,24}")
_APP_ID = re.compile(r"[0-9]{16}")


@dataclass(frozen=True)
class PaymentForm:
    """A signed request that the payer's browser makes: by POST, or by its URL.

    :ivar action: where to
    :ivar fields: dict of the form's hidden fields
    """

    action: str
    fields: dict = field(repr=False)

    @property
    def url(self):
        """The same as one link."""
        return f"{self.action.partition('?')[0]}?{urlencode(self.fields)}"


@dataclass(frozen=True)
class Cancelled:
    """What a cancel did: `close`, `refund` (it had been paid!) or nothing known."""

    action: str | None
    retry: bool


class AlipayClient:
    """Calls in the name of one app of one merchant.

    :param app_id: the app's 16 digits
    :param private_key: ours, PEM or base64
    :param alipay_public_key: Alipay's (not ours), PEM or base64
    :param seller_id: the merchant's PID of 16 digits; notifications must name it
    :param gateway: URL of the gateway
    :param timeout: (connect, read) in seconds
    :param clock: function that returns the aware moment
    :raise BadKey: a key or number that cannot be used
    """

    def __init__(
        self,
        app_id,
        private_key,
        alipay_public_key,
        *,
        seller_id,
        gateway=GATEWAY,
        timeout=transport.TIMEOUT,
        clock=utc_now,
    ):
        if not _APP_ID.fullmatch(app_id or ""):
            raise BadKey("the app's number has 16 digits")
        if not _APP_ID.fullmatch(seller_id or ""):
            raise BadKey("the seller's number has 16 digits")
        self.app_id = app_id
        self.seller_id = seller_id
        self._gateway = AlipayGateway(
            app_id, private_key, alipay_public_key, gateway, timeout, clock
        )
        self._timeout = timeout
        self._clock = clock

    # === PAYING === #

    def page_pay(self, number, amount, subject, **options):
        """Return the `PaymentForm` of a payment in a computer's browser.

        :param number: ours of the order, see `fields.order_number`
        :param amount: yuan, Decimal
        :param subject: what the payer reads
        :param options: `notify_url`, `return_url`, `expires_at` (aware moment)
        """
        return self._form(
            "page", "FAST_INSTANT_TRADE_PAY", number, amount, subject, **options
        )

    def wap_pay(self, number, amount, subject, *, quit_url=None, **options):
        """Return the `PaymentForm` of a payment in a phone's browser.

        :param quit_url: where a payer who gives up goes; the rest as `page_pay`
        """
        return self._form(
            "wap",
            "QUICK_WAP_WAY",
            number,
            amount,
            subject,
            quit_url=quit_url,
            **options,
        )

    def precreate(self, number, amount, subject, *, notify_url=None, expires_at=None):
        """Return the text of a QR code that the payer scans, valid up to 2 hours.

        The trade does not exist until somebody scans it: till then query says ABSENT
        and it cannot be closed, only expire; a payment may come late.
        """
        order = self._order(number, amount, subject, expires_at)
        if expires_at:
            left = int((expires_at - self._clock()).total_seconds() // 60)
            order["qr_code_timeout_express"] = f"{max(left, 1)}m"
        answer = self._gateway.call(
            "alipay.trade.precreate", order, notify_url=notify_url
        )
        return answers.text(answer, "qr_code")

    def pay(self, number, amount, subject, auth_code, *, notify_url=None):
        """Take the money by the code on the payer's phone; return the `Trade`.

        State WAITING: the payer types the password; query every 3–5 s for up to a
        minute, then `cancel`. The code is used up in any case.

        :param auth_code: its 16–24 digits: never stored or logged
        :raise ValueError: not a payment code
        """
        if not isinstance(auth_code, str) or not _AUTH_CODE.fullmatch(auth_code):
            raise ValueError("not a payment code")
        order = self._order(number, amount, subject, None)
        order.update(scene="bar_code", auth_code=auth_code)
        answer = self._gateway.call(
            "alipay.trade.pay", order, notify_url=notify_url, also=(_PAYING,)
        )
        return answers.paid(answer, number, paying=answer["code"] == _PAYING)

    # === AFTER THAT === #

    def query(self, number):
        """Return the `Trade`, of state ABSENT where Alipay knows none."""
        answer = self._call_trade("alipay.trade.query", number)
        return answers.trade(answer, number) if answer else answers.absent(number)

    def cancel(self, number):
        """Undo a payment of unknown result; return what was done, `Cancelled`.

        A paid trade is refunded, an unpaid one closed, an unknown one neither. Repeat
        while `retry` says so or the result is unknown.
        """
        answer = self._call_trade("alipay.trade.cancel", number)
        if not answer:
            return Cancelled(None, False)
        return Cancelled(answer.get("action") or None, answer.get("retry_flag") == "Y")

    def close(self, number):
        """Close an unpaid trade; return False where Alipay knows none.

        :raise Refused: e.g. `ACQ.TRADE_STATUS_ERROR` once it is paid: query and book
        """
        return bool(self._call_trade("alipay.trade.close", number))

    def refund(self, number, refund, amount, reason=""):
        """Give money back; return the `Refund`, DONE only where money moved just now.

        State PROCESSING means: ask `query_refund`. Repeat with the same number; a new
        one refunds again.

        :param refund: our number of this refund
        :param amount: yuan, Decimal
        """
        answer = self._gateway.call(
            "alipay.trade.refund",
            {
                "out_trade_no": order_number(number),
                "out_request_no": refund_number(refund),
                "refund_amount": yuan_text(amount),
                "refund_reason": cut(reason, 256),
            },
        )
        return answers.refunded(answer, number, refund, amount)

    def query_refund(self, number, refund):
        """Return the `Refund`: DONE, or ABSENT (then it may be asked for again)."""
        answer = self._call_trade(
            "alipay.trade.fastpay.refund.query",
            number,
            out_request_no=refund_number(refund),
            query_options=["gmt_refund_pay"],
        )
        return answers.refund(answer or {}, number, refund)

    # === BILLS === #

    def bill(self, day, kind="trade"):
        """Return the zip file, bytes, of a day's bill, None where there is none.

        Made from about 10:00 of the next day; before that Alipay, too, says that there
        is none. The link lives 30 s, so it is fetched at once. Nothing signs the file:
        `bills` checks its totals.

        :param day: date in Beijing
        :param kind: `trade`, or `signcustomer` for the account's movements
        """
        try:
            answer = self._gateway.call(
                "alipay.data.dataservice.bill.downloadurl.query",
                {"bill_type": kind, "bill_date": day.isoformat()},
            )
        except Refused as error:
            if error.code in _NO_BILL:
                return None
            raise
        found = transport.call(
            "GET",
            answers.text(answer, "bill_download_url"),
            timeout=self._timeout,
            limit=transport.FILE_LIMIT,
        )
        if found.status != 200 or not found.body.startswith(b"PK"):
            raise NotReady("bill_download", f"HTTP {found.status}")
        return found.body

    # === WHAT COMES IN === #

    def read_notification(self, body):
        """Return the `Notification` of a form that Alipay posted to notify_url.

        Refunds come to the payment's notify_url, too. Answer the 7 bytes `success`
        once it is stored; there is no window of time, repetitions run for 25 hours.

        :param body: bytes as posted, or `alipay_signing.encode_form` of its pairs
        :raise BadSignature: not proven to be Alipay's
        :raise BadNotification: Alipay's, but not for this app or not understood
        """
        fields = alipay_signing.verify_form(body, self._gateway.public_key)
        return answers.notification(fields, self.app_id, self.seller_id)

    # === INSIDE === #

    def _order(self, number, amount, subject, expires_at):
        order = {
            "out_trade_no": order_number(number),
            "total_amount": yuan_text(amount),
            # Alipay allows no / = & in a subject
            "subject": cut(re.sub(r"[/=&]", " ", subject), 256),
        }
        if expires_at:
            order["time_expire"] = alipay_time(expires_at)
        return order

    def _form(
        self,
        where,
        product,
        number,
        amount,
        subject,
        *,
        notify_url=None,
        return_url=None,
        quit_url=None,
        expires_at=None,
    ):
        order = self._order(number, amount, subject, expires_at)
        order["product_code"] = product
        if quit_url:
            order["quit_url"] = quit_url
        return PaymentForm(
            self._gateway.url,
            self._gateway.signed(
                f"alipay.trade.{where}.pay",
                order,
                notify_url=notify_url,
                return_url=return_url,
            ),
        )

    def _call_trade(self, method, number, **more):
        """Call about one order; None where Alipay knows no such order."""
        try:
            return self._gateway.call(
                method, {"out_trade_no": order_number(number), **more}
            )
        except Refused as error:
            if error.code == _NO_TRADE:
                return None
            raise
