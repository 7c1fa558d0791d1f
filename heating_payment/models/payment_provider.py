from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..platforms import (
    AlipayClient,
    BadKey,
    KeyRing,
    WechatOAuth,
    WechatPayClient,
)
from ..platforms.alipay import GATEWAY as ALIPAY_GATEWAY
from ..platforms.wechatpay import BASE_URL as WECHATPAY_GATEWAY
from ..platforms.wechatpay_oauth import API_URL, AUTHORIZE_URL
from .platform_words import get_key_words

# code of the provider: kind of the means of payment that its money is taken by
PLATFORMS = {"alipay": "alipay", "wechatpay": "wechat"}


def secret(string, **options):
    """A field of a key: for system administrators, and in no copy of the record."""
    return fields.Text(string=string, copy=False, groups="base.group_system", **options)


class PaymentProvider(models.Model):
    """Alipay and WeChat Pay, each with what a merchant is given by the platform."""

    _inherit = "payment.provider"

    code = fields.Selection(
        selection_add=[("alipay", "Alipay"), ("wechatpay", "WeChat Pay")],
        ondelete={"alipay": "set default", "wechatpay": "set default"},
    )
    alipay_app_id = fields.Char(
        string="App Number",
        copy=False,
        required_if_provider="alipay",
        groups="base.group_system",
        help="APPID on Alipay's open platform: 16 digits.",
    )
    alipay_seller_id = fields.Char(
        string="Seller Number",
        copy=False,
        required_if_provider="alipay",
        groups="base.group_system",
        help="The merchant's PID: 16 digits that begin with 2088.",
    )
    alipay_private_key = secret("Our Private Key", required_if_provider="alipay")
    alipay_public_key = fields.Text(
        string="Alipay's Public Key",
        copy=False,
        required_if_provider="alipay",
        groups="base.group_system",
        help="Alipay's, as its site shows it, not the public half of your own.",
    )
    alipay_gateway = fields.Char(
        string="Alipay's Gateway", default=ALIPAY_GATEWAY, groups="base.group_system"
    )
    wechatpay_mchid = fields.Char(
        string="Merchant Number",
        copy=False,
        required_if_provider="wechatpay",
        groups="base.group_system",
    )
    wechatpay_appid = fields.Char(
        string="Account Number",
        copy=False,
        required_if_provider="wechatpay",
        groups="base.group_system",
        help="APPID of the official account that is bound to the merchant: wx…",
    )
    wechatpay_app_secret = secret(
        "Account Secret",
        help="Needed for payments from inside WeChat: it tells who the payer is.",
    )
    wechatpay_serial = fields.Char(
        string="Serial of Our Certificate",
        copy=False,
        required_if_provider="wechatpay",
        groups="base.group_system",
    )
    wechatpay_private_key = secret(
        "Key of Our Certificate",
        required_if_provider="wechatpay",
        help="The text of apiclient_key.pem.",
    )
    wechatpay_api_v3_key = secret("APIv3 Key", required_if_provider="wechatpay")
    wechatpay_former_api_v3_key = secret(
        "Former APIv3 Key",
        help="For two days after the key was changed: notifications may still be "
        "closed with it.",
    )
    wechatpay_public_key_id = fields.Char(
        string="Number of WeChat's Key",
        copy=False,
        groups="base.group_system",
        help="PUB_KEY_ID_…; empty where WeChat gave a certificate only.",
    )
    wechatpay_public_key = fields.Text(
        string="WeChat's Public Key", copy=False, groups="base.group_system"
    )
    wechatpay_certificate = fields.Text(
        string="WeChat's Certificate",
        copy=False,
        groups="base.group_system",
        help="Of merchants of before 2024, and of those who are changing over: both "
        "are accepted.",
    )
    wechatpay_gateway = fields.Char(
        string="WeChat Pay's Interface",
        default=WECHATPAY_GATEWAY,
        groups="base.group_system",
    )
    wechatpay_authorize_url = fields.Char(
        string="WeChat's Page of Consent",
        default=AUTHORIZE_URL,
        groups="base.group_system",
    )
    wechatpay_oauth_gateway = fields.Char(
        string="WeChat's Interface of Accounts",
        default=API_URL,
        groups="base.group_system",
    )
    heating_method_id = fields.Many2one(
        "heating.tender.method",
        string="Means of Payment",
        compute="_compute_heating_method_id",
        help="What receipts say, and in whose journal the money is booked.",
    )

    # === COMPUTE METHODS === #

    @api.depends("code", "company_id")
    def _compute_heating_method_id(self):
        methods = self.env["heating.tender.method"].sudo()
        for provider in self:
            kind = PLATFORMS.get(provider.code)
            provider.heating_method_id = kind and methods.search(
                [("company_id", "=", provider.company_id.id), ("kind", "=", kind)],
                limit=1,
            )

    def _compute_feature_support_fields(self):
        """Override of `payment`: parts can be refunded."""
        result = super()._compute_feature_support_fields()
        self.filtered(lambda provider: provider.code in PLATFORMS).update(
            {"support_refund": "partial"}
        )
        return result

    @api.depends("code", "state", "company_id")
    def _compute_journal_id(self):
        """Override of `account_payment`: the journal of the means of payment."""
        ours = self.filtered(lambda provider: provider.code in PLATFORMS)
        result = super(PaymentProvider, self - ours)._compute_journal_id()
        for provider in ours:
            provider.journal_id = provider.heating_method_id.journal_id
        return result

    def _inverse_journal_id(self):
        """Override of `account_payment`: the journal is that of receipts."""
        ours = self.filtered(lambda provider: provider.code in PLATFORMS)
        return super(PaymentProvider, self - ours)._inverse_journal_id()

    # === CONSTRAINTS === #

    @api.constrains(
        "state",
        "alipay_app_id",
        "alipay_seller_id",
        "alipay_private_key",
        "alipay_public_key",
        "wechatpay_mchid",
        "wechatpay_appid",
        "wechatpay_serial",
        "wechatpay_private_key",
        "wechatpay_api_v3_key",
        "wechatpay_former_api_v3_key",
        "wechatpay_public_key_id",
        "wechatpay_public_key",
        "wechatpay_certificate",
    )
    def _check_platform_keys(self):
        """Refuse keys that cannot work while they are typed, not at the first payer.

        :raise ValidationError: a key or number cannot be used
        """
        for provider in self:
            if provider.state == "disabled" or provider.code not in PLATFORMS:
                continue
            try:
                provider._heating_get_client()
            except BadKey as error:
                raise ValidationError(
                    self.env._(
                        "%(provider)s cannot be used like this: %(reason)s.",
                        provider=provider.name,
                        reason=get_key_words(self.env, error),
                    )
                ) from None

    # === BUSINESS METHODS === #

    def _get_supported_currencies(self):
        """Override of `payment`: both platforms settle in yuan."""
        found = super()._get_supported_currencies()
        if self.code in PLATFORMS:
            found = found.filtered(lambda currency: currency.name == "CNY")
        return found

    def _get_default_payment_method_codes(self):
        """Override of `payment`."""
        self.ensure_one()
        return {"alipay": {"alipay"}, "wechatpay": {"wechat_pay"}}.get(
            self.code
        ) or super()._get_default_payment_method_codes()

    def _get_reset_values(self):
        """Override of `payment`: what is forgotten when credentials are reset."""
        values = super()._get_reset_values()
        if self.code in PLATFORMS:
            kept = {"alipay_gateway"} | {
                "wechatpay_gateway",
                "wechatpay_authorize_url",
                "wechatpay_oauth_gateway",
            }
            values |= {
                name: None
                for name in self._fields
                if name.startswith(f"{self.code}_") and name not in kept
            }
        return values

    def _heating_get_client(self):
        """What speaks the platform's protocol in this merchant's name.

        :rtype: AlipayClient or WechatPayClient
        :raise BadKey: a key or number cannot be used
        """
        self.ensure_one()
        provider = self.sudo()
        if provider.code == "alipay":
            return AlipayClient(
                provider.alipay_app_id,
                provider.alipay_private_key,
                provider.alipay_public_key,
                seller_id=provider.alipay_seller_id,
                gateway=provider.alipay_gateway or ALIPAY_GATEWAY,
            )
        ring = KeyRing()
        if provider.wechatpay_public_key:
            ring.add_public_key(
                provider.wechatpay_public_key_id, provider.wechatpay_public_key
            )
        if provider.wechatpay_certificate:
            ring.add_certificate(provider.wechatpay_certificate)
        return WechatPayClient(
            provider.wechatpay_mchid,
            provider.wechatpay_appid,
            provider.wechatpay_serial,
            provider.wechatpay_private_key,
            provider.wechatpay_api_v3_key,
            ring,
            former_api_v3_key=provider.wechatpay_former_api_v3_key or None,
            base_url=provider.wechatpay_gateway or WECHATPAY_GATEWAY,
        )

    def _heating_get_oauth(self):
        """What asks WeChat who the payer in front of the browser is.

        :rtype: WechatOAuth
        :raise UserError: the account's secret is not set
        """
        self.ensure_one()
        provider = self.sudo()
        if not provider.wechatpay_app_secret:
            raise UserError(
                self.env._("Payments from inside WeChat are not set up here.")
            )
        return WechatOAuth(
            provider.wechatpay_appid,
            provider.wechatpay_app_secret,
            authorize_url=provider.wechatpay_authorize_url or AUTHORIZE_URL,
            api_url=provider.wechatpay_oauth_gateway or API_URL,
        )

    def _heating_get_notify_url(self):
        """Where the platform posts its notifications: no query, as both demand."""
        self.ensure_one()
        return f"{self.get_base_url()}/payment/{self.code}/{self.id}/notify"

    @api.model
    def _heating_get_enabled(self, company):
        """The platforms by which a company takes money.

        :rtype: payment.provider
        """
        return (
            self.sudo()
            .search(
                [
                    ("company_id", "=", company.id),
                    ("code", "in", list(PLATFORMS)),
                    ("state", "!=", "disabled"),
                ],
                order="sequence, id",
            )
            .filtered("heating_method_id")
        )
