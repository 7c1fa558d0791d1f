import json
import re

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.heating_billing.models.qr_code import get_qr_image

from ..platforms import PlatformError
from .pay_pages import PayPages

TOKEN = re.compile(r"[A-Za-z0-9_-]{10,64}")


class HeatingPay(PayPages, http.Controller):
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
        return self._show_offer(
            bill_sudo.household_id, f"/heating/b/{token}", bill_sudo
        )

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
        return self._make_order(
            bill_sudo.household_id, f"/heating/b/{token}", provider_id, bill_sudo
        )

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
            returned = "out_trade_no" in _kwargs
            return self._show_order(tx_sudo, leave_to=opened, returned=returned)
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
