"""The double itself: its phone, its switches from outside, its command."""

import json
import re
import signal
import subprocess
import sys
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
import requests

from tests.gateways.clients import AMOUNT, alipay_client, number, wechat_client
from tests.gateways.faults import Faults

ROOT = Path(__file__).resolve().parents[2]


def post(double, path, **data):
    return requests.post(f"{double.url}{path}", data=data, timeout=5)


def admin(url, act, **given):
    answer = requests.post(f"{url}/admin/{act}", json=given, timeout=5)
    return answer.status_code, answer.json()


# === THE PHONE === #


def test_the_phone_lists_what_is_to_be_paid_and_pays_it(alipay, wechat, double, shop):
    first, second = number(), number()
    alipay.precreate(first, AMOUNT, "采暖费<b>", notify_url=shop.alipay_url)
    wechat.native(second, AMOUNT, "采暖费", notify_url=shop.wechat_url)
    page = requests.get(f"{double.url}/phone", timeout=5).text
    assert "采暖费&lt;b&gt;" in page
    assert page.count("2356.80") == 2
    tokens = re.findall(r'name="token" value="(\w+)"', page)
    assert len(tokens) == 2
    for token in tokens:
        post(double, "/phone/pay", token=token)
    assert double.wait()
    assert {one.trade.order_number for one in shop.taken} == {first, second}
    page = requests.get(f"{double.url}/phone", timeout=5).text
    assert page.count("支付成功") == 2
    assert "确认支付" not in page


def test_the_phone_scans_a_code(alipay, double):
    found = number()
    code = alipay.precreate(found, AMOUNT, "采暖费")
    assert alipay.query(found).state == "absent"
    page = post(double, "/phone/scan", text=code).text
    assert "支付宝收银台" in page
    assert alipay.query(found).state == "waiting"
    assert (
        post(double, "/phone/scan", text="https://qr.alipay.com/x").status_code == 404
    )
    assert post(double, "/phone/scan", text="").status_code == 404


def test_a_code_that_was_replaced_is_dead(wechat, double):
    found = number()
    notify = "http://127.0.0.1:9/"
    old = wechat.native(found, AMOUNT, "采暖费", notify_url=notify)
    wechat.native(found, AMOUNT, "采暖费", notify_url=notify)
    assert post(double, "/phone/scan", text=old).status_code == 404


@pytest.mark.parametrize("platform", ["alipay", "wechatpay"])
def test_the_phone_shows_a_payment_code_and_asks_for_the_password(
    alipay, wechat, double, platform
):
    page = post(double, "/phone/code", platform=platform, password="1").text
    code = re.search(r"<code id='code'>(\d{18})</code>", page)[1]
    found = number()
    if platform == "alipay":
        trade = alipay.pay(found, AMOUNT, "采暖费", code)
    else:
        trade = wechat.codepay(found, AMOUNT, "采暖费", code, store="hall-1")
    assert trade.state == "waiting"
    order = double.order(platform, found)
    assert "输入密码并支付" in requests.get(f"{double.url}/phone", timeout=5).text
    post(double, "/phone/pay", token=order.token)
    client = alipay if platform == "alipay" else wechat
    assert client.query(found).state == "paid"


def test_the_payer_gives_up(wechat, double):
    found = number()
    code = double.book.new_code("wechatpay", password=True)
    wechat.codepay(found, AMOUNT, "采暖费", code, store="hall-1")
    post(double, "/phone/give_up", token=double.order("wechatpay", found).token)
    assert wechat.query(found).state == "failed"


def test_a_payment_code_is_good_once(wechat, double):
    code = double.book.new_code("wechatpay")
    wechat.codepay(number(), AMOUNT, "采暖费", code, store="hall-1")
    with pytest.raises(Exception, match="AUTH_CODE_INVALID"):
        wechat.codepay(number(), AMOUNT, "采暖费", code, store="hall-1")


def test_nobody_pays_twice_or_too_late(wechat, double):
    found, late = number(), number()
    notify = "http://127.0.0.1:9/"
    wechat.native(found, AMOUNT, "采暖费", notify_url=notify)
    soon = datetime.now(timezone.utc) + timedelta(seconds=60)
    wechat.native(late, AMOUNT, "采暖费", notify_url=notify, expires_at=soon)
    for one in (found, late):
        double.order("wechatpay", one).notify_url = ""
    assert [double.pay("wechatpay", found) for _count in range(2)] == [True, False]
    double.skew = timedelta(seconds=61)
    assert not double.pay("wechatpay", late)
    assert wechat.query(late).state == "closed"


def test_the_bridge_is_served_for_pages_inside_wechat(double):
    answer = requests.get(f"{double.url}/phone/bridge.js", timeout=5)
    assert f"{double.url}/phone/jsapi" in answer.text


@pytest.mark.parametrize("path", ["/", "/v3/certificates", "/admin/nothing"])
def test_what_is_not_there_is_not_found(double, path):
    assert requests.get(f"{double.url}{path}", timeout=5).status_code == 404


# === THE SWITCHES === #


def test_a_switch_goes_off_by_itself():
    faults = Faults()
    faults.add("wechatpay.*", "delay", times=2, seconds=1)
    faults.add("alipay.notify", "drop")
    assert faults.take("wechatpay.query") == {"delay": {"seconds": 1}}
    assert faults.take("alipay.trade.query") == {}
    assert faults.take("wechatpay.native") == {"delay": {"seconds": 1}}
    assert faults.take("wechatpay.native") == {}
    assert faults.take("alipay.notify") == {"drop": {}}
    with pytest.raises(ValueError, match="sabotage"):
        faults.add("*", "sabotage")


def test_the_switches_work_from_outside(wechat, double):
    found = number()
    status, _answer = admin(
        double.url, "faults", where="wechatpay.query", kind="status", code=503
    )
    assert status == 200
    with pytest.raises(Exception, match="http_503"):
        wechat.query(found)
    wechat.native(found, AMOUNT, "采暖费", notify_url="http://127.0.0.1:9/")
    double.order("wechatpay", found).notify_url = ""
    assert admin(double.url, "pay", platform="wechatpay", number=found) == (
        200,
        {"result": True},
    )
    orders = requests.get(f"{double.url}/admin/orders", timeout=5).json()["result"]
    assert [(one["number"], one["state"]) for one in orders] == [(found, "SUCCESS")]
    assert admin(double.url, "skew", seconds=600)[0] == 200
    with pytest.raises(Exception, match="SIGN_ERROR"):
        wechat.query(found)
    for act, given in (
        ("faults", {"where": "*", "kind": "sabotage"}),
        ("faults", {}),
        ("pay", {"platform": "alipay", "number": "nobody"}),
        ("pay", {}),
    ):
        assert admin(double.url, act, **given)[0] == 400
    assert len(admin(double.url, "code", platform="alipay")[1]["result"]) == 18
    for act in ("deliveries", "settings", "release", "clear"):
        assert admin(double.url, act)[0] == 200


# === THE COMMAND === #


def test_the_command_starts_both_platforms_and_ends_on_a_signal(tmp_path):
    path = tmp_path / "settings.json"
    command = [sys.executable, "-m", "tests.gateways", "--port", "0"]
    process = subprocess.Popen(
        [*command, "--settings", str(path)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert str(path) in process.stdout.readline()
        phone = process.stdout.readline().split()[-1]
        settings = json.loads(path.read_text(encoding="utf-8"))
        assert path.stat().st_mode & 0o777 == 0o600
        assert settings["phone"] == phone
        assert requests.get(phone, timeout=5).status_code == 200
        found = number()
        alipay_client(settings).precreate(found, AMOUNT, "采暖费")
        wechat = wechat_client(settings)
        assert wechat.query(found).state == "absent"
        url = settings["wechatpay"]["base_url"]
        admin(url, "pay", platform="alipay", number=found)
        assert alipay_client(settings).query(found).state == "paid"
    finally:
        process.send_signal(signal.SIGTERM)
        start = time.monotonic()
        assert process.wait(10) == 0
        assert time.monotonic() - start < 5
        process.stdout.close()
