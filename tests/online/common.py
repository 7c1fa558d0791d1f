"""A company whose householders pay by Alipay and WeChat Pay, at the double."""

import re
from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, tagged

from odoo.addons.heating_payment.tests.common import HeatingPaymentCommon
from odoo.addons.heating_report.audit import broken_laws

from tests.gateways.parties import Parties
from tests.gateways.server import Double

COMPUTER = "Mozilla/5.0 (X11; Linux x86_64) Chrome/120"
PHONE = "Mozilla/5.0 (Linux; Android 14) Mobile Chrome/120"
IN_WECHAT = "Mozilla/5.0 (Linux; Android 14) Mobile MicroMessenger/8.0"
IN_ALIPAY = "Mozilla/5.0 (Linux; Android 14) Mobile AlipayClient/10.5"

# making keys takes a second: one merchant for all classes
PARTIES = Parties()


@tagged("post_install", "-at_install")
class OnlineCommon(HeatingPaymentCommon, HttpCase):
    """A billed household, its bill's link, and both platforms on one port."""

    # laws that what a test is built of does not keep
    laxer = ()

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.providers = {
            provider.code: provider
            for provider in cls.env["payment.provider"].search(
                [
                    ("code", "in", ("alipay", "wechatpay")),
                    ("company_id", "=", cls.company.id),
                ]
            )
        }

    def setUp(self):
        super().setUp()
        self.bill = self._get_bill(self.household)
        self.env["ir.config_parameter"].set_param("web.base.url", self.base_url())
        self.double = self.enterContext(Double(parties=PARTIES, retries=(0.05, 0.1)))
        settings = self.double.settings()
        alipay, wechat = settings["alipay"], settings["wechatpay"]
        self.providers["alipay"].write(
            {
                "alipay_app_id": alipay["app_id"],
                "alipay_seller_id": alipay["seller_id"],
                "alipay_private_key": alipay["private_key"],
                "alipay_public_key": alipay["alipay_public_key"],
                "alipay_gateway": alipay["gateway"],
                "state": "enabled",
            }
        )
        self.providers["wechatpay"].write(
            {
                "wechatpay_mchid": wechat["mchid"],
                "wechatpay_appid": wechat["appid"],
                "wechatpay_app_secret": wechat["app_secret"],
                "wechatpay_serial": wechat["serial"],
                "wechatpay_private_key": wechat["private_key"],
                "wechatpay_api_v3_key": wechat["api_v3_key"],
                "wechatpay_public_key_id": wechat["public_key_id"],
                "wechatpay_public_key": wechat["public_key"],
                "wechatpay_gateway": wechat["base_url"],
                "wechatpay_authorize_url": wechat["authorize_url"],
                "wechatpay_oauth_gateway": wechat["oauth_api_url"],
                "state": "enabled",
            }
        )

        # the tests run at any hour: orders end half an hour after they are made
        midnight = fields.Datetime.now() + timedelta(days=1)
        self.patch(
            type(self.env["payment.transaction"]),
            "_heating_get_midnight",
            lambda *_args: midnight,
        )
        self.env["res.lang"]._activate_lang("en_US")
        self.env["ir.default"].set("res.partner", "lang", "en_US")
        self.env.ref("base.public_user").lang = "en_US"

    @classmethod
    def _request_handler(cls, session, request, /, **kwargs):
        """Override: Odoo's tests know no pair of time-outs."""
        if isinstance(kwargs.get("timeout"), tuple):
            kwargs["timeout"] = max(kwargs["timeout"])
        return super()._request_handler(session, request, **kwargs)

    # === WHAT A PAYER DOES === #

    def _visit(self, path, agent=COMPUTER, **options):
        return self.url_open(path, headers={"User-Agent": agent}, **options)

    def _get_path(self, bill=None):
        return f"/heating/b/{(bill or self.bill)._get_link().rsplit('/', 1)[1]}"

    def _order(self, code="alipay", agent=COMPUTER, path=None):
        """Press the button of a provider on a bill's page.

        :return: the order, and the page that the browser came to
        """
        path = path or self._get_path()
        page = self._visit(path, agent)
        self.assertEqual(page.status_code, 200)
        token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1]
        page = self._visit(
            f"{path}/pay",
            agent,
            data={"csrf_token": token, "provider_id": self.providers[code].id},
        )
        self.env.invalidate_all()
        return self._get_orders()[:1], page

    def _get_orders(self):
        return self.env["payment.transaction"].search(
            [("provider_id", "in", [each.id for each in self.providers.values()])]
        )

    def _pay(self, tx, code="alipay"):
        """The payer confirms on the phone; wait for what the platform tells."""
        # scanning makes a code of Alipay an order
        self.double.order(code, tx.reference).known = True
        self._while_platforms_tell(lambda: self.double.pay(code, tx.reference))

    def _while_platforms_tell(self, act):
        """Do something at the platforms, and wait until they have told us."""
        self.env.flush_all()
        with self.allow_requests(all_requests=True):
            act()
            self.double.wait()
        self.env.invalidate_all()

    def _look(self, tx):
        """What the page asks while it waits."""
        answer = self.make_jsonrpc_request(f"/heating/pay/{tx.heating_token}/state", {})
        self.env.invalidate_all()
        return answer

    def _run_job(self):
        """The job of each minute, when the time of each order has come."""
        open_orders = self._get_orders().filtered("heating_ask_at")
        open_orders.heating_ask_at = fields.Datetime.now()
        self.env.flush_all()
        with self.registry.cursor() as cursor:
            self.env(cr=cursor)["payment.transaction"]._cron_heating_platforms()
        self.env.invalidate_all()

    # === WHAT MUST HOLD === #

    def _get_messages(self):
        return self.env["heating.payment.notification"].search([])

    def assert_paid_once(self, tx, amount=2000.0):
        """One receipt of the order's amount, the bill paid, the laws hold."""
        self.assertEqual(tx.state, "done")
        receipt = tx.heating_receipt_id
        self.assertRecordValues(
            receipt,
            [{"source": "platform", "amount_total": amount, "key": tx.reference}],
        )
        payment = receipt.tender_ids.payment_id
        self.assertEqual(payment, tx.payment_id)
        self.assertEqual(payment.amount, amount)
        self.assertEqual(
            payment.journal_id, tx.provider_id.heating_method_id.journal_id
        )
        self.assertEqual(
            self.env["account.payment"].search_count(
                [("payment_transaction_id", "=", tx.id)]
            ),
            1,
        )
        self.assert_laws()

    def assert_laws(self):
        """Every law of the books holds."""
        broken = broken_laws(self.env)
        self.assertFalse({law: broken[law] for law in broken if law not in self.laxer})
