"""From HTTP to the platforms' acts and back, with the faults in between."""

import json
import socket
import time
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from . import admin, phone
from .book import Refusal
from .crypto import is_signed
from .faults import change
from .notices import FOREIGN_MCHID

_HTML = "text/html; charset=utf-8"
_JSON = "application/json; charset=utf-8"
_BROKEN = b"<html><body><h1>Bad Gateway</h1></body></html>"


class Handler(BaseHTTPRequestHandler):
    """One request."""

    server_version = "double"
    timeout = 30

    @property
    def double(self):
        """The server that this request came to."""
        return self.server.double

    def log_message(self, *_args):
        """Say nothing: tests and people read their own output."""

    def do_GET(self):  # noqa: N802 (the library's name)
        """Answer a GET."""
        self._serve(b"")

    def do_POST(self):  # noqa: N802
        """Answer a POST."""
        self._serve(self.rfile.read(int(self.headers.get("Content-Length") or 0)))

    def _serve(self, body):
        parts = urlsplit(self.path)
        if parts.path == "/v3/billdownload/file":
            self._wechat_file(body)
        elif parts.path.startswith("/v3/"):
            self._wechat(body)
        elif parts.path == "/gateway.do":
            self._alipay(body)
        elif parts.path == "/alipay/bill":
            token = parse_qs(parts.query).get("token", [""])[0]
            self._file("alipay.bill", self.double.alipay.download(token))
        elif parts.path == "/connect/oauth2/authorize":
            self._authorize()
        elif parts.path == "/sns/oauth2/access_token":
            self._json(self.double.oauth.access_token(self.path))
        elif parts.path.startswith("/phone"):
            self._phone(parts, body)
        elif parts.path.startswith("/admin/"):
            self._json(*admin.act(self.double, parts.path, body))
        else:
            self._send(404, b"")

    # === SENDING === #

    def _send(self, status, body, kind=_HTML, headers=None):
        self.send_response(status)
        if body or status != 204:
            self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            # the client did not wait
            self.close_connection = True

    def _json(self, found, status=200):
        text = json.dumps(found, ensure_ascii=False)
        headers = {"Access-Control-Allow-Origin": "*"}
        self._send(status, text.encode(), _JSON, headers)

    def _cut(self):
        """End the connection without a word."""
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def _before(self, taken):
        """Return whether a fault answered in the place of the work."""
        if "refused_line" in taken:
            self._cut()
        elif "status" in taken:
            self._send(taken["status"].get("code", 502), _BROKEN)
        else:
            return False
        return True

    def _after(self, taken):
        """Return whether a fault answered in the place of the result."""
        if "delay" in taken:
            time.sleep(taken["delay"].get("seconds", 1))
        if "lost" in taken:
            self._cut()
        elif "status_after" in taken:
            self._send(taken["status_after"].get("code", 502), _BROKEN)
        else:
            return False
        return True

    # === WECHAT PAY === #

    def _wechat(self, body):
        gate = self.double.wechat
        route = gate.route(self.command, self.path)
        if route is None:
            self._json({"code": "NOT_FOUND", "message": "接口不存在"}, 404)
            return
        name, handler, arguments = route
        self.double.requests.append((name, self.path, body))
        taken = self.double.faults.take(name)
        if self._before(taken):
            return
        try:
            gate.check_request(self.command, self.path, self.headers, body)
        except Refusal as error:
            # who is unknown gets no signed answer
            self._json({"code": error.code, "message": error.message}, error.status)
            return
        try:
            if "refuse" in taken:
                raise Refusal(**taken["refuse"])
            content = json.loads(body) if body else {}
            query = dict(parse_qsl(urlsplit(self.path).query))
            with self.double.book.lock:
                status, fields = handler(*arguments, content=content, **query)
        except Refusal as error:
            status = error.status
            fields = {"code": error.code, "message": error.message}
        if self._after(taken):
            return
        if fields is not None:
            fields = change(fields, _wechat_changes(taken))
        text = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
        data = b"" if fields is None else text.encode()
        headers, data = self.double.wechat_seal.headers(
            data, taken, self.headers.get("Wechatpay-Serial", "")
        )
        self._send(status, b"" if status == 204 else data, _JSON, headers)

    def _wechat_file(self, body):
        try:
            self.double.wechat.check_request(
                self.command, self.path, self.headers, body
            )
        except Refusal as error:
            self._json({"code": error.code, "message": error.message}, error.status)
            return
        self._file("wechatpay.bill_file", self.double.wechat.download(self.path))

    def _file(self, name, data):
        taken = self.double.faults.take(name)
        if self._before(taken) or self._after(taken):
            return
        if data is None:
            self._send(404, b"")
            return
        if "tamper" in taken:
            data = data[: len(data) // 2] + b"x" + data[len(data) // 2 + 1 :]
        self._send(200, data, "application/octet-stream")

    def _authorize(self):
        back = self.double.oauth.authorize(self.path)
        if back is None:
            self._send(200, phone.error("参数错误").encode())
        else:
            self._send(302, b"", headers={"Location": back})

    # === ALIPAY === #

    def _alipay(self, body):
        params = dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True))
        params.update(parse_qsl(body.decode(), keep_blank_values=True))
        method = params.get("method", "")
        self.double.requests.append((method, self.path, body))
        taken = self.double.faults.take(method)
        if self._before(taken):
            return
        gate = self.double.alipay
        try:
            gate.check_request(params)
        except Refusal as error:
            self._alipay_stranger(error)
            return
        if method in ("alipay.trade.page.pay", "alipay.trade.wap.pay"):
            self._alipay_cashier(params)
            return
        handler = gate.method(method)
        if handler is None:
            self._alipay_stranger(Refusal("isv.invalid-method", "不存在的方法名"))
            return
        try:
            if "refuse" in taken:
                raise Refusal(**taken["refuse"])
            fields = handler(json.loads(params["biz_content"]), params)
        except Refusal as error:
            fields = gate.refusal(error)
        if self._after(taken):
            return
        fields = change(fields, _alipay_changes(taken))
        text = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
        node = method.replace(".", "_") + "_response"
        data = self.double.alipay_seal.answer(node, text, taken)
        self._send(200, data, "text/html;charset=utf-8")

    def _alipay_stranger(self, error):
        """Who is unknown gets no signed answer."""
        fields = self.double.alipay.refusal(error)
        text = json.dumps({"error_response": fields}, ensure_ascii=False)
        self._send(200, text.encode(), "text/html;charset=utf-8")

    def _alipay_cashier(self, params):
        try:
            order = self.double.alipay.cashier(params)
        except Refusal as error:
            self._send(200, phone.error(error.message).encode())
            return
        self._send(303, b"", headers={"Location": f"/phone/order/{order.token}"})

    # === THE PHONE === #

    def _phone(self, parts, body):
        book = self.double.book
        path = parts.path
        if path == "/phone/bridge.js":
            self._send(
                200, (phone.BRIDGE % self.double.url).encode(), "text/javascript"
            )
        elif path == "/phone/jsapi":
            self._jsapi(body)
        elif path.startswith("/phone/order/"):
            order = book.by_token(path.rpartition("/")[2])
            back = dict(parse_qsl(parts.query)).get("redirect_url", "/phone")
            self._order_page(order, back)
        elif self.command == "POST":
            self._phone_act(path, dict(parse_qsl(body.decode())))
        else:
            code = dict(parse_qsl(parts.query)).get("code", "")
            self._send(200, phone.home(list(book.orders.values()), code).encode())

    def _order_page(self, order, back):
        if order is None:
            self._send(404, phone.error("二维码已失效").encode())
            return
        self.double.book.scan(order)
        self._send(200, phone.cashier(order, self._way_back(order) or back).encode())

    def _way_back(self, order):
        """Return where the browser goes after Alipay's cashier, or an empty text."""
        if order.platform != "alipay" or not order.return_url:
            return ""
        form = self.double.alipay_seal.form(
            self.double.alipay.words.returning(order), {}
        )
        mark = "&" if "?" in order.return_url else "?"
        return f"{order.return_url}{mark}{form.decode()}"

    def _phone_act(self, path, form):
        book = self.double.book
        order = book.by_token(form.get("token") or form.get("text", ""))
        if path == "/phone/code":
            digits = book.new_code(form["platform"], bool(form.get("password")))
            where = f"/phone?{urlencode({'code': digits})}"
        elif order is None:
            self._send(404, phone.error("二维码已失效").encode())
            return
        elif path == "/phone/scan":
            where = f"/phone/order/{order.token}"
        elif path == "/phone/give_up":
            book.give_up(order)
            where = "/phone"
        else:
            book.pay(order)
            # only now is there a payment that the way back can name
            where = self._way_back(order) or form.get("back") or "/phone"
        self._send(303, b"", headers={"Location": where})

    def _jsapi(self, body):
        """Do what WeChat's browser does when a page asks it to open a payment."""
        given = json.loads(body)
        message = "".join(
            f"{given.get(name, '')}\n"
            for name in ("appId", "timeStamp", "nonceStr", "package")
        )
        parties = self.double.parties
        key = parties.wechat_merchant_key.public_key()
        order = self.double.book.by_token(given.get("package", ""))
        right = (
            given.get("signType") == "RSA"
            and given.get("appId") == parties.appid
            and is_signed(key, message.encode(), given.get("paySign", ""))
            and order is not None
            and self.double.book.pay(order)
        )
        words = "ok" if right else "fail"
        self._json({"err_msg": f"get_brand_wcpay_request:{words}"})


def _wechat_changes(taken):
    changes = dict(taken.get("change", {}).get("fields", {}))
    if "amount" in taken:
        changes["amount.total"] = taken["amount"]["fen"]
    if "merchant" in taken:
        changes["mchid"] = FOREIGN_MCHID
    return changes


def _alipay_changes(taken):
    changes = dict(taken.get("change", {}).get("fields", {}))
    if "amount" in taken:
        fen = taken["amount"]["fen"]
        changes["total_amount"] = f"{fen // 100}.{fen % 100:02d}"
    if "merchant" in taken:
        changes["out_trade_no"] = "FOREIGN000001"
    return changes
