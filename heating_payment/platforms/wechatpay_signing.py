"""WeChat Pay API v3: signatures both ways, and the cipher of notifications.

Rules from pay.weixin.qq.com, “API v3 signing and verifying”: a request signs method,
path with query, time, nonce and body; an answer or notification signs time, nonce and
body, each followed by a line feed; the resource of a notification is AES-256-GCM with
the merchant's API v3 key.
"""

import base64
import binascii
import re
import secrets
from datetime import timezone

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from . import keys
from .errors import BadKey, BadNotification, BadSignature

SCHEME = "WECHATPAY2-SHA256-RSA2048"
# An answer or notification is as old as this at most, in seconds, or is refused.
WINDOW = 300
_PROBE = "WECHATPAY/SIGNTEST/"
_TIME = re.compile(r"[0-9]{1,12}")
_KEY_ID = re.compile(r"PUB_KEY_ID_[0-9A-Za-z]{1,64}")
_ALGORITHM = "AEAD_AES_256_GCM"


class KeyRing:
    """The platform's keys by the serial that its headers name.

    New merchants have one public key (`PUB_KEY_ID_…`), older ones a platform
    certificate; during a change both serials arrive for days, so there may be several.
    Keys come from the settings only: nothing is ever downloaded because a stranger
    named an unknown serial.
    """

    def __init__(self):
        self._keys = {}
        self._certificates = {}

    def add_public_key(self, key_id, text):
        """Add the WeChat Pay public key of that id; return the id.

        :raise BadKey: unreadable, or the id has another form
        """
        if not isinstance(key_id, str) or not _KEY_ID.fullmatch(key_id):
            raise BadKey("the id of a WeChat Pay public key begins with PUB_KEY_ID_")
        self._keys[key_id] = keys.load_public_key(text)
        return key_id

    def add_certificate(self, text):
        """Add a platform certificate, PEM; return its serial as headers name it."""
        certificate = keys.load_certificate(text)
        serial = f"{certificate.serial_number:X}"
        self._certificates[serial] = certificate
        return serial

    @property
    def serials(self):
        """The serials, public keys first."""
        return (*self._keys, *self._certificates)

    def find(self, serial, now):
        """Return the public key of a serial.

        :param now: aware moment; a certificate counts only while it is valid
        :raise BadSignature: `unknown_serial`, `expired_certificate`
        """
        if serial in self._keys:
            return self._keys[serial]
        certificate = self._certificates.get(serial.upper().lstrip("0"))
        if certificate is None:
            raise BadSignature("unknown_serial")
        begin, end = _validity(certificate)
        if not begin <= now <= end:
            raise BadSignature("expired_certificate")
        return certificate.public_key()


def _validity(certificate):
    """Return the two aware moments between which a certificate counts."""
    try:
        return certificate.not_valid_before_utc, certificate.not_valid_after_utc
    except AttributeError:
        # The library before 42, which Odoo pins for older Pythons.
        utc = timezone.utc
        return (
            certificate.not_valid_before.replace(tzinfo=utc),
            certificate.not_valid_after.replace(tzinfo=utc),
        )


def nonce():
    """Return a fresh nonce of 32 characters."""
    return secrets.token_hex(16)


def authorization(
    mchid, serial, private_key, method, path, body, *, now, nonce_text=None
):
    """Return the Authorization header of a request.

    :param serial: of the merchant's API certificate, hexadecimal
    :param path: as sent, with its query
    :param body: bytes as sent, empty for GET
    :param now: aware moment
    """
    stamp = str(int(now.timestamp()))
    nonce_text = nonce_text or nonce()
    message = f"{method}\n{path}\n{stamp}\n{nonce_text}\n".encode() + body + b"\n"
    signature = keys.sign(private_key, message)
    return (
        f'{SCHEME} mchid="{mchid}",nonce_str="{nonce_text}",timestamp="{stamp}",'
        f'serial_no="{serial}",signature="{signature}"'
    )


def verify(headers, body, ring, now):
    """Do nothing if these headers prove that WeChat sent this body lately.

    :param headers: mapping; the case of its names does not matter
    :param body: bytes exactly as received
    :param ring: `KeyRing`
    :param now: aware moment
    :raise BadSignature: `missing_header`, `wrong_type`, `signtest` (WeChat's probe,
        which has to be refused), `stale`, `unknown_serial`, or as `keys.verify`
    """
    given = {str(name).lower(): value for name, value in headers.items()}
    try:
        stamp, nonce_text, serial, signature = (
            given[f"wechatpay-{name}"]
            for name in ("timestamp", "nonce", "serial", "signature")
        )
    except KeyError:
        raise BadSignature("missing_header") from None
    if not (stamp and nonce_text and serial and signature):
        raise BadSignature("missing_header")
    if given.get("wechatpay-signature-type", SCHEME) != SCHEME:
        raise BadSignature("wrong_type")
    if signature.startswith(_PROBE):
        raise BadSignature("signtest")
    if not _TIME.fullmatch(stamp) or abs(now.timestamp() - int(stamp)) >= WINDOW:
        raise BadSignature("stale")
    key = ring.find(serial, now)
    keys.verify(key, f"{stamp}\n{nonce_text}\n".encode() + body + b"\n", signature)


def pay_sign(appid, prepay_id, private_key, *, now, nonce_text=None):
    """Return what the browser inside WeChat needs to open the payment, a dict.

    Its names are those of `WeixinJSBridge`'s `getBrandWCPayRequest`.
    """
    stamp = str(int(now.timestamp()))
    nonce_text = nonce_text or nonce()
    package = f"prepay_id={prepay_id}"
    message = f"{appid}\n{stamp}\n{nonce_text}\n{package}\n"
    return {
        "appId": appid,
        "timeStamp": stamp,
        "nonceStr": nonce_text,
        "package": package,
        "signType": "RSA",
        "paySign": keys.sign(private_key, message.encode()),
    }


def api_v3_key(text):
    """Return the API v3 key as bytes.

    :raise BadKey: not exactly 32 bytes
    """
    data = text.encode() if isinstance(text, str) else b""
    if len(data) != 32:
        raise BadKey("the API v3 key has exactly 32 characters")
    return data


def decrypt(resource, key):
    """Return the plain bytes of a notification's resource.

    :param resource: dict with `algorithm`, `ciphertext`, `nonce`, `associated_data`
    :param key: bytes
    :raise BadNotification: `not_readable` (another form) or `undecryptable` (another
        key: answer 5xx, so that WeChat sends it again)
    """
    try:
        if resource["algorithm"] != _ALGORITHM:
            raise BadNotification("not_readable")
        return AESGCM(key).decrypt(
            resource["nonce"].encode(),
            base64.b64decode(resource["ciphertext"], validate=True),
            (resource.get("associated_data") or "").encode(),
        )
    except (KeyError, TypeError, AttributeError, ValueError, binascii.Error):
        raise BadNotification("not_readable") from None
    except InvalidTag:
        raise BadNotification("undecryptable") from None
