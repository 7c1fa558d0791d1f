"""One signed call to WeChat Pay API v3, and what its answer means."""

import gzip
import hashlib
import hmac
import io
import json
import re
import zlib
from urllib.parse import quote, urlencode, urlsplit

from . import keys, transport, wechatpay_signing
from .errors import BadKey, BadSignature, NotReady, Refused, ResultUnknown
from .fields import read_object

# Codes after which nobody knows whether it was done, in both spellings of the pages.
_UNKNOWN = {
    "SYSTEM_ERROR",
    "SYSTEMERROR",
    "FREQUENCY_LIMITED",
    "FREQUENCY_LIMIT_EXCEED",
    "RATELIMIT_EXCEEDED",
    "BANK_ERROR",
    "BANKERROR",
}
_SERIAL = re.compile(r"[0-9A-Fa-f]{8,64}")


def path(*parts, **query):
    """Return a path of quoted parts, with its query."""
    joined = "".join("/" + quote(part, safe="") for part in parts)
    return f"{joined}?{urlencode(query)}" if query else joined


class WechatPayGateway:
    """Signs, sends and verifies for one merchant; parameters as `WechatPayClient`."""

    def __init__(self, mchid, serial, private_key, ring, base_url, timeout, clock):
        if not _SERIAL.fullmatch(serial or ""):
            raise BadKey("the serial of the API certificate is hexadecimal")
        if not ring.serials:
            raise BadKey("neither a WeChat Pay public key nor a certificate is set")
        self.mchid = mchid
        self.ring = ring
        self.private_key = keys.load_private_key(private_key)
        self._serial = serial.upper()
        self._base_url = base_url.rstrip("/")
        self._timeout = timeout
        self._clock = clock

    def call(self, method, where, content=None):
        """Return (status, fields) of a signed answer that is no error.

        Fields are a dict, empty where there is no body (204).

        :param where: path with query under `/v3`
        :param content: dict to send as JSON, None for none
        :raise Refused, ResultUnknown: see there
        """
        body = b""
        if content is not None:
            body = json.dumps(
                content, ensure_ascii=False, separators=(",", ":")
            ).encode()
        found = self._send(method, self._base_url + where, body)
        if found.status >= 500:
            raise ResultUnknown(f"http_{found.status}")
        try:
            wechatpay_signing.verify(
                found.headers, found.body, self.ring, self._clock()
            )
        except BadSignature as error:
            raise _unproven(found, error.reason) from None
        fields = _object(found.body) if found.body else {}
        if 200 <= found.status < 300:
            return found.status, fields
        code = str(fields.get("code") or f"http_{found.status}")
        words = str(fields.get("message") or "")
        if code in _UNKNOWN or found.status == 429:
            raise ResultUnknown(code, words)
        raise Refused(code, words)

    def download(self, link):
        """Return the unpacked bytes of a bill.

        WeChat does not sign the file; the signed answer holds its SHA-1 instead, of
        the unpacked file.

        :param link: dict with `download_url`, `hash_type`, `hash_value`
        :raise ResultUnknown: `mismatch` of the hash, or as `transport.call`
        """
        try:
            url, kind, expected = (
                link["download_url"],
                link["hash_type"],
                link["hash_value"].lower(),
            )
            parts = urlsplit(url)
        except (KeyError, AttributeError, ValueError):
            raise ResultUnknown("not_readable", "download_url") from None
        # Our signature goes along: in the clear only where the interface itself is.
        if kind != "SHA1" or parts.scheme not in ("https", self._base_url[:4]):
            raise ResultUnknown("not_readable", "download_url")
        found = self._send("GET", url, b"", transport.FILE_LIMIT)
        if found.status != 200:
            raise NotReady("bill_download", f"HTTP {found.status}")
        content = _unpacked(found.body)
        found_hash = hashlib.sha1(content, usedforsecurity=False).hexdigest()
        if not hmac.compare_digest(found_hash, expected):
            raise ResultUnknown("mismatch", "hash_value")
        return content

    def _send(self, method, url, body, limit=transport.ANSWER_LIMIT):
        def headers(sent_path):
            return {
                "Accept": "application/json",
                "Content-Type": "application/json",
                # asks for an answer signed by this key
                "Wechatpay-Serial": self.ring.serials[0],
                "Authorization": wechatpay_signing.authorization(
                    self.mchid,
                    self._serial,
                    self.private_key,
                    method,
                    sent_path,
                    body,
                    now=self._clock(),
                ),
            }

        return transport.call(
            method,
            url,
            body=body or None,
            headers=headers,
            timeout=self._timeout,
            limit=limit,
        )


def _object(body):
    try:
        return read_object(body)
    except ValueError:
        raise ResultUnknown("not_readable") from None


def _unproven(found, reason):
    """Return the error of an answer without a valid signature.

    An error that WeChat does not sign (a wrong serial in the settings, say) should be
    readable, though it proves nothing.
    """
    try:
        fields = read_object(found.body) if found.status >= 400 else {}
    except ValueError:
        fields = {}
    words = (fields.get(name) for name in ("code", "message"))
    message = " ".join([reason, *(str(word) for word in words if word)])
    unsigned = reason == "missing_header"
    return ResultUnknown("unsigned" if unsigned else "bad_signature", message[:200])


def _unpacked(data):
    if not data.startswith(b"\x1f\x8b"):
        return data
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as packed:
            content = packed.read(transport.FILE_LIMIT + 1)
    except (OSError, EOFError, zlib.error):
        raise ResultUnknown("not_readable", "gzip") from None
    if len(content) > transport.FILE_LIMIT:
        raise ResultUnknown("too_large")
    return content
