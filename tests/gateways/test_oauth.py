"""Who is the payer inside WeChat: the browser's way and the code's."""

import logging
import socket
import threading
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from platforms import BadKey, Refused, ResultUnknown

from tests.gateways.clients import oauth_client


@pytest.fixture
def oauth(double):
    return oauth_client(double.settings())


def come_back(oauth, redirect_uri="https://heating.example/pay?bill=5"):
    """Return the query with which the browser comes back, a dict."""
    url = oauth.authorize_url(redirect_uri, "state123")
    assert url.endswith("#wechat_redirect")
    answer = requests.get(url, allow_redirects=False, timeout=5)
    assert answer.status_code == 302
    parts = urlsplit(answer.headers["Location"])
    assert parts.netloc == "heating.example"
    return {name: one[0] for name, one in parse_qs(parts.query).items()}


def test_the_browser_brings_a_code_that_tells_the_payer(oauth, double):
    back = come_back(oauth)
    assert (back["bill"], back["state"]) == ("5", "state123")
    assert oauth.openid(back["code"]) == double.oauth.openid


def test_a_code_is_good_once(oauth):
    code = come_back(oauth)["code"]
    oauth.openid(code)
    with pytest.raises(Refused) as caught:
        oauth.openid(code)
    assert caught.value.code == "40163"


@pytest.mark.parametrize("code", ["", "x", "a&secret=b"])
def test_a_code_nobody_gave_is_refused(oauth, code):
    with pytest.raises(Refused) as caught:
        oauth.openid(code)
    assert caught.value.code == "40029"


def test_another_secret_is_refused_and_not_told(double):
    wrong = oauth_client(double.settings(), app_secret="5ecret5ecret")
    code = come_back(wrong)["code"]
    with pytest.raises(Refused) as caught:
        wrong.openid(code)
    assert caught.value.code == "40125"
    assert "5ecret" not in str(caught.value) + repr(caught.value) + repr(wrong)


def test_the_secret_stands_in_no_log(double, caplog):
    oauth = oauth_client(double.settings())
    with caplog.at_level(logging.DEBUG):
        oauth.openid(come_back(oauth)["code"])
    assert double.parties.app_secret not in caplog.text


def test_another_account_is_refused(double):
    other = oauth_client(double.settings(), appid="wx0000")
    page = requests.get(other.authorize_url("https://x.example/", "s"), timeout=5)
    assert "参数错误" in page.text
    with pytest.raises(Refused) as caught:
        other.openid("x")
    assert caught.value.code == "40013"


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ({"errcode": -1, "errmsg": "system error"}, "-1"),
        ({}, "not_readable"),
        ({"openid": ""}, "not_readable"),
        ({"openid": 5}, "not_readable"),
    ],
)
def test_an_answer_that_names_nobody_is_unknown(
    double, oauth, monkeypatch, answer, reason
):
    monkeypatch.setattr(double.oauth, "access_token", lambda _path: answer)
    with pytest.raises(ResultUnknown) as caught:
        oauth.openid("x")
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    ("api_url", "reason"),
    [("http://127.0.0.1:9", "no_answer"), ("{url}/nowhere", "http_404")],
)
def test_nobody_there_is_unknown(double, api_url, reason):
    lost = oauth_client(double.settings(), oauth_api_url=api_url.format(url=double.url))
    with pytest.raises(ResultUnknown) as caught:
        lost.openid("x")
    assert caught.value.reason == reason
    assert caught.value.__context__ is None


def test_the_secret_follows_no_redirect(double):
    """Another host may not be told it, whoever sends us there."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve():
            line, _address = server.accept()
            with line:
                line.recv(10_000)
                where = f"{double.url}/sns/oauth2/access_token".encode()
                line.sendall(b"HTTP/1.1 302 Found\r\nLocation: " + where + b"\r\n\r\n")

        thread = threading.Thread(target=serve)
        thread.start()
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
        led_on = oauth_client(double.settings(), oauth_api_url=url)
        with pytest.raises(ResultUnknown, match="http_302"):
            led_on.openid("x")
        thread.join(5)


def test_number_and_secret_are_needed(double):
    for name in ("appid", "app_secret"):
        with pytest.raises(BadKey):
            oauth_client(double.settings(), **{name: ""})
