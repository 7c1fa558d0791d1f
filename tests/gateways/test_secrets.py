"""Keys, payment codes and signatures stand in no log, no text, no URL."""

import logging
import pickle
import traceback
from decimal import Decimal

import pytest
import requests
from platforms import PlatformError, keys, transport

from tests.gateways.clients import AMOUNT, number

PAYMENT_CODES = ("281234567890123456", "131234567890123456")


def secrets(double):
    """Return what must not be seen."""
    parties = double.parties
    found = [*PAYMENT_CODES, parties.api_v3_key, parties.app_secret]
    for platform in ("alipay", "wechatpay"):
        key = double.settings()[platform]["private_key"]
        found.append(key.replace("-----BEGIN PRIVATE KEY-----\n", "")[:60])
    return found


def calls(alipay, wechat):
    """Calls of every kind, those with a payment code among them."""
    return [
        lambda: alipay.pay(number(), AMOUNT, "采暖费", PAYMENT_CODES[0]),
        lambda: wechat.codepay(number(), AMOUNT, "采暖费", PAYMENT_CODES[1], store="1"),
        lambda: alipay.precreate(number(), AMOUNT, "采暖费"),
        lambda: wechat.refund(number(), number("R"), Decimal("1.00"), AMOUNT),
        lambda: wechat.query(number()),
    ]


@pytest.mark.parametrize("fault", [None, "lost", "status", "tamper", "unsigned"])
def test_no_log_and_no_error_tells_a_secret(alipay, wechat, double, caplog, fault):
    seen = []
    with caplog.at_level(logging.DEBUG):
        for call in calls(alipay, wechat):
            if fault:
                double.faults.add("*", fault)
            try:
                call()
            except PlatformError as error:
                seen.append("".join(traceback.format_exception(error)))
                seen.append(repr(error) + repr(vars(error)))
                # nor does the library's error, which holds the whole request
                assert not isinstance(error.__context__, requests.RequestException)
            double.faults.clear()
    assert seen
    seen.append(caplog.text)
    for secret in secrets(double):
        assert secret not in "\n".join(seen)


def test_no_url_holds_a_payment_code_or_a_signature(alipay, wechat, double):
    for call in calls(alipay, wechat):
        try:
            call()
        except PlatformError:
            continue
    paths = [path for _name, path, _body in double.requests]
    assert len(paths) == 5
    assert "/gateway.do?charset=utf-8" in paths
    for path in paths:
        assert "sign" not in path
        assert not any(code in path for code in PAYMENT_CODES)


def test_nothing_prints_a_key(alipay, wechat, double):
    shown = repr(alipay) + repr(vars(alipay)) + repr(wechat) + repr(vars(wechat))
    shown += repr(vars(alipay._gateway)) + repr(vars(wechat._gateway))
    for secret in secrets(double)[3:]:
        assert secret not in shown
    assert double.parties.api_v3_key not in repr(wechat)
    form = alipay.page_pay(number(), AMOUNT, "采暖费")
    assert "sign" not in repr(form)
    with pytest.raises(TypeError):
        pickle.dumps(alipay)


def test_a_password_in_a_netrc_file_is_not_sent_along(
    wechat, double, tmp_path, monkeypatch
):
    netrc = tmp_path / "netrc"
    netrc.write_text("default login somebody password something\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    # it would: a plain call sends it
    plain = requests.Session().prepare_request(requests.Request("GET", double.url))
    assert plain.headers["Authorization"].startswith("Basic ")
    assert wechat.query(number()).state == "absent"
    sent = []

    def send(_session, request, **_settings):
        sent.append(request.headers)
        raise requests.ConnectionError

    monkeypatch.setattr(requests.Session, "send", send)
    with pytest.raises(PlatformError):
        transport.call("GET", double.url)
    assert "Authorization" not in sent[0]


def test_every_call_has_limits(monkeypatch, wechat):
    """A call without a time-out could hang a worker for good."""
    given = {}

    def send(_session, request, **settings):
        given.update(settings)
        raise requests.ConnectionError

    monkeypatch.setattr(requests.Session, "send", send)
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(PlatformError):
        wechat.query(number())
    assert given["timeout"] == (5, 5)
    assert given["allow_redirects"] is False
    assert given["verify"] is True
    with pytest.raises(PlatformError):
        transport.call("GET", "https://example.test/")
    assert given["timeout"] == transport.TIMEOUT


def test_keys_are_not_shown_by_themselves(double):
    key = keys.load_private_key(double.settings()["wechatpay"]["private_key"])
    assert secrets(double)[-1] not in repr(key)
