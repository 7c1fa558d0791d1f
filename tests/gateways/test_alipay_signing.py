"""What Alipay signs: requests, answers, notifications."""

import json
from urllib.parse import parse_qsl, quote_plus, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from platforms import BadSignature, alipay_signing, encode_form, keys

from tests.gateways import crypto
from tests.gateways.vectors import PUBLIC

KEY = crypto.new_key()
OTHER = crypto.new_key()
REAL = PUBLIC["alipay_sync_real"]
NODE = "alipay_trade_query_response"
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


def form(fields, key=KEY, charset="utf-8", sign_type="RSA2", digest=None, **more):
    """Return a signed form as Alipay posts it."""
    encoded = {name: value.encode(charset) for name, value in fields.items()}
    message = b"&".join(n.encode() + b"=" + encoded[n] for n in sorted(encoded))
    encoded["sign"] = crypto.sign(key, message, digest).encode()
    if sign_type:
        encoded["sign_type"] = sign_type.encode()
    encoded.update((name, value.encode()) for name, value in more.items())
    return "&".join(f"{n}={quote_plus(v)}" for n, v in encoded.items()).encode()


# === ANSWERS === #


def test_a_genuine_answer_of_alipay_is_verified():
    key = keys.load_public_key(REAL["public_key_b64_der"])
    answer = (
        f'{{"alipay_trade_pay_response":{REAL["signed_text"]},"sign":"{REAL["sign"]}"}}'
    )
    fields = alipay_signing.verify_answer(answer, "alipay_trade_pay_response", key)
    assert fields["out_trade_no"] == "GZ201901301040361012"
    assert fields["total_amount"] == "0.01"


def test_a_genuine_answer_with_another_amount_is_refused():
    key = keys.load_public_key(REAL["public_key_b64_der"])
    text = REAL["signed_text"].replace('"total_amount":"0.01"', '"total_amount":"9.01"')
    answer = f'{{"alipay_trade_pay_response":{text},"sign":"{REAL["sign"]}"}}'
    with pytest.raises(BadSignature, match="wrong_signature"):
        alipay_signing.verify_answer(answer, "alipay_trade_pay_response", key)


@settings(deadline=None)
@given(st.dictionaries(TEXTS, TEXTS | st.integers() | st.lists(TEXTS), max_size=6))
def test_an_answer_is_read_as_it_was_signed(fields):
    text = json.dumps(fields, ensure_ascii=False)
    signature = crypto.sign(KEY, text.encode())
    for answer in (
        f'{{"{NODE}":{text},"sign":"{signature}"}}',
        f'{{"sign":"{signature}","{NODE}":{text}}}',
        f' {{ "{NODE}" : {text} ,\n"alipay_cert_sn":"1", "sign" :"{signature}" }} ',
    ):
        read = alipay_signing.verify_answer(answer, NODE, KEY.public_key())
        assert read == fields
        with pytest.raises(BadSignature):
            alipay_signing.verify_answer(answer, NODE, OTHER.public_key())


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("", "not_readable"),
        ("<html>", "not_readable"),
        ("[]", "not_readable"),
        ("{", "not_readable"),
        ('{"sign":"x"', "not_readable"),
        ('{"sign":"x"}{}', "not_readable"),
        ('{"sign":"x","sign":"y"}', "not_readable"),
        ("[" * 100_000, "not_readable"),
        ('{"a":' + "[" * 100_000, "not_readable"),
        ('{"alipay_trade_query_response":{"code":"10000"}}', "missing_header"),
        ('{"alipay_trade_query_response":{},"sign":5}', "missing_header"),
        ('{"other":{},"sign":"x"}', "missing_header"),
        ('{"alipay_trade_query_response":{},"sign":"x"}', "bad_base64"),
    ],
)
def test_an_answer_without_a_valid_signature_is_refused(answer, reason):
    with pytest.raises(BadSignature) as caught:
        alipay_signing.verify_answer(answer, NODE, KEY.public_key())
    assert caught.value.reason == reason


def test_a_second_node_of_that_name_is_refused():
    text = '{"code":"10000"}'
    signature = crypto.sign(KEY, text.encode())
    answer = f'{{"{NODE}":{text},"{NODE}":{{"code":"1"}},"sign":"{signature}"}}'
    with pytest.raises(BadSignature, match="not_readable"):
        alipay_signing.verify_answer(answer, NODE, KEY.public_key())


# === REQUESTS === #


def test_the_documentations_example_gives_its_text():
    example = PUBLIC["alipay_notify_doc_example"]
    params = dict(example["params"])
    for left_out in ("sign", "sign_type", "gmt_create"):
        del params[left_out]
    assert alipay_signing.request_text(params) == example["string_to_sign"]


def test_a_request_signs_all_but_empty_parameters_and_the_signature():
    params = {"b": "2", "a": "1&x=y", "empty": "", "none": None, "sign": "x"}
    assert alipay_signing.request_text(params) == "a=1&x=y&b=2"
    sent = alipay_signing.sign_request(
        {"method": "m", "sign_type": "RSA2", "return_url": None, "x": "暖"}, KEY
    )
    assert set(sent) == {"method", "sign_type", "x", "sign"}
    message = "method=m&sign_type=RSA2&x=暖".encode()
    assert crypto.is_signed(KEY.public_key(), message, sent["sign"])


# === NOTIFICATIONS === #

FIELDS = {
    "app_id": "2021000000000042",
    "body": "",
    "charset": "utf-8",
    "subject": "采暖费 50% + a=b&c",
    "total_amount": "2356.80",
}


def test_a_notification_is_read_with_its_empty_values():
    assert alipay_signing.verify_form(form(FIELDS), KEY.public_key()) == FIELDS


def test_a_notification_taken_apart_by_a_framework_is_read():
    pairs = parse_qsl(form(FIELDS).decode(), keep_blank_values=True)
    body = encode_form(pairs)
    assert alipay_signing.verify_form(body, KEY.public_key()) == FIELDS


@pytest.mark.parametrize("charset", ["gbk", "GBK", "gb2312", "UTF-8", "utf-8"])
def test_a_notification_is_read_in_its_charset(charset):
    fields = {**FIELDS, "charset": charset}
    body = form(fields, charset=charset)
    assert alipay_signing.verify_form(body, KEY.public_key()) == fields


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "not_readable"),
        (b"&", "not_readable"),
        (b"a", "not_readable"),
        (b"=1", "not_readable"),
        (b"a=1", "missing_header"),
        (b"a=1&sign_type=RSA2", "missing_header"),
        (form(FIELDS, sign_type=None), "wrong_type"),
        (form(FIELDS, sign_type="RSA"), "wrong_type"),
        (form(FIELDS, sign_type="rsa2"), "wrong_type"),
        (form(FIELDS, digest=crypto.hashes.SHA1()), "wrong_signature"),
        (form(FIELDS, sign_type="RSA", digest=crypto.hashes.SHA1()), "wrong_type"),
        (form(FIELDS, key=OTHER), "wrong_signature"),
        (form(FIELDS) + b"&evil=1", "wrong_signature"),
        (form(FIELDS) + b"&total_amount=0.01", "not_readable"),
        (form(FIELDS).replace(b"2356.80", b"0.01"), "wrong_signature"),
        (form(FIELDS).replace(b"body=&", b""), "wrong_signature"),
        (form(FIELDS, sign=""), "wrong_signature"),
        (form(FIELDS, sign="x"), "bad_base64"),
        (form(FIELDS, sign="签"), "bad_base64"),
        (form({**FIELDS, "charset": "utf-16"}), "not_readable"),
        (form({**FIELDS, "charset": "utf-8"}, charset="gbk"), "not_readable"),
        (form({**FIELDS, "body": "x" * 70_000}), "too_large"),
    ],
)
def test_a_notification_that_alipay_did_not_sign_so_is_refused(body, reason):
    with pytest.raises(BadSignature) as caught:
        alipay_signing.verify_form(body, KEY.public_key())
    assert caught.value.reason == reason


@settings(deadline=None)
@given(
    st.dictionaries(st.from_regex(r"[a-z_]{1,12}", fullmatch=True), TEXTS, min_size=1)
)
def test_any_fields_come_through(fields):
    for name in ("sign", "sign_type", "charset"):
        fields.pop(name, None)
    body = form(fields) if fields else form({"a": ""})
    assert alipay_signing.verify_form(body, KEY.public_key()) == (fields or {"a": ""})


BODY = form(FIELDS)


@settings(deadline=None, max_examples=300)
@given(st.integers(0, len(BODY) * 8 - 1))
def test_any_bit_of_a_notification_is_refused_or_means_the_same(bit):
    """`%2B` and `%2b` are the same letter: no other change may pass."""
    changed = bytearray(BODY)
    changed[bit // 8] ^= 1 << bit % 8
    try:
        read = alipay_signing.verify_form(bytes(changed), KEY.public_key())
    except BadSignature:
        return
    assert read == FIELDS
    assert bytes(changed).lower() == BODY.lower()


def test_the_forms_own_name_wins_over_nothing():
    """A name that stands twice is refused even where both values are the same."""
    twice = BODY + b"&" + urlencode({"app_id": FIELDS["app_id"]}).encode()
    with pytest.raises(BadSignature, match="not_readable"):
        alipay_signing.verify_form(twice, KEY.public_key())
