"""WeChat Pay API v3 for a direct merchant: orders, payments by code, refunds, bills.

Source: pay.weixin.qq.com, merchant documentation. Calls may raise `Refused` (nothing
was done) or `ResultUnknown` (query, or repeat with the same numbers).
"""

import re

from . import transport, wechatpay_signing
from . import wechatpay_answers as answers
from .errors import BadKey, BadNotification, BadSignature, NotReady, Refused
from .fields import (
    cut,
    order_number,
    read_object,
    refund_number,
    utc_now,
    wechat_time,
)
from .money import yuan_to_fen
from .wechatpay_gateway import WechatPayGateway, path

BASE_URL = "https://api.mch.weixin.qq.com"
NOTIFICATION_LIMIT = 64 * 1024
_ORDERS = ("v3", "pay", "transactions")
_REFUNDS = ("v3", "refund", "domestic", "refunds")
_NO_ORDER = {"ORDER_NOT_EXIST", "ORDERNOTEXIST"}
_NO_REFUND = {"RESOURCE_NOT_EXISTS", "REFUNDNOTEXIST"}
_NO_BILL = {"NO_STATEMENT_EXIST"}
_BILL_LATER = {"STATEMENT_CREATING"}
_MCHID = re.compile(r"[0-9]{8,16}")
_APPID = re.compile(r"wx[0-9a-zA-Z]{4,30}")
_AUTH_CODE = re.compile(r"1[0-5][0-9]{16}")


class WechatPayClient:
    """Calls in the name of one merchant with one official account.

    :param mchid: the merchant's number
    :param appid: of the official account bound to it, `wx…`
    :param serial: of the merchant's API certificate, hexadecimal
    :param private_key: `apiclient_key.pem`
    :param api_v3_key: 32 characters
    :param ring: `wechatpay_signing.KeyRing` with WeChat's keys
    :param former_api_v3_key: the one before, while notifications of its time may come
    :param base_url: of the interface
    :param timeout: (connect, read) in seconds
    :param clock: function that returns the aware moment
    :raise BadKey: a key or number that cannot be used
    """

    def __init__(
        self,
        mchid,
        appid,
        serial,
        private_key,
        api_v3_key,
        ring,
        *,
        former_api_v3_key=None,
        base_url=BASE_URL,
        timeout=transport.TIMEOUT,
        clock=utc_now,
    ):
        if not _MCHID.fullmatch(mchid or "") or not _APPID.fullmatch(appid or ""):
            raise BadKey("the merchant's number has digits only, the app's begins wx")
        self.mchid = mchid
        self.appid = appid
        self._api_v3_keys = [wechatpay_signing.api_v3_key(api_v3_key)]
        if former_api_v3_key:
            former = wechatpay_signing.api_v3_key(former_api_v3_key)
            self._api_v3_keys.append(former)
        self._gateway = WechatPayGateway(
            mchid, serial, private_key, ring, base_url, timeout, clock
        )
        self._clock = clock

    # === PAYING === #

    def native(self, number, amount, description, **options):
        """Return the text of a QR code that the payer scans with WeChat (2 hours).

        Ordering again with the same number and the same words returns a new code and
        ends the old; with other words it is refused.

        :param number: ours of the order, see `fields.order_number`
        :param amount: yuan, Decimal
        :param description: what the payer reads
        :param options: `notify_url` (https, no query), `expires_at` (aware moment),
            `payer_ip`
        """
        order = self._order(number, amount, description, **options)
        return answers.text(self._order_call("native", order), "code_url")

    def jsapi(self, number, amount, description, openid, **options):
        """Return what the browser inside WeChat needs to open the payment, a dict.

        :param openid: of the payer, see `wechatpay_oauth`; the rest as `native`
        """
        order = self._order(number, amount, description, **options)
        order["payer"] = {"openid": openid}
        prepay_id = answers.text(self._order_call("jsapi", order), "prepay_id")
        return wechatpay_signing.pay_sign(
            self.appid, prepay_id, self._gateway.private_key, now=self._clock()
        )

    def h5(self, number, amount, description, payer_ip, **options):
        """Return the URL that opens WeChat from a phone's browser (5 minutes).

        :param payer_ip: the payer's own address, not a proxy's; the rest as `native`
        """
        order = self._order(number, amount, description, payer_ip=payer_ip, **options)
        order["scene_info"]["h5_info"] = {"type": "Wap"}
        return answers.text(self._order_call("h5", order), "h5_url")

    def codepay(self, number, amount, description, auth_code, *, store):
        """Take the money by the code on the payer's phone; return the `Trade`.

        State WAITING: the payer types the password. No notification comes of this:
        query every 5 s for up to 45 s, then `reverse` until its result is definite.

        :param auth_code: its 18 digits: never stored or logged
        :param store: our number of the desk or hall
        :raise ValueError: not a payment code
        """
        if not isinstance(auth_code, str) or not _AUTH_CODE.fullmatch(auth_code):
            raise ValueError("not a payment code")
        order = self._order(number, amount, description)
        order["payer"] = {"auth_code": auth_code}
        order["scene_info"] = {"store_info": {"out_id": cut(store, 32)}}
        try:
            fields = self._order_call("codepay", order)
        except Refused as error:
            if error.code == "USERPAYING":
                return answers.waiting({}, number)
            raise
        if fields.get("code") == "USERPAYING":
            return answers.waiting(fields, number)
        return answers.trade(fields, number, self)

    # === AFTER THAT === #

    def query(self, number):
        """Return the `Trade` by our number, of state ABSENT where WeChat knows none."""
        where = path(*_ORDERS, "out-trade-no", order_number(number), mchid=self.mchid)
        return self._query(where, number)

    def query_by_platform_number(self, transaction_id):
        """Return the `Trade` by WeChat's number, ABSENT where it knows none."""
        where = path(*_ORDERS, "id", transaction_id, mchid=self.mchid)
        return self._query(where, None)

    def close(self, number):
        """Close an unpaid order; return False where WeChat knows none.

        Not for payments by code: `reverse` those.

        :raise Refused: `ORDERPAID`: it was paid meanwhile, query and book
        """
        return self._on_order(number, "close", {"mchid": self.mchid})

    def reverse(self, number):
        """Undo a payment by code, paid or not; return False where WeChat knows none.

        Not within 15 s of the payment. Repeat while the result is unknown.
        """
        content = {"appid": self.appid, "mchid": self.mchid}
        return self._on_order(number, "reverse", content)

    def refund(self, number, refund, amount, total, *, reason="", notify_url=None):
        """Give money back; return the `Refund`, mostly PROCESSING.

        Repeat with the same number; a new one refunds again.

        :param refund: our number of this refund
        :param amount: yuan, Decimal
        :param total: of the order in yuan, Decimal
        """
        content = {
            "out_trade_no": order_number(number),
            "out_refund_no": refund_number(refund),
            "amount": {
                "refund": yuan_to_fen(amount),
                "total": yuan_to_fen(total),
                "currency": "CNY",
            },
        }
        if reason:
            content["reason"] = cut(reason, 80)
        if notify_url:
            content["notify_url"] = notify_url
        _status, fields = self._gateway.call("POST", path(*_REFUNDS), content)
        return answers.refund(fields, refund, number)

    def query_refund(self, refund):
        """Return the `Refund` by our number, ABSENT where WeChat knows none."""
        try:
            _status, fields = self._gateway.call(
                "GET", path(*_REFUNDS, refund_number(refund))
            )
        except Refused as error:
            if error.code in _NO_REFUND:
                return answers.absent_refund(refund)
            raise
        return answers.refund(fields, refund)

    # === BILLS === #

    def trade_bill(self, day):
        """Return a day's payments and refunds, CSV bytes, None where there were none.

        Made from about 10:00 of the next day, for three months.

        :param day: date in Beijing
        :raise NotReady: WeChat is still making it
        """
        return self._bill("tradebill", day, bill_type="ALL")

    def fund_flow_bill(self, day, account="BASIC"):
        """Return a day's movements of an account, as `trade_bill`.

        :param account: `BASIC`, `OPERATION` or `FEES`
        """
        return self._bill("fundflowbill", day, account_type=account)

    # === WHAT COMES IN === #

    def read_notification(self, headers, body):
        """Return the `Notification` of what WeChat posted to notify_url.

        Answer 200 or 204 within 5 s once it is stored; 4xx on BadSignature, 5xx where
        it could not be stored or decrypted, so that WeChat sends it again.

        :param headers: mapping as received
        :param body: bytes as received
        :raise BadSignature: not proven to be WeChat's, or too old
        :raise BadNotification: WeChat's, but not for this merchant or not understood
        """
        if len(body) > NOTIFICATION_LIMIT:
            raise BadSignature("too_large")
        wechatpay_signing.verify(headers, body, self._gateway.ring, self._clock())
        try:
            envelope = read_object(body)
            fields = read_object(self._decrypted(envelope.get("resource")))
        except ValueError:
            raise BadNotification("not_readable") from None
        return answers.notification(envelope, fields, self)

    # === INSIDE === #

    def _decrypted(self, resource):
        for key in self._api_v3_keys:
            try:
                return wechatpay_signing.decrypt(resource, key)
            except BadNotification as error:
                failed = error
        raise failed

    def _order(
        self,
        number,
        amount,
        description,
        *,
        notify_url=None,
        expires_at=None,
        payer_ip=None,
    ):
        order = {
            "appid": self.appid,
            "mchid": self.mchid,
            "description": cut(description, 127),
            "out_trade_no": order_number(number),
            "amount": {"total": yuan_to_fen(amount), "currency": "CNY"},
        }
        if notify_url:
            order["notify_url"] = notify_url
        if expires_at:
            order["time_expire"] = wechat_time(expires_at)
        if payer_ip:
            order["scene_info"] = {"payer_client_ip": payer_ip}
        return order

    def _order_call(self, kind, order):
        return self._gateway.call("POST", path(*_ORDERS, kind), order)[1]

    def _query(self, where, number):
        try:
            fields = self._gateway.call("GET", where)[1]
        except Refused as error:
            if error.code in _NO_ORDER:
                return answers.absent(number)
            raise
        return answers.trade(fields, number, self)

    def _on_order(self, number, act, content):
        where = path(*_ORDERS, "out-trade-no", order_number(number), act)
        try:
            self._gateway.call("POST", where, content)
        except Refused as error:
            if error.code in _NO_ORDER:
                return False
            raise
        return True

    def _bill(self, kind, day, **options):
        where = path(
            "v3", "bill", kind, bill_date=day.isoformat(), tar_type="GZIP", **options
        )
        try:
            _status, link = self._gateway.call("GET", where)
        except Refused as error:
            if error.code in _NO_BILL:
                return None
            if error.code in _BILL_LATER:
                raise NotReady(error.code, error.message) from None
            raise
        return self._gateway.download(link)
