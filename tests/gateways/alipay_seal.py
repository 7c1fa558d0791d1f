"""Alipay's signature on answers and notifications, rightly or as a fault says."""

from urllib.parse import quote_plus

from cryptography.hazmat.primitives import hashes

from . import crypto


class AlipaySeal:
    """Signs in the name of Alipay.

    :param parties: `Parties`
    """

    def __init__(self, parties):
        self._parties = parties

    def _signature(self, message, faults):
        key = self._parties.alipay_key
        if "wrong_key" in faults:
            key = self._parties.foreign_key
        digest = hashes.SHA1() if "sha1" in faults else None
        signature = crypto.sign(key, message, digest)
        if "broken_signature" in faults:
            signature = ("B" if signature[0] == "A" else "A") + signature[1:]
        return signature

    def answer(self, node, text, faults):
        """Return the bytes of an answer.

        :param node: e.g. `alipay_trade_query_response`
        :param text: the node's JSON
        :param faults: dict kind → options, see `faults`
        """
        signature = self._signature(text.encode(), faults)
        if "tamper" in faults:
            text = text.replace('":"', '":"9', 1)
        if "unsigned" in faults:
            return f'{{"{node}":{text}}}'.encode()
        return f'{{"{node}":{text},"sign":"{signature}"}}'.encode()

    def form(self, fields, faults, charset="utf-8"):
        """Return the bytes of a notification's form.

        :param fields: dict of texts without `sign` and `sign_type`
        """
        fields = {**fields, "charset": charset}
        encoded = {name: value.encode(charset) for name, value in fields.items()}
        message = b"&".join(
            name.encode() + b"=" + encoded[name] for name in sorted(encoded)
        )
        signature = self._signature(message, faults)
        if "tamper" in faults:
            encoded["total_amount"] = b"9" + encoded.get("total_amount", b"")
        if "unsigned" not in faults:
            encoded["sign"] = signature.encode()
        encoded["sign_type"] = b"RSA2"
        return "&".join(
            f"{name}={quote_plus(value)}" for name, value in encoded.items()
        ).encode()
