"""The platforms' own cryptography, written apart from the code under test."""

import base64
import datetime
import os

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.x509.oid import NameOID


def new_key(bits=2048):
    """Return a fresh RSA key."""
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


def sign(key, message, digest=None):
    """Return the base64 signature of bytes; SHA-256 unless another digest is given."""
    raw = key.sign(message, padding.PKCS1v15(), digest or hashes.SHA256())
    return base64.b64encode(raw).decode()


def is_signed(public_key, message, signature):
    """Return whether base64 text is the key's signature of bytes."""
    try:
        raw = base64.b64decode(signature, validate=True)
        public_key.verify(raw, message, padding.PKCS1v15(), hashes.SHA256())
    except (InvalidSignature, ValueError):
        return False
    return True


def encrypt(key, text, associated_data):
    """Return (nonce, base64 ciphertext) of AES-256-GCM."""
    nonce = os.urandom(6).hex()
    sealed = AESGCM(key).encrypt(
        nonce.encode(), text.encode(), associated_data.encode()
    )
    return nonce, base64.b64encode(sealed).decode()


def private_pem(key):
    """Return the PEM of a private key, as `apiclient_key.pem` is."""
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()


def public_pem(key):
    """Return the PEM of a private key's public half."""
    return (
        key.public_key()
        .public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        .decode()
    )


def bare(pem):
    """Return a PEM's base64 without its lines, as Alipay's key tool gives keys."""
    return "".join(line for line in pem.splitlines() if not line.startswith("-"))


def certificate(key, name, days=1825, start=None):
    """Return a self-signed certificate of a key, valid from yesterday on."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    start = start or datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(
        days=1
    )
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + datetime.timedelta(days=days))
        .sign(key, hashes.SHA256())
    )


def certificate_pem(found):
    """Return the PEM of a certificate."""
    return found.public_bytes(serialization.Encoding.PEM).decode()
