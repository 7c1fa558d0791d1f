"""WeChat Pay's signature on answers and notifications, rightly or as a fault says."""

import secrets

from cryptography.hazmat.primitives import hashes

from . import crypto

SCHEME = "WECHATPAY2-SHA256-RSA2048"


class WechatSeal:
    """Signs in the name of WeChat Pay.

    :param parties: `Parties`
    :param clock: function that returns the aware moment
    """

    def __init__(self, parties, clock):
        self._parties = parties
        self._clock = clock

    def headers(self, body, faults, serial=""):
        """Return (headers, body) as they are sent.

        :param body: bytes
        :param faults: dict kind → options, see `faults`
        :param serial: the key that the merchant asked to be answered by
        """
        parties = self._parties
        if "unsigned" in faults:
            return {}, body
        key, named = parties.wechat_key, parties.public_key_id
        by_certificate = serial == parties.certificate_serial
        if by_certificate != ("certificate" in faults):
            key, named = parties.wechat_certificate_key, parties.certificate_serial
        if "wrong_key" in faults:
            key = parties.foreign_key
        if "unknown_serial" in faults:
            key, named = parties.foreign_key, "PUB_KEY_ID_0000000000000000000000000000"
        stamp = int(self._clock().timestamp())
        stamp += (
            faults.get("stale", {}).get("seconds", -600) if "stale" in faults else 0
        )
        nonce = secrets.token_hex(16)
        message = f"{stamp}\n{nonce}\n".encode() + body + b"\n"
        digest = hashes.SHA1() if "sha1" in faults else None
        signature = crypto.sign(key, message, digest)
        if "broken_signature" in faults:
            signature = ("B" if signature[0] == "A" else "A") + signature[1:]
        if "signtest" in faults:
            signature = f"WECHATPAY/SIGNTEST/{signature}"
        if "tamper" in faults:
            body = tampered(body)
        return {
            "Wechatpay-Timestamp": str(stamp),
            "Wechatpay-Nonce": nonce,
            "Wechatpay-Serial": named,
            "Wechatpay-Signature": signature,
            "Wechatpay-Signature-Type": SCHEME,
        }, body


def tampered(body):
    """Return the body with one character of a value altered, still readable."""
    for old, new in ((b'"total":', b'"total":9'), (b'":"', b'":"x')):
        if old in body:
            return body.replace(old, new, 1)
    return body + b" "
