"""Alipay's gateway, as a merchant's server and a payer's browser meet it."""

import json
import re
import secrets
from datetime import date, datetime
from urllib.parse import urlencode

from . import bill_files, crypto
from .alipay_words import AlipayWords, time_text, yuan
from .book import BEIJING, CLOSED, NOTPAY, SUCCESS, USERPAYING, Refusal

_NUMBER = re.compile(r"[0-9A-Za-z_\-]{1,64}")
_AMOUNT = re.compile(r"[0-9]{1,9}(\.[0-9]{1,2})?")
_OK = {"code": "10000", "msg": "Success"}
# Codes that stand by themselves; all others are sub codes of 40004.
_WORDS = {"40002": "Invalid Arguments", "20000": "Service Currently Unavailable"}


class AlipayGate:
    """Does what `gateway.do` does.

    :param double: the server
    """

    def __init__(self, double):
        self.double = double
        self.book = double.book
        self.parties = double.parties
        self.words = AlipayWords(double.parties, double.clock)
        self._downloads = {}
        self._methods = {
            "alipay.trade.precreate": self._precreate,
            "alipay.trade.pay": self._pay,
            "alipay.trade.query": self._query,
            "alipay.trade.cancel": self._cancel,
            "alipay.trade.close": self._close,
            "alipay.trade.refund": self._refund,
            "alipay.trade.fastpay.refund.query": self._query_refund,
            "alipay.data.dataservice.bill.downloadurl.query": self._bill,
        }

    # === WHO ASKS === #

    def check_request(self, params):
        """Refuse what the merchant did not sign.

        :raise Refusal: as the gateway does; such answers carry no signature
        """
        if params.get("app_id") != self.parties.app_id:
            raise Refusal("isv.invalid-app-id", "无效的AppID参数")
        if params.get("sign_type") != "RSA2":
            raise Refusal("isv.invalid-signature-type", "无效的签名类型")
        if params.get("charset", "").lower() != "utf-8":
            raise Refusal("isv.invalid-charset", "字符集错误")
        text = "&".join(
            f"{name}={params[name]}"
            for name in sorted(params)
            if name != "sign" and params[name]
        )
        if not crypto.is_signed(
            self.parties.alipay_app_key.public_key(),
            text.encode(),
            params.get("sign", ""),
        ):
            raise Refusal(
                "isv.invalid-signature", "验签出错，建议检查签名字符串或签名私钥"
            )
        try:
            datetime.strptime(params.get("timestamp", ""), "%Y-%m-%d %H:%M:%S")
        except ValueError:
            raise Refusal("isv.invalid-timestamp", "非法的时间戳参数") from None

    def method(self, name):
        """Return what does a method, or None."""
        return self._methods.get(name)

    @staticmethod
    def refusal(error):
        """Return the fields of an error."""
        if error.code in _WORDS:
            code = error.code
            sub = "aop.unknow-error" if code == "20000" else "isv.invalid-parameter"
        else:
            code = "40002" if error.code.startswith("isv.") else "40004"
            sub = error.code
        return {
            "code": code,
            "msg": _WORDS.get(code, "Business Failed"),
            "sub_code": sub,
            "sub_msg": error.message,
        }

    # === PAYING === #

    def _facts(self, content, params):
        number, amount = content.get("out_trade_no"), content.get("total_amount")
        if (
            not isinstance(number, str)
            or not _NUMBER.fullmatch(number)
            or not isinstance(amount, str)
            or not _AMOUNT.fullmatch(amount)
            or not content.get("subject")
        ):
            raise Refusal("ACQ.INVALID_PARAMETER", "参数无效")
        until = content.get("time_expire")
        if until:
            until = datetime.strptime(until, "%Y-%m-%d %H:%M:%S").replace(
                tzinfo=BEIJING
            )
        return number, {
            "total": _fen(amount),
            "subject": content["subject"],
            "notify_url": params.get("notify_url", ""),
            "return_url": params.get("return_url", ""),
            "expires_at": until or None,
        }

    def _placed(self, way, content, params, known=True):
        """Return the order, made now or by the same words before."""
        number, facts = self._facts(content, params)
        with self.book.lock:
            # a QR code that nobody scanned is no trade, but takes the number
            order = self.book.orders.get(("alipay", number))
            if order is None:
                return self.book.place(
                    "alipay", number, way, token=self.book.token(), known=known, **facts
                )
        if order.state == SUCCESS:
            raise Refusal("ACQ.TRADE_HAS_SUCCESS", "交易已被支付")
        if order.state == CLOSED:
            raise Refusal("ACQ.TRADE_HAS_CLOSE", "交易已经关闭")
        if order.total != facts["total"]:
            raise Refusal("ACQ.CONTEXT_INCONSISTENT", "交易信息被篡改")
        return order

    def cashier(self, params):
        """Return the order that a browser was sent here to pay (page and wap)."""
        ways = {"alipay.trade.page.pay": "page", "alipay.trade.wap.pay": "wap"}
        content = json.loads(params["biz_content"])
        return self._placed(ways[params["method"]], content, params)

    def _precreate(self, content, params):
        order = self._placed("precreate", content, params, known=False)
        return {
            **_OK,
            "out_trade_no": order.number,
            "qr_code": f"https://qr.alipay.com/{order.token}",
        }

    def _pay(self, content, params):
        if content.get("scene") != "bar_code" or not content.get("auth_code"):
            raise Refusal("ACQ.INVALID_PARAMETER", "参数无效")
        if self.book.find("alipay", content.get("out_trade_no")):
            self._placed("bar", content, params)
            raise Refusal("ACQ.CONTEXT_INCONSISTENT", "交易信息被篡改")
        code = self.book.use_code("alipay", content["auth_code"])
        if code is None:
            raise Refusal(
                "ACQ.PAYMENT_AUTH_CODE_INVALID", "支付失败，获取顾客账户信息失败"
            )
        if code.poor:
            raise Refusal("ACQ.BUYER_BALANCE_NOT_ENOUGH", "买家余额不足")
        order = self._placed("bar", content, params)
        if code.password:
            order.state = USERPAYING
            return {
                "code": "10003",
                "msg": "order success pay inprocess",
                "out_trade_no": order.number,
                "trade_no": "",
                "total_amount": yuan(order.total),
            }
        self.book.pay(order)
        return {
            **_OK,
            "trade_no": order.platform_number,
            "out_trade_no": order.number,
            "buyer_logon_id": "602***@qq.com",
            "total_amount": yuan(order.total),
            "receipt_amount": yuan(order.total),
            "gmt_payment": time_text(order.paid_at),
            "buyer_user_id": order.payer,
            "fund_bill_list": [
                {"fund_channel": "PCREDIT", "amount": yuan(order.total)}
            ],
        }

    # === AFTER THAT === #

    def _known(self, content):
        order = self.book.find("alipay", content.get("out_trade_no"))
        if order is None:
            raise Refusal("ACQ.TRADE_NOT_EXIST", "交易不存在")
        return order

    def _query(self, content, _params):
        order = self._known(content)
        fields = {
            **_OK,
            "out_trade_no": order.number,
            "trade_no": order.platform_number,
            "trade_status": self.words.status(order),
            "total_amount": yuan(order.total),
            # as a name may be: an end of an object in a text
            "buyer_logon_id": '602"}***@qq.com',
        }
        if order.paid_at:
            fields["send_pay_date"] = time_text(order.paid_at)
            fields["buyer_user_id"] = order.payer
        return fields

    def _cancel(self, content, _params):
        order = self._known(content)
        fields = {**_OK, "out_trade_no": order.number, "retry_flag": "N"}
        if order.state == SUCCESS:
            left = order.total - order.refunded
            if left:
                refund = self.book.refund(order, f"C{order.number}", left)
                self.book.finish(order, refund)
            return {**fields, "trade_no": order.platform_number, "action": "refund"}
        self.book.close(order)
        return {**fields, "action": "close"}

    def _close(self, content, _params):
        order = self._known(content)
        if order.state != NOTPAY:
            raise Refusal("ACQ.TRADE_STATUS_ERROR", "交易状态不合法")
        self.book.close(order)
        return {**_OK, "out_trade_no": order.number}

    def _refund(self, content, _params):
        order = self._known(content)
        amount = _fen(content["refund_amount"])
        number = content.get("out_request_no")
        if not number:
            if amount != order.total:
                raise Refusal("ACQ.INVALID_PARAMETER", "部分退款须传out_request_no")
            number = order.number
        with self.book.lock:
            refund = order.refund(number)
            fresh = refund is None
            if fresh:
                if order.state != SUCCESS:
                    raise Refusal("ACQ.TRADE_STATUS_ERROR", "交易状态不合法")
                if amount < 1 or order.refunded + amount > order.total:
                    raise Refusal("ACQ.REFUND_AMT_NOT_EQUAL_TOTAL", "退款金额超限")
                refund = self.book.refund(order, number, amount)
            elif refund.amount != amount:
                raise Refusal("ACQ.DISCORDANT_REPEAT_REQUEST", "不一致的请求")
        if fresh:
            self.book.finish(order, refund)
        return {
            **_OK,
            "trade_no": order.platform_number,
            "out_trade_no": order.number,
            "fund_change": "Y" if fresh else "N",
            "refund_fee": yuan(order.refunded),
            "gmt_refund_pay": time_text(refund.done_at),
        }

    def _query_refund(self, content, _params):
        order = self._known(content)
        refund = order.refund(content.get("out_request_no"))
        if refund is None:
            return dict(_OK)
        return {
            **_OK,
            "trade_no": order.platform_number,
            "out_trade_no": order.number,
            "out_request_no": refund.number,
            "total_amount": yuan(order.total),
            "refund_amount": yuan(refund.amount),
            "refund_status": "REFUND_SUCCESS",
            "gmt_refund_pay": time_text(refund.done_at),
        }

    # === BILLS === #

    def _bill(self, content, _params):
        day = date.fromisoformat(content["bill_date"])
        paid, back = self.book.of_day("alipay", day)
        if not paid and not back:
            raise Refusal("isp.bill_not_exist", "账单不存在")
        token = secrets.token_hex(8)
        self._downloads[token] = bill_files.alipay_trades(
            day, paid, back, self.parties.seller_id
        )
        url = f"{self.double.url}/alipay/bill?{urlencode({'token': token})}"
        return {**_OK, "bill_download_url": url}

    def download(self, token):
        """Return the bytes of a bill that was made, or None."""
        return self._downloads.get(token)


def _fen(text):
    whole, _dot, part = text.partition(".")
    return int(whole) * 100 + int(part.ljust(2, "0") or 0)
