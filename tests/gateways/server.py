"""Both platforms on one port: the interfaces, the phone, the switches.

Test equipment. Nothing in the addons knows it; it knows nothing of the addons, and has
its own cryptography, so that an error in one of the two does not hide in the other.

Usage in a test:

    with Double() as double:
        settings = double.settings()
        double.faults.add("wechatpay.native", "lost")
        double.pay("wechatpay", number)
"""

import threading
import time
from datetime import datetime, timedelta, timezone
from http.server import ThreadingHTTPServer

from .alipay_gate import AlipayGate
from .alipay_seal import AlipaySeal
from .book import Book
from .faults import Faults
from .notices import Notices
from .oauth import OAuthGate
from .parties import Parties
from .routes import Handler
from .wechat_gate import WechatGate
from .wechat_seal import WechatSeal


class Double:
    """The server, in threads of this process.

    :param host: address to listen on
    :param port: 0 for a free one
    :param retries: seconds after which a notification is sent again, each in turn
    :param refund_seconds: how long a refund by WeChat takes
    :param parties: `Parties`; fresh ones unless given (making keys takes a second)
    """

    def __init__(
        self,
        host="127.0.0.1",
        port=0,
        *,
        retries=(0.05, 0.1, 0.2),
        refund_seconds=0.05,
        parties=None,
    ):
        self.parties = parties or Parties()
        self.refund_seconds = refund_seconds
        self.skew = timedelta()
        self.faults = Faults()
        self.book = Book(self.clock)
        self.alipay = AlipayGate(self)
        self.wechat = WechatGate(self)
        self.alipay_seal = AlipaySeal(self.parties)
        self.wechat_seal = WechatSeal(self.parties, self.clock)
        self.oauth = OAuthGate(self.parties)
        self.notices = Notices(self, retries)
        self.book.on_paid = self.notices.paid
        self.book.on_refund = self.notices.refunded
        self.book.on_closed = self.notices.closed
        # what was asked: (name, path, body); for tests that look at the wire
        self.requests = []
        self._timers = []
        self._server = ThreadingHTTPServer((host, port), Handler)
        self._server.daemon_threads = True
        self._server.double = self
        self.url = f"http://{host}:{self._server.server_address[1]}"

    # === LIFE === #

    def start(self):
        """Listen; return self."""
        threading.Thread(
            target=self._server.serve_forever, args=(0.01,), daemon=True
        ).start()
        return self

    def stop(self):
        """Listen no more and give up what is under way."""
        for timer in self._timers:
            timer.cancel()
        self._server.shutdown()
        self._server.server_close()
        self.notices.stop()

    def __enter__(self):
        return self.start()

    def __exit__(self, *_error):
        self.stop()

    # === WHAT A TEST DOES === #

    def clock(self):
        """Return the platforms' moment: `skew` away from the real one."""
        return datetime.now(timezone.utc) + self.skew

    def settings(self):
        """Return what a merchant sets up, a dict."""
        return self.parties.settings(self.url)

    def order(self, platform, number):
        """Return an order, known to the platform's interface or not, or None."""
        return self.book.orders.get((platform, number))

    def pay(self, platform, number):
        """The payer confirms an order, typing the password where one is asked."""
        return self.book.pay(self.order(platform, number))

    def later(self, seconds, act):
        """Do something in a moment."""
        timer = threading.Timer(seconds, act)
        timer.daemon = True
        self._timers.append(timer)
        timer.start()

    def wait(self, seconds=10):
        """Wait for refunds under way and notifications; return whether all are done."""
        end = time.monotonic() + seconds
        for timer in list(self._timers):
            timer.join(max(end - time.monotonic(), 0))
        return self.notices.wait(max(end - time.monotonic(), 0))
