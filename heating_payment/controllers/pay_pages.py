import re

from odoo.exceptions import UserError
from odoo.http import request
from odoo.tools import format_datetime

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


class PayPages:
    """The pages of paying, whoever opened them: what is open, the order, the end."""

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

    def _show_offer(self, household_sudo, path, bill_sudo=None, error=None):
        """Show what is open and by what it can be paid here.

        :param household_sudo: whose debts they are
        :param str path: of this page; ``/pay`` after it makes the order
        :param bill_sudo: the bill on the paper; none: everything
        :param str error: why the last attempt came to nothing
        """
        company = household_sudo.company_id
        title = (
            request.env._("Heat %(season)s", season=bill_sudo.season_id.name)
            if bill_sudo
            else request.env._("Heat")
        )
        return self._render(
            "pay_bill",
            {
                "household": household_sudo,
                "bill": bill_sudo,
                "company": company,
                "offer": household_sudo._get_online_offer(bill_sudo),
                "ways": self._get_ways(company),
                "refusal": household_sudo._get_pay_refusal("online"),
                "path": path,
                "error": error,
                "words": {"title": title},
            },
        )

    def _make_order(self, household_sudo, path, provider_id, bill_sudo=None):
        """Make the order: it is committed before any platform hears of it.

        :param str provider_id: what the payer chose
        :return: the way to the order's page, or this page with what is wrong
        """
        household_sudo = household_sudo.with_company(household_sudo.company_id)
        providers = {
            str(provider.id): (provider, way)
            for provider, way, _label in self._get_ways(household_sudo.company_id)
        }
        if provider_id not in providers:
            error = request.env._("Choose how you pay.")
            return self._show_offer(household_sudo, path, bill_sudo, error)
        provider, way = providers[provider_id]
        try:
            household_sudo._check_may_pay("online")
            tx_sudo = request.env["payment.transaction"]._heating_order(
                provider,
                household_sudo,
                household_sudo._get_online_offer(bill_sudo),
                way,
                path,
                request.httprequest.remote_addr,
            )
        except UserError as error:
            return self._show_offer(household_sudo, path, bill_sudo, str(error))
        return request.redirect(f"/heating/pay/{tx_sudo.heating_token}", code=303)

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
