"""WeChat Pay's interface, as a merchant's server meets it."""

import gzip
import hashlib
import re
import secrets
from datetime import date, datetime
from urllib.parse import parse_qs, unquote, urlsplit

from . import bill_files, crypto
from .book import NOTPAY, REVOKED, SUCCESS, USERPAYING, Refusal
from .wechat_words import WechatWords

_FIELD = re.compile(r'(\w+)="([^"]*)"')
_NUMBER = re.compile(r"[0-9A-Za-z_\-|*]{6,32}")
_REFUND_NUMBER = re.compile(r"[0-9A-Za-z_\-|*@]{1,64}")


class WechatGate:
    """Does what `/v3/…` does.

    :param double: the server
    """

    def __init__(self, double):
        self.double = double
        self.book = double.book
        self.parties = double.parties
        self.words = WechatWords(double.parties, double.clock)
        self._downloads = {}
        self._routes = [
            ("POST", r"/v3/pay/transactions/(native|jsapi|h5)", self._place),
            ("POST", r"/v3/pay/transactions/codepay", self._codepay),
            ("GET", r"/v3/pay/transactions/out-trade-no/([^/]+)", self._query),
            ("GET", r"/v3/pay/transactions/id/([^/]+)", self._query_id),
            ("POST", r"/v3/pay/transactions/out-trade-no/([^/]+)/close", self._close),
            (
                "POST",
                r"/v3/pay/transactions/out-trade-no/([^/]+)/reverse",
                self._reverse,
            ),
            ("POST", r"/v3/refund/domestic/refunds", self._refund),
            ("GET", r"/v3/refund/domestic/refunds/([^/]+)", self._query_refund),
            ("GET", r"/v3/bill/(tradebill|fundflowbill)", self._bill),
        ]

    def route(self, method, path):
        """Return (name, handler, arguments) of a request, or None."""
        bare = urlsplit(path).path
        for verb, pattern, handler in self._routes:
            found = re.fullmatch(pattern, bare)
            if found and verb == method:
                name = handler.__name__.strip("_")
                if handler in (self._place, self._bill):
                    name = found[1]
                return (
                    f"wechatpay.{name}",
                    handler,
                    [unquote(g) for g in found.groups()],
                )
        return None

    # === WHO ASKS === #

    def check_request(self, method, path, headers, body):
        """Refuse what the merchant did not sign.

        :raise Refusal: as the platform does
        """
        if not headers.get("User-Agent"):
            raise Refusal("PARAM_ERROR", "Http头缺少User-Agent", 403)
        if "application/json" not in headers.get("Accept", ""):
            raise Refusal("PARAM_ERROR", "Http头Accept错误", 406)
        scheme, _space, rest = headers.get("Authorization", "").partition(" ")
        given = dict(_FIELD.findall(rest))
        if scheme != "WECHATPAY2-SHA256-RSA2048" or len(given) != 5:
            raise Refusal("SIGN_ERROR", "Http头Authorization值格式错误", 401)
        if given.get("mchid") != self.parties.mchid:
            raise Refusal("SIGN_ERROR", "商户号错误", 401)
        if given.get("serial_no") != self.parties.merchant_serial:
            raise Refusal("SIGN_ERROR", "商户证书序列号有误", 401)
        age = self.book.clock().timestamp() - int(given.get("timestamp") or 0)
        if abs(age) > 300:
            raise Refusal("SIGN_ERROR", "请求时间戳过期", 401)
        message = (
            f"{method}\n{path}\n{given['timestamp']}\n{given['nonce_str']}\n".encode()
            + body
            + b"\n"
        )
        if not crypto.is_signed(
            self.parties.wechat_merchant_key.public_key(), message, given["signature"]
        ):
            raise Refusal("SIGN_ERROR", "错误的签名，验签失败", 401)

    def _ours(self, content, *names):
        expected = {"mchid": self.parties.mchid, "appid": self.parties.appid}
        if any(content.get(name) != expected[name] for name in names):
            raise Refusal("APPID_MCHID_NOT_MATCH", "appid和mch_id不匹配")

    # === PAYING === #

    def _order_facts(self, content):
        self._ours(content, "appid", "mchid")
        amount = content.get("amount") or {}
        total = amount.get("total")
        number = content.get("out_trade_no")
        if (
            not isinstance(total, int)
            or isinstance(total, bool)
            or total < 1
            or amount.get("currency", "CNY") != "CNY"
            or not isinstance(number, str)
            or not _NUMBER.fullmatch(number)
            or not 1 <= len(content.get("description") or "") <= 127
        ):
            raise Refusal("PARAM_ERROR", "参数错误")
        until = content.get("time_expire")
        return number, {
            "total": total,
            "subject": content["description"],
            "notify_url": content.get("notify_url", ""),
            "expires_at": datetime.fromisoformat(until) if until else None,
        }

    def _place(self, way, content=None, **_query):
        number, facts = self._order_facts(content)
        if not facts["notify_url"] or "?" in facts["notify_url"]:
            raise Refusal("PARAM_ERROR", "notify_url错误")
        if way == "jsapi" and not (content.get("payer") or {}).get("openid"):
            raise Refusal("PARAM_ERROR", "缺少payer.openid")
        scene = content.get("scene_info") or {}
        if way == "h5" and not (scene.get("payer_client_ip") and scene.get("h5_info")):
            raise Refusal("PARAM_ERROR", "缺少scene_info")
        order = self.book.find("wechatpay", number)
        if order is None:
            order = self.book.place(
                "wechatpay",
                number,
                way,
                token=self.book.token(),
                wanted=content,
                payer=(content.get("payer") or {}).get("openid", ""),
                **facts,
            )
        elif order.state == SUCCESS:
            raise Refusal("ORDERPAID", "该订单已支付")
        elif order.state != NOTPAY:
            raise Refusal("ORDER_CLOSED", "订单已关闭")
        elif order.wanted != content:
            raise Refusal("INVALID_REQUEST", "请求重入时，参数与首次请求时不一致")
        else:
            order.token = self.book.token()
        if way == "native":
            return 200, {"code_url": f"weixin://wxpay/bizpayurl?pr={order.token}"}
        if way == "jsapi":
            return 200, {"prepay_id": f"wx{order.token}"}
        url = f"{self.double.url}/phone/order/{order.token}?way=h5"
        return 200, {"h5_url": url}

    def _codepay(self, content=None, **_query):
        number, facts = self._order_facts(content)
        digits = (content.get("payer") or {}).get("auth_code", "")
        order = self.book.find("wechatpay", number)
        if order is not None:
            if order.state == SUCCESS:
                raise Refusal("ORDERPAID", "该订单已支付")
            raise Refusal("OUT_TRADE_NO_USED", "商户订单号重复", 403)
        code = self.book.use_code("wechatpay", digits)
        if code is None:
            raise Refusal(
                "AUTH_CODE_INVALID", "付款码无效，请扫描微信支付被扫条码/二维码"
            )
        if code.poor:
            raise Refusal("NOT_ENOUGH", "用户账户余额不足", 403)
        facts["notify_url"] = ""
        order = self.book.place(
            "wechatpay", number, "codepay", token=self.book.token(), **facts
        )
        if code.password:
            order.state = USERPAYING
            return 200, {"trade_state": USERPAYING}
        self.book.pay(order)
        return 200, self.words.trade(order)

    # === AFTER THAT === #

    def _known(self, number):
        order = self.book.find("wechatpay", number)
        if order is None:
            raise Refusal("ORDER_NOT_EXIST", "订单不存在", 404)
        return order

    def _query(self, number, mchid="", **_query):
        self._ours({"mchid": mchid}, "mchid")
        return 200, self.words.trade(self._known(number))

    def _query_id(self, number, mchid="", **_query):
        self._ours({"mchid": mchid}, "mchid")
        for order in list(self.book.orders.values()):
            if order.platform == "wechatpay" and order.platform_number == number:
                return 200, self.words.trade(order)
        raise Refusal("ORDER_NOT_EXIST", "订单不存在", 404)

    def _close(self, number, content=None, **_query):
        self._ours(content, "mchid")
        order = self._known(number)
        if order.way == "codepay":
            raise Refusal("INVALID_REQUEST", "付款码支付订单请调用撤销接口")
        if order.state == SUCCESS:
            raise Refusal("ORDERPAID", "该订单已支付")
        self.book.close(order)
        return 204, None

    def _reverse(self, number, content=None, **_query):
        self._ours(content, "mchid", "appid")
        order = self._known(number)
        if order.way != "codepay":
            raise Refusal("INVALID_REQUEST", "仅付款码支付订单可撤销")
        if order.state == SUCCESS and not order.refunded:
            refund = self.book.refund(order, f"REV{number}", order.total)
            self.book.finish(order, refund)
        self.book.close(order, REVOKED)
        return 200, {
            "appid": self.parties.appid,
            "mchid": self.parties.mchid,
            "out_trade_no": number,
        }

    def _refund(self, content=None, **_query):
        amount = content.get("amount") or {}
        number = content.get("out_refund_no") or ""
        order = self._known(content.get("out_trade_no"))
        wanted = amount.get("refund")
        if not _REFUND_NUMBER.fullmatch(number) or not isinstance(wanted, int):
            raise Refusal("PARAM_ERROR", "参数错误")
        if amount.get("total") != order.total or amount.get("currency") != "CNY":
            raise Refusal("INVALID_REQUEST", "订单金额不一致")
        refund = order.refund(number)
        if refund is not None:
            if refund.amount != wanted:
                raise Refusal("INVALID_REQUEST", "退款金额与之前请求不一致")
            return 200, self.words.refund(order, refund)
        if order.state != SUCCESS:
            raise Refusal("INVALID_REQUEST", "订单状态不允许退款")
        if wanted < 1 or order.refunded + wanted > order.total:
            raise Refusal("INVALID_REQUEST", "累计退款金额大于支付金额")
        refund = self.book.refund(order, number, wanted, content.get("notify_url", ""))
        self.double.later(
            self.double.refund_seconds, lambda: self.book.finish(order, refund)
        )
        return 200, self.words.refund(order, refund)

    def _query_refund(self, number, **_query):
        for order in list(self.book.orders.values()):
            refund = order.refund(number) if order.platform == "wechatpay" else None
            if refund:
                return 200, self.words.refund(order, refund)
        raise Refusal("RESOURCE_NOT_EXISTS", "退款单不存在", 404)

    # === BILLS === #

    def _bill(self, kind, bill_date="", tar_type="", **_query):
        try:
            day = date.fromisoformat(bill_date)
        except ValueError:
            raise Refusal("PARAM_ERROR", "账单日期格式错误") from None
        paid, back = self.book.of_day("wechatpay", day)
        if not paid and not back:
            raise Refusal("NO_STATEMENT_EXIST", "账单文件不存在")
        make = bill_files.wechat_trades
        if kind == "fundflowbill":
            make = bill_files.wechat_flow
        data = make(paid, back, self.parties)
        token = secrets.token_hex(8)
        self._downloads[token] = gzip.compress(data) if tar_type == "GZIP" else data
        return 200, {
            "hash_type": "SHA1",
            "hash_value": hashlib.sha1(data).hexdigest(),
            "download_url": f"{self.double.url}/v3/billdownload/file?token={token}",
        }

    def download(self, path):
        """Return the bytes of a bill that was made, or None."""
        token = parse_qs(urlsplit(path).query).get("token", [""])[0]
        return self._downloads.get(token)
