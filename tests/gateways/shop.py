"""A merchant's server that does with notifications what the addons have to do."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from platforms import BadNotification, BadSignature


class Shop:
    """Verifies what comes in and keeps it.

    :ivar taken: the `Notification`s, in the order they came
    :ivar refused: the errors of the others
    :ivar failures: so many of the next notifications are answered with 503
    :ivar visits: paths that a browser came back to
    """

    def __init__(self, alipay, wechat):
        self.alipay, self.wechat = alipay, wechat
        self.taken, self.refused, self.visits = [], [], []
        self.failures = 0
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self._server.daemon_threads = True
        self._server.shop = self
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self.alipay_url = f"{self.url}/alipay"
        self.wechat_url = f"{self.url}/wechatpay"

    def __enter__(self):
        threading.Thread(
            target=self._server.serve_forever, args=(0.01,), daemon=True
        ).start()
        return self

    def __exit__(self, *_error):
        self._server.shutdown()
        self._server.server_close()

    def take(self, path, headers, body):
        """Return (status, body) of the answer to a notification."""
        with self._lock:
            if self.failures:
                self.failures -= 1
                return 503, b""
            try:
                if path == "/alipay":
                    self.taken.append(self.alipay.read_notification(body))
                    return 200, b"success"
                self.taken.append(self.wechat.read_notification(headers, body))
                return 204, b""
            except BadSignature as error:
                self.refused.append(error)
                return 401, b'{"code":"FAIL"}'
            except BadNotification as error:
                self.refused.append(error)
                if error.reason == "undecryptable":
                    return 503, b""
                return 200, b"success"


class _Handler(BaseHTTPRequestHandler):
    def log_message(self, *_args):
        pass

    def do_GET(self):  # noqa: N802 (the library's name)
        self.server.shop.visits.append(self.path)
        self._send(200, b"<h1>back</h1>")

    def do_POST(self):  # noqa: N802
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self._send(*self.server.shop.take(self.path, self.headers, body))

    def _send(self, status, body):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
