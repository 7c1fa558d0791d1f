"""Keys in every form that the platforms hand out, and signatures by them."""

import base64

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given, settings
from hypothesis import strategies as st
from platforms import BadKey, BadSignature, keys

from tests.gateways import crypto

KEY = crypto.new_key()
OTHER = crypto.new_key()
SIGNATURE = crypto.sign(KEY, b"2356.80")


def pkcs1(key, encoding):
    return key.private_bytes(
        encoding,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )


@pytest.mark.parametrize(
    "text",
    [
        crypto.private_pem(KEY),
        crypto.private_pem(KEY).encode(),
        f"\n  {crypto.private_pem(KEY)}\n",
        crypto.bare(crypto.private_pem(KEY)),
        pkcs1(KEY, serialization.Encoding.PEM).decode(),
        base64.b64encode(pkcs1(KEY, serialization.Encoding.DER)).decode(),
        base64.encodebytes(pkcs1(KEY, serialization.Encoding.DER)).decode(),
    ],
)
def test_private_keys_in_pem_and_base64_are_read(text):
    found = keys.load_private_key(text)
    assert crypto.is_signed(KEY.public_key(), b"x", keys.sign(found, b"x"))


@pytest.mark.parametrize(
    "text", [crypto.public_pem(KEY), crypto.bare(crypto.public_pem(KEY))]
)
def test_public_keys_in_pem_and_base64_are_read(text):
    keys.verify(keys.load_public_key(text), b"2356.80", SIGNATURE)


@pytest.mark.parametrize(
    "load", [keys.load_private_key, keys.load_public_key, keys.load_certificate]
)
@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "AAAA",
        "采暖",
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END",
        b"\xff\x00",
        None,
        False,
        5,
    ],
)
def test_what_is_no_key_is_said_without_quoting_it(load, text):
    with pytest.raises(BadKey) as caught:
        load(text)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
    assert "AAAA" not in str(caught.value)


def test_short_keys_and_other_kinds_of_keys_are_refused():
    with pytest.raises(BadKey, match="2048"):
        keys.load_private_key(crypto.private_pem(crypto.new_key(1024)))
    with pytest.raises(BadKey, match="RSA"):
        keys.load_private_key(
            crypto.private_pem(ec.generate_private_key(ec.SECP256R1()))
        )
    with pytest.raises(BadKey, match="RSA"):
        keys.load_public_key(crypto.private_pem(KEY))
    with pytest.raises(BadKey, match="RSA"):
        keys.load_private_key(crypto.public_pem(KEY))


@settings(deadline=None)
@given(st.binary(max_size=2000))
def test_what_was_signed_is_verified(message):
    signature = keys.sign(KEY, message)
    keys.verify(KEY.public_key(), message, signature)
    with pytest.raises(BadSignature, match="wrong_signature"):
        keys.verify(OTHER.public_key(), message, signature)


@settings(deadline=None)
@given(st.binary(min_size=1, max_size=200), st.data())
def test_any_bit_of_the_message_counts(message, data):
    signature = keys.sign(KEY, message)
    bit = data.draw(st.integers(0, len(message) * 8 - 1))
    changed = bytearray(message)
    changed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(BadSignature, match="wrong_signature"):
        keys.verify(KEY.public_key(), bytes(changed), signature)


@settings(deadline=None)
@given(st.integers(0, len(SIGNATURE) * 7 - 1))
def test_any_bit_of_the_signatures_text_counts(bit):
    letters = list(SIGNATURE)
    letters[bit // 7] = chr(ord(letters[bit // 7]) ^ 1 << bit % 7)
    with pytest.raises(BadSignature):
        keys.verify(KEY.public_key(), b"2356.80", "".join(letters))


@pytest.mark.parametrize(
    "signature",
    [
        "",
        "=",
        "签名",
        SIGNATURE[:-1],
        SIGNATURE + "\n",
        SIGNATURE[:-3] + "h==",
        "A" * 344,
    ],
)
def test_what_is_no_signature_is_refused(signature):
    with pytest.raises(BadSignature):
        keys.verify(KEY.public_key(), b"2356.80", signature)


def test_another_text_of_the_same_signature_is_refused():
    """The last letter before `==` has four bits that mean nothing."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    alias = SIGNATURE[:-3] + letters[letters.index(SIGNATURE[-3]) + 1] + "=="
    assert base64.b64decode(alias) == base64.b64decode(SIGNATURE)
    with pytest.raises(BadSignature, match="bad_base64"):
        keys.verify(KEY.public_key(), b"2356.80", alias)


def test_a_signature_by_sha1_is_refused():
    signature = crypto.sign(KEY, b"2356.80", crypto.hashes.SHA1())
    with pytest.raises(BadSignature, match="wrong_signature"):
        keys.verify(KEY.public_key(), b"2356.80", signature)
