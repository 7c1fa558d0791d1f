"""The merchant and the two platforms: their numbers and keys, fresh at each start."""

import secrets

from . import crypto


class Parties:
    """Who signs what.

    The merchant's private keys are made here, too, so that one file of settings is
    all that a test or the demo needs; the platforms look at their public halves only.
    """

    def __init__(self):
        self.app_id = "2021000000000042"
        self.seller_id = "2088102119685838"
        self.mchid = "1900000109"
        self.appid = "wx2421b1c4370ec43b"
        self.app_secret = secrets.token_hex(16)
        self.api_v3_key = secrets.token_hex(16)
        self.public_key_id = "PUB_KEY_ID_0119000001092026112300000000000001"
        self.merchant_serial = f"{secrets.randbits(150) | 1 << 150:X}"
        # of the merchant
        self.alipay_app_key = crypto.new_key()
        self.wechat_merchant_key = crypto.new_key()
        # of the platforms: WeChat has one pair for its public key and one for its
        # certificate
        self.alipay_key = crypto.new_key()
        self.wechat_key = crypto.new_key()
        self.wechat_certificate_key = crypto.new_key()
        self.wechat_certificate = crypto.certificate(
            self.wechat_certificate_key, "Tenpay.com sign"
        )
        # of nobody: what a forger signs with
        self.foreign_key = crypto.new_key()

    @property
    def certificate_serial(self):
        """The platform certificate's serial as headers name it."""
        return f"{self.wechat_certificate.serial_number:X}"

    def settings(self, base_url):
        """Return all that a merchant sets up, a dict for JSON."""
        return {
            "alipay": {
                "app_id": self.app_id,
                "seller_id": self.seller_id,
                "private_key": crypto.bare(crypto.private_pem(self.alipay_app_key)),
                "alipay_public_key": crypto.bare(crypto.public_pem(self.alipay_key)),
                "gateway": f"{base_url}/gateway.do",
            },
            "wechatpay": {
                "mchid": self.mchid,
                "appid": self.appid,
                "app_secret": self.app_secret,
                "serial": self.merchant_serial,
                "private_key": crypto.private_pem(self.wechat_merchant_key),
                "api_v3_key": self.api_v3_key,
                "public_key_id": self.public_key_id,
                "public_key": crypto.public_pem(self.wechat_key),
                "certificate": crypto.certificate_pem(self.wechat_certificate),
                "base_url": base_url,
                "authorize_url": f"{base_url}/connect/oauth2/authorize",
                "oauth_api_url": base_url,
            },
            "phone": f"{base_url}/phone",
        }
