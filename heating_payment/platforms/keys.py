"""RSA keys as the platforms hand them out, and SHA256withRSA over bytes.

Both platforms sign with RSASSA-PKCS1-v1_5 over SHA-256 and keys of 2048 bits (Alipay
“RSA2”, WeChat `WECHATPAY2-SHA256-RSA2048`). SHA-1 is not offered here at all, so no
label can ask for it.
"""

import base64
import binascii
import re

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256

from .errors import BadKey, BadSignature

_SMALLEST = 2048
_PEM = re.compile(rb"-----BEGIN ([A-Z ]+)-----([A-Za-z0-9+/=\s]+)-----END \1-----")


def load_private_key(text):
    """Return our RSA private key from PEM or from bare base64 (PKCS#8 or PKCS#1).

    Alipay's key tool gives base64 without PEM lines, WeChat's gives PEM.

    :raise BadKey: unreadable, encrypted, not RSA, or under 2048 bits
    """
    return _checked(
        _load(
            text,
            lambda data: serialization.load_pem_private_key(data, None),
            lambda data: serialization.load_der_private_key(data, None),
        ),
        rsa.RSAPrivateKey,
        "the private key",
    )


def load_public_key(text):
    """Return the platform's RSA public key from PEM or from bare base64.

    :raise BadKey: unreadable, not RSA, or under 2048 bits
    """
    return _checked(
        _load(
            text, serialization.load_pem_public_key, serialization.load_der_public_key
        ),
        rsa.RSAPublicKey,
        "the platform's public key",
    )


def load_certificate(text):
    """Return the x509 certificate in PEM, its key checked as that of a public key.

    :raise BadKey: unreadable, or its key is not RSA of 2048 bits
    """
    certificate = _load(
        text, x509.load_pem_x509_certificate, x509.load_der_x509_certificate
    )
    if certificate is None:
        raise BadKey("the certificate cannot be read")
    _checked(certificate.public_key(), rsa.RSAPublicKey, "the certificate's key")
    return certificate


def _with_lines(data):
    """Return PEM with its lines, which a one-line input of a form takes away."""
    found = _PEM.fullmatch(data)
    if not found:
        return data
    body = b"".join(found[2].split())
    lines = [body[start : start + 64] for start in range(0, len(body), 64)]
    label = found[1]
    return b"\n".join(
        [b"-----BEGIN " + label + b"-----", *lines, b"-----END " + label + b"-----"]
    )


def _load(text, from_pem, from_der):
    """Return what was loaded, or None: the library's own error may quote the key."""
    data = text.encode() if isinstance(text, str) else text or b""
    try:
        data = data.strip()
        if data.startswith(b"-----"):
            return from_pem(_with_lines(data))
        return from_der(base64.b64decode(b"".join(data.split()), validate=True))
    except (ValueError, TypeError, AttributeError, UnsupportedAlgorithm):
        return None


def _checked(key, kind, what):
    if not isinstance(key, kind):
        raise BadKey(f"{what} cannot be read, or is not an RSA key")
    if key.key_size < _SMALLEST:
        raise BadKey(f"{what} is shorter than {_SMALLEST} bits")
    return key


def sign(key, message):
    """Return the base64 signature of bytes by our private key."""
    return base64.b64encode(key.sign(message, PKCS1v15(), SHA256())).decode()


def verify(key, message, signature):
    """Do nothing if the signature, base64 text, is that key's over these bytes.

    Base64 must be the canonical text: otherwise other letters at its end would mean
    the same signature.

    :raise BadSignature: `bad_base64` or `wrong_signature`
    """
    try:
        given = signature.encode("ascii")
        raw = base64.b64decode(given, validate=True)
    except (UnicodeEncodeError, binascii.Error):
        raise BadSignature("bad_base64") from None
    if base64.b64encode(raw) != given:
        raise BadSignature("bad_base64")
    try:
        key.verify(raw, message, PKCS1v15(), SHA256())
    except InvalidSignature:
        raise BadSignature("wrong_signature") from None
