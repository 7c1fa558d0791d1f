"""One signed call to Alipay's gateway, and what its answer means.

Every call is a POST whose body holds all parameters, so that no payment code stands
in a URL; an answer counts only with Alipay's signature.
"""

import json
from urllib.parse import urlencode

from . import alipay_signing, keys, transport
from .alipay_answers import unproven
from .errors import BadSignature, Refused, ResultUnknown
from .fields import alipay_time

_SUCCESS = "10000"
# Codes after which nobody knows whether it was done.
_UNKNOWN = {"20000"}
_UNKNOWN_SUB = {
    "ACQ.SYSTEM_ERROR",
    "isp.unknow-error",
    "isp.unknown-error",
    "aop.unknow-error",
    "aop.ACQ.SYSTEM_ERROR",
}


class AlipayGateway:
    """Signs, sends and verifies for one app; parameters as `AlipayClient`."""

    def __init__(self, app_id, private_key, alipay_public_key, url, timeout, clock):
        self.app_id = app_id
        self._private_key = keys.load_private_key(private_key)
        self.public_key = keys.load_public_key(alipay_public_key)
        # The charset stands in the query as well, for the gateway to read the body by.
        self.url = f"{url}?charset=utf-8"
        self._timeout = timeout
        self._clock = clock

    def signed(self, method, content, **more):
        """Return all parameters of a call, a dict of texts, signed now.

        :param method: e.g. `alipay.trade.query`
        :param content: dict of what the method wants to know
        :param more: common parameters such as `notify_url`; None is left out
        """
        params = {
            "app_id": self.app_id,
            "method": method,
            "format": "JSON",
            "charset": "utf-8",
            "sign_type": "RSA2",
            "timestamp": alipay_time(self._clock()),
            "version": "1.0",
            "biz_content": json.dumps(
                content, ensure_ascii=False, separators=(",", ":")
            ),
            **more,
        }
        return alipay_signing.sign_request(params, self._private_key)

    def call(self, method, content, *, also=(), notify_url=None):
        """Return the signed answer's fields.

        :param also: codes beside 10000 that are an answer
        :raise Refused, ResultUnknown: see there
        """
        found = transport.call(
            "POST",
            self.url,
            body=urlencode(
                self.signed(method, content, notify_url=notify_url)
            ).encode(),
            headers={"Content-Type": "application/x-www-form-urlencoded;charset=utf-8"},
            timeout=self._timeout,
        )
        if found.status != 200:
            raise ResultUnknown(f"http_{found.status}")
        fields = self._verified(found.body, method.replace(".", "_") + "_response")
        code, sub = fields.get("code"), fields.get("sub_code")
        if code == _SUCCESS or code in also:
            return fields
        words = str(fields.get("sub_msg") or fields.get("msg") or "")
        if code in _UNKNOWN or sub in _UNKNOWN_SUB:
            raise ResultUnknown(sub or code, words)
        raise Refused(str(sub or code), words)

    def _verified(self, body, node):
        try:
            text = body.decode("utf-8")
        except UnicodeDecodeError:
            raise ResultUnknown("not_readable") from None
        for name in (node, "error_response"):
            try:
                return alipay_signing.verify_answer(text, name, self.public_key)
            except BadSignature as error:
                reason = error.reason
                if reason != "missing_header":
                    break
        raise ResultUnknown(*unproven(text, node, reason))
