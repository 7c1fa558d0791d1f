"""The clients under test, made of the settings that the double gives out."""

import itertools
from decimal import Decimal

from platforms import AlipayClient, KeyRing, WechatOAuth, WechatPayClient

AMOUNT = Decimal("2356.80")
_numbers = itertools.count(1)


def number(prefix="HT"):
    """Return a fresh order or refund number."""
    return f"{prefix}20261123{next(_numbers):06d}"


def alipay_client(settings, **changes):
    """Return an `AlipayClient`."""
    given = {**settings["alipay"], "timeout": (5, 5), **changes}
    return AlipayClient(
        given.pop("app_id"),
        given.pop("private_key"),
        given.pop("alipay_public_key"),
        **given,
    )


def ring(settings, certificate=False, both=False):
    """Return a `KeyRing` with the public key, the certificate, or both."""
    given = settings["wechatpay"]
    found = KeyRing()
    if both or not certificate:
        found.add_public_key(given["public_key_id"], given["public_key"])
    if both or certificate:
        found.add_certificate(given["certificate"])
    return found


def wechat_client(settings, keys=None, **changes):
    """Return a `WechatPayClient`, in public-key mode unless a ring is given."""
    given = {**settings["wechatpay"], **changes}
    return WechatPayClient(
        given["mchid"],
        given["appid"],
        given["serial"],
        given["private_key"],
        given["api_v3_key"],
        keys or ring(settings),
        base_url=given["base_url"],
        timeout=given.get("timeout", (5, 5)),
        former_api_v3_key=given.get("former_api_v3_key"),
    )


def oauth_client(settings, **changes):
    """Return a `WechatOAuth`."""
    given = {**settings["wechatpay"], **changes}
    return WechatOAuth(
        given["appid"],
        given["app_secret"],
        authorize_url=given["authorize_url"],
        api_url=given["oauth_api_url"],
        timeout=5,
    )
