"""Connects the demo company with the play platforms that scripts/demo.sh has started.

Their keys are new at each start, so this runs at each start, too.
"""

import json
import os

FIELDS = {
    "alipay": {
        "app_id": "alipay_app_id",
        "seller_id": "alipay_seller_id",
        "private_key": "alipay_private_key",
        "alipay_public_key": "alipay_public_key",
        "gateway": "alipay_gateway",
    },
    "wechatpay": {
        "mchid": "wechatpay_mchid",
        "appid": "wechatpay_appid",
        "app_secret": "wechatpay_app_secret",
        "serial": "wechatpay_serial",
        "private_key": "wechatpay_private_key",
        "api_v3_key": "wechatpay_api_v3_key",
        "public_key_id": "wechatpay_public_key_id",
        "public_key": "wechatpay_public_key",
        "base_url": "wechatpay_gateway",
        "authorize_url": "wechatpay_authorize_url",
        "oauth_api_url": "wechatpay_oauth_gateway",
    },
}


def connect(env):
    """Set up Alipay and WeChat Pay by the file that DEMO_PLATFORMS names."""
    with open(os.environ["DEMO_PLATFORMS"], encoding="utf-8") as file:
        settings = json.load(file)
    for code, names in FIELDS.items():
        provider = env["payment.provider"].search(
            [("code", "=", code), ("company_id", "=", env.company.id)]
        )
        values = {field: settings[code][name] for name, field in names.items()}
        provider.write({**values, "state": "test"})
    env.cr.commit()
