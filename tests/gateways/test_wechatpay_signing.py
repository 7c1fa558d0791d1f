"""WeChat Pay's signatures and cipher, with genuine messages and forged ones."""

import json
import re
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from platforms import BadKey, BadNotification, BadSignature, KeyRing
from platforms import wechatpay_signing as signing

from tests.gateways import crypto
from tests.gateways.vectors import PUBLIC
from tests.gateways.wechat_seal import SCHEME

OFFICIAL = PUBLIC["wechat_notify_official"]
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=timezone.utc)
KEY = crypto.new_key()
OTHER = crypto.new_key()
KEY_ID = "PUB_KEY_ID_0119000001092026112300000000000001"
BODY = '{"id":"EV-1","summary":"支付成功"}'.encode()


def ring():
    found = KeyRing()
    found.add_public_key(KEY_ID, crypto.public_pem(KEY))
    return found


def headers(body=BODY, key=KEY, age=0, serial=KEY_ID, digest=None, **changes):
    """Return signed headers; a change to None takes one out."""
    stamp = str(int(NOW.timestamp()) - age)
    message = f"{stamp}\nnonce\n".encode() + body + b"\n"
    found = {
        "Wechatpay-Timestamp": stamp,
        "Wechatpay-Nonce": "nonce",
        "Wechatpay-Serial": serial,
        "Wechatpay-Signature": crypto.sign(key, message, digest),
        **{f"Wechatpay-{name.replace('_', '-')}": one for name, one in changes.items()},
    }
    return {name: value for name, value in found.items() if value is not None}


# === GENUINE === #


def official_ring():
    found = KeyRing()
    assert found.add_certificate(OFFICIAL["certificate"]) == "D7CE59D1F522D701"
    return found


def test_tencents_own_notification_is_verified_and_decrypted():
    now = datetime.fromtimestamp(OFFICIAL["clock"], timezone.utc)
    body = OFFICIAL["body"].encode()
    signing.verify(OFFICIAL["headers"], body, official_ring(), now)
    resource = json.loads(body)["resource"]
    # a key of 16 bytes in this test of theirs only
    plain = signing.decrypt(resource, OFFICIAL["apiv3_key"].encode())
    assert plain.decode() == OFFICIAL["plaintext"]


def test_tencents_own_notification_is_refused_ten_minutes_later():
    now = datetime.fromtimestamp(OFFICIAL["clock"] + 600, timezone.utc)
    body = OFFICIAL["body"].encode()
    with pytest.raises(BadSignature, match="stale"):
        signing.verify(OFFICIAL["headers"], body, official_ring(), now)


def test_a_certificate_that_expired_is_refused():
    found = KeyRing()
    start = NOW - timedelta(days=400)
    certificate = crypto.certificate(KEY, "Tenpay.com sign", 365, start)
    serial = found.add_certificate(crypto.certificate_pem(certificate))
    with pytest.raises(BadSignature, match="expired_certificate"):
        signing.verify(headers(serial=serial), BODY, found, NOW)


def test_keys_and_certificates_stand_side_by_side():
    found = ring()
    certificate = crypto.certificate(OTHER, "Tenpay.com sign")
    start = datetime.now(timezone.utc)
    serial = found.add_certificate(crypto.certificate_pem(certificate))
    assert found.serials == (KEY_ID, serial)
    signing.verify(headers(), BODY, found, NOW)
    age = int(NOW.timestamp() - start.timestamp())
    for written in (serial, serial.lower(), f"00{serial}"):
        signing.verify(headers(key=OTHER, serial=written, age=age), BODY, found, start)
    # each key speaks under its own serial only
    with pytest.raises(BadSignature, match="wrong_signature"):
        signing.verify(headers(key=OTHER), BODY, found, NOW)


# === FORGED === #


@pytest.mark.parametrize("age", [0, 240, -240, 299, -299])
def test_a_clock_that_is_minutes_off_does_no_harm(age):
    signing.verify(headers(age=age), BODY, ring(), NOW)


@pytest.mark.parametrize("age", [300, -300, 600, -600, 86400])
def test_what_is_old_or_from_the_future_is_refused(age):
    with pytest.raises(BadSignature, match="stale"):
        signing.verify(headers(age=age), BODY, ring(), NOW)


def test_the_case_of_headers_does_not_matter():
    found = {name.upper(): value for name, value in headers().items()}
    signing.verify(found, BODY, ring(), NOW)


@pytest.mark.parametrize("kind", [None, SCHEME])
def test_the_signatures_type_may_be_told_or_not(kind):
    signing.verify(headers(Signature_Type=kind), BODY, ring(), NOW)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"Timestamp": None}, "missing_header"),
        ({"Nonce": None}, "missing_header"),
        ({"Serial": None}, "missing_header"),
        ({"Signature": None}, "missing_header"),
        ({"Signature": ""}, "missing_header"),
        ({"Nonce": "other"}, "wrong_signature"),
        ({"Timestamp": "0"}, "stale"),
        ({"Timestamp": "x"}, "stale"),
        ({"Timestamp": "-1"}, "stale"),
        ({"Timestamp": "１７９５４２０８００"}, "stale"),
        ({"Timestamp": "9" * 400}, "stale"),
        ({"Timestamp": f"0{int(NOW.timestamp())}"}, "wrong_signature"),
        ({"Signature": "x"}, "bad_base64"),
        ({"Signature": "签名"}, "bad_base64"),
        ({"Serial": "PUB_KEY_ID_0"}, "unknown_serial"),
        ({"Serial": "0"}, "unknown_serial"),
        ({"Serial": "签"}, "unknown_serial"),
        ({"Signature_Type": "WECHATPAY2-RSA-SHA1"}, "wrong_type"),
        ({"Signature_Type": "WECHATPAY2-SM2-WITH-SM3"}, "wrong_type"),
        ({"Signature_Type": ""}, "wrong_type"),
        ({"key": OTHER}, "wrong_signature"),
        ({"digest": crypto.hashes.SHA1()}, "wrong_signature"),
        ({"body": b"{}"}, "wrong_signature"),
        ({"body": BODY + b"\n"}, "wrong_signature"),
    ],
)
def test_what_wechat_did_not_sign_is_refused(changes, reason):
    with pytest.raises(BadSignature) as caught:
        signing.verify(headers(**changes), BODY, ring(), NOW)
    assert caught.value.reason == reason


@pytest.mark.parametrize("serial", [KEY_ID, "PUB_KEY_ID_0"])
def test_wechats_probe_is_refused(serial):
    genuine = headers()["Wechatpay-Signature"]
    for signature in (f"WECHATPAY/SIGNTEST/{genuine}", "WECHATPAY/SIGNTEST/x"):
        with pytest.raises(BadSignature, match="signtest"):
            signing.verify(
                headers(Signature=signature, Serial=serial), BODY, ring(), NOW
            )


SIGNED = headers()


@settings(deadline=None)
@given(st.integers(0, len(BODY) * 8 - 1))
def test_any_bit_of_the_body_counts(bit):
    changed = bytearray(BODY)
    changed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(BadSignature, match="wrong_signature"):
        signing.verify(SIGNED, bytes(changed), ring(), NOW)


@settings(deadline=None)
@given(st.sampled_from(sorted(SIGNED)), st.data())
def test_any_bit_of_a_header_counts(name, data):
    letters = list(SIGNED[name])
    at = data.draw(st.integers(0, len(letters) - 1))
    letters[at] = chr(ord(letters[at]) ^ 1 << data.draw(st.integers(0, 6)))
    with pytest.raises(BadSignature):
        signing.verify({**SIGNED, name: "".join(letters)}, BODY, ring(), NOW)


# === WHAT WE SIGN === #


def test_the_header_of_a_request_is_signed_as_wechat_reads_it():
    found = signing.authorization(
        "1900000109", "ABC", KEY, "POST", "/v3/x?y=1", BODY, now=NOW, nonce_text="n"
    )
    parts = re.fullmatch(
        r'WECHATPAY2-SHA256-RSA2048 mchid="1900000109",nonce_str="n",'
        r'timestamp="(\d+)",serial_no="ABC",signature="([^"]+)"',
        found,
    )
    assert int(parts[1]) == NOW.timestamp()
    message = f"POST\n/v3/x?y=1\n{parts[1]}\nn\n".encode() + BODY + b"\n"
    assert crypto.is_signed(KEY.public_key(), message, parts[2])


def test_no_nonce_comes_twice():
    assert len({signing.nonce() for _count in range(100)}) == 100
    assert re.fullmatch(r"[0-9a-f]{32}", signing.nonce())


def test_the_browser_inside_wechat_gets_what_the_skills_example_signs():
    now = datetime.fromtimestamp(1554208460, timezone.utc)
    found = signing.pay_sign(
        "wx2421b1c4370ec43b",
        "wx201410272009395522657a690389285100",
        KEY,
        now=now,
        nonce_text="593BEC0C930BF1AFEB40B4A08C8FB242",
    )
    message = (
        b"wx2421b1c4370ec43b\n1554208460\n593BEC0C930BF1AFEB40B4A08C8FB242\n"
        b"prepay_id=wx201410272009395522657a690389285100\n"
    )
    assert crypto.is_signed(KEY.public_key(), message, found.pop("paySign"))
    assert found == {
        "appId": "wx2421b1c4370ec43b",
        "timeStamp": "1554208460",
        "nonceStr": "593BEC0C930BF1AFEB40B4A08C8FB242",
        "package": "prepay_id=wx201410272009395522657a690389285100",
        "signType": "RSA",
    }


# === THE CIPHER === #

AES = b"0123456789abcdef0123456789abcdef"


def resource(text="{}", **changes):
    nonce, ciphertext = crypto.encrypt(AES, text, "transaction")
    return {
        "algorithm": "AEAD_AES_256_GCM",
        "ciphertext": ciphertext,
        "nonce": nonce,
        "associated_data": "transaction",
        **changes,
    }


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_what_was_encrypted_is_read(text):
    assert signing.decrypt(resource(text), AES).decode() == text


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"algorithm": "AEAD_AES_128_GCM"}, "not_readable"),
        ({"ciphertext": "x"}, "not_readable"),
        ({"ciphertext": None}, "not_readable"),
        ({"ciphertext": ""}, "undecryptable"),
        ({"nonce": 5}, "not_readable"),
        ({"nonce": "x"}, "not_readable"),
        ({"nonce": "000000000000"}, "undecryptable"),
        ({"associated_data": "refund"}, "undecryptable"),
        ({"associated_data": None}, "undecryptable"),
    ],
)
def test_another_resource_is_refused(changes, reason):
    with pytest.raises(BadNotification) as caught:
        signing.decrypt(resource(**changes), AES)
    assert caught.value.reason == reason


@pytest.mark.parametrize("found", [None, [], "x", {}])
def test_what_is_no_resource_is_refused(found):
    with pytest.raises(BadNotification, match="not_readable"):
        signing.decrypt(found, AES)


def test_another_key_cannot_read_it():
    with pytest.raises(BadNotification, match="undecryptable"):
        signing.decrypt(resource(), AES[::-1])


@pytest.mark.parametrize("text", ["", "x" * 31, "x" * 33, "暖" * 32, None])
def test_the_api_key_has_32_bytes(text):
    with pytest.raises(BadKey, match="32"):
        signing.api_v3_key(text)


@pytest.mark.parametrize("key_id", ["", "x", "PUB_KEY_ID_", "D7CE59D1F522D701", None])
def test_the_id_of_a_public_key_is_checked(key_id):
    with pytest.raises(BadKey, match="PUB_KEY_ID_"):
        KeyRing().add_public_key(key_id, crypto.public_pem(KEY))
