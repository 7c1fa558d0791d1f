import json
import re

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request
from odoo.tools import format_datetime

from odoo.addons.heating_billing.models.qr_code import get_qr_image

from ..platforms import PlatformError

TOKEN = re.compile(r"[A-Za-z0-9_-]{10,64}")
PHONE = re.compile(r"Mobile|Android|iPhone|iPad|HarmonyOS", re.IGNORECASE)


def get_opened_in(agent):
    """What opens a page: ``wechat``, ``alipay``, another ``phone``, or a ``computer``.

    :param str agent: the browser's own words; they only choose how to pay
    """
    if "MicroMessenger" in agent:
        return "wechat"
    if "AlipayClient" in agent:
        return "alipay"
    return "phone" if PHONE.search(agent) else "computer"


# by provider and what opens the page; what is missing cannot be paid there
WAYS = {
    ("alipay", "alipay"): "wap",
    ("alipay", "phone"): "wap",
    ("alipay", "computer"): "qr",
    ("wechatpay", "wechat"): "jsapi",
    ("wechatpay", "phone"): "h5",
    ("wechatpay", "computer"): "qr",
}


class HeatingPay(http.Controller):
    """Paying from the code on a paper bill: no login, no name, the server's amount."""

    @http.route(
        "/heating/b/<string:token>",
        type="http",
        auth="public",
        methods=["GET"],
        sitemap=False,
    )
    def show_bill(self, token, **_kwargs):
        """Show what is open of one bill, and by what it can be paid here."""
        bill_sudo = request.env["heating.bill"].sudo()._find_by_link(token)
        if not bill_sudo:
            return self._render("pay_unknown", {}, status=404)
        return self._show_bill(bill_sudo, token)

    @http.route(
        "/heating/b/<string:token>/pay",
        type="http",
        auth="public",
        methods=["POST"],
        sitemap=False,
    )
    def order_bill(self, token, provider_id=None, **_kwargs):
        """Make the order: it is committed before any platform hears of it."""
        bill_sudo = request.env["heating.bill"].sudo()._find_by_link(token)
        if not bill_sudo:
            return self._render("pay_unknown", {}, status=404)
        bill_sudo = bill_sudo.with_company(bill_sudo.company_id)
        providers = {
            str(provider.id): (provider, way)
            for provider, way, _label in self._get_ways(bill_sudo.company_id)
        }
        if provider_id not in providers:
            return self._show_bill(
                bill_sudo, token, request.env._("Choose how you pay.")
            )
        provider, way = providers[provider_id]
        household_sudo = bill_sudo.household_id
        try:
            household_sudo._check_may_pay("online")
            tx_sudo = request.env["payment.transaction"]._heating_order(
                provider,
                household_sudo,
                household_sudo._get_online_offer(bill_sudo),
                way,
                f"/heating/b/{token}",
                request.httprequest.remote_addr,
            )
        except UserError as error:
            return self._show_bill(bill_sudo, token, str(error))
        return request.redirect(f"/heating/pay/{tx_sudo.heating_token}", code=303)

    @http.route(
        "/heating/pay/<string:token>",
        type="http",
        auth="public",
        methods=["GET"],
        sitemap=False,
    )
    def show_order(self, token, code=None, state=None, **_kwargs):
        """Let the payer pay an order, or show what became of it."""
        tx_sudo = self._find_order(token)
        if not tx_sudo:
            return self._render("pay_unknown", {}, status=404)
        if tx_sudo.state not in ("draft", "pending"):
            return self._show_order(tx_sudo)
        openid = None
        if tx_sudo.heating_way == "jsapi":
            openid = self._get_openid(tx_sudo, code, state)
            if not isinstance(openid, str):
                return openid
        try:
            opened = tx_sudo._heating_open(openid)
        except UserError as error:
            return self._show_order(tx_sudo, error=str(error))
        except PlatformError:
            return self._show_order(
                tx_sudo,
                error=request.env._(
                    "The payment platform does not answer: please try again in a "
                    "moment. Nothing was paid."
                ),
            )
        if tx_sudo.heating_way in ("wap", "h5"):
            return self._show_order(tx_sudo, leave_to=opened)
        if tx_sudo.heating_way == "qr":
            return self._show_order(tx_sudo, qr_image=get_qr_image(opened))
        return self._show_order(tx_sudo, jsapi=json.dumps(opened))

    @http.route(
        "/heating/pay/<string:token>/state",
        type="jsonrpc",
        auth="public",
        readonly=False,
    )
    def look(self, token):
        """What became of an order, for the page that waits for it.

        :rtype: dict
        """
        tx_sudo = self._find_order(token)
        return tx_sudo._heating_look() if tx_sudo else {"state": "unknown"}

    # === INSIDE === #

    def _find_order(self, token):
        if not TOKEN.fullmatch(token or ""):
            return None
        tx_sudo = (
            request.env["payment.transaction"]
            .sudo()
            .search([("heating_token", "=", token)], limit=1)
        )
        return tx_sudo.with_company(tx_sudo.company_id) if tx_sudo else None

    def _get_ways(self, company):
        """The providers that can be used in this browser, each with its way.

        :return: list of (payment.provider, way, words of the button)
        """
        opened_in = get_opened_in(request.httprequest.headers.get("User-Agent", ""))
        found = []
        for provider in request.env["payment.provider"]._heating_get_enabled(company):
            way = WAYS.get((provider.code, opened_in))
            if way == "jsapi" and not provider.wechatpay_app_secret:
                continue
            if way:
                label = request.env._("Pay with %(provider)s", provider=provider.name)
                found.append((provider, way, label))
        return found

    def _get_openid(self, tx_sudo, code, state):
        """Who pays inside WeChat.

        :return: the openid, or the answer that sends the browser to WeChat
        """
        oauth = tx_sudo.provider_id._heating_get_oauth()
        # the token proves that the browser came back for this order
        expected = tx_sudo.heating_token.replace("-", "").replace("_", "")
        if code and state == expected:
            try:
                return oauth.openid(code)
            except PlatformError:
                return self._show_order(
                    tx_sudo,
                    error=request.env._(
                        "WeChat did not say who pays: please open the link again."
                    ),
                )
        return request.redirect(
            oauth.authorize_url(tx_sudo._heating_get_page(), expected), local=False
        )

    def _show_bill(self, bill_sudo, token, error=None):
        household_sudo = bill_sudo.household_id
        offer = household_sudo._get_online_offer(bill_sudo)
        return self._render(
            "pay_bill",
            {
                "bill": bill_sudo,
                "company": bill_sudo.company_id,
                "offer": offer,
                "ways": self._get_ways(bill_sudo.company_id),
                "refusal": household_sudo._get_pay_refusal("online"),
                "token": token,
                "error": error,
                "words": {
                    "title": request.env._(
                        "Heat %(season)s", season=bill_sudo.season_id.name
                    )
                },
            },
        )

    def _show_order(self, tx_sudo, **values):
        name = tx_sudo.provider_id.name
        company = tx_sudo.company_id
        until = format_datetime(
            request.env,
            tx_sudo.heating_expires_at,
            tz=company._heating_time_zone(),
            dt_format="HH:mm",
        )
        words = {
            "order": request.env._("Order %(number)s", number=tx_sudo.reference),
            "open": request.env._("Open %(app)s", app=name),
            "scan": request.env._("Scan it with %(app)s on your phone.", app=name),
            "until": request.env._("Payable until %(time)s", time=until),
        }
        return self._render(
            "pay_order",
            {"tx": tx_sudo, "company": company, "words": words, **values},
        )

    def _render(self, template, values, status=200):
        response = request.render(f"heating_payment.{template}", values, status=status)
        # what is open changes with each payment, and is nobody's to index
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex"
        # WeChat opens only from a site that it knows: it is told the site, not the page
        response.headers["Referrer-Policy"] = "strict-origin"
        return response
