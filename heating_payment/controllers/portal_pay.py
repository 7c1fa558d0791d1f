from odoo import http

from odoo.addons.heating_customer.controllers.portal import HeatingPortal

from .pay_pages import PayPages


class HeatingPortalPay(PayPages, HeatingPortal):
    """Paying everything that a household owes, from its page on the portal."""

    @http.route(
        "/my/heating/<int:household_id>/pay",
        type="http",
        auth="user",
        methods=["GET"],
        website=True,
        sitemap=False,
    )
    def portal_pay(self, household_id, **_kwargs):
        """Show what is open of a household, and by what it can be paid here."""
        household = self._get_or_404("heating.household", household_id)
        return self._show_offer(household.sudo(), f"/my/heating/{household_id}/pay")

    @http.route(
        "/my/heating/<int:household_id>/pay/pay",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
        sitemap=False,
    )
    def portal_order(self, household_id, provider_id=None, **_form):
        """Make the order for it."""
        household = self._get_or_404("heating.household", household_id)
        return self._make_order(
            household.sudo(), f"/my/heating/{household_id}/pay", provider_id
        )
