from odoo import http
from odoo.exceptions import UserError
from odoo.http import content_disposition, request

from .portal import HeatingBillingPortal


class HeatingFapiaoPortal(HeatingBillingPortal):
    """Fapiao on a householder's pages: asked for, and fetched."""

    def _prepare_household_values(self, household, **kwargs):
        """Override to add the fapiao of the household's own bills."""
        fapiao = request.env["heating.fapiao"]
        return super()._prepare_household_values(household, **kwargs) | {
            "fapiao": fapiao.search([("household_id", "=", household.id)]).sudo(),
            "may_request_fapiao": bool(
                household._get_portal_role() and fapiao._get_portal_rooms(household)
            ),
        }

    def _render_fapiao_form(self, household, error=None, **values):
        partner = request.env.user.partner_id
        rooms = request.env["heating.fapiao"]._get_portal_rooms(household)
        return self._render_heating(
            "heating_billing.portal_fapiao_form",
            {
                "page_name": "heating_household",
                "household": household.sudo(),
                "rooms": {
                    f"{debt._name}-{debt.id}": (debt.sudo(), sum(free.values()))
                    for debt, free in rooms.items()
                },
                "values": {
                    "buyer_title": partner.name,
                    "email": partner.email,
                    "phone": partner.phone,
                    **values,
                },
                "error": error,
            },
        )

    @http.route(
        "/my/heating/<int:household_id>/fapiao",
        type="http",
        auth="user",
        methods=["GET"],
        website=True,
        sitemap=False,
    )
    def portal_fapiao(self, household_id, **_kwargs):
        """The form that asks for a fapiao of a paid bill."""
        household = self._get_or_404("heating.household", household_id)
        if not household._get_portal_role():
            raise request.not_found()
        return self._render_fapiao_form(household)

    @http.route(
        "/my/heating/<int:household_id>/fapiao",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
        sitemap=False,
    )
    def portal_fapiao_request(self, household_id, debt=None, **values):
        """Ask for it; what cannot be said is said on the form."""
        household = self._get_or_404("heating.household", household_id)
        if not household._get_portal_role():
            raise request.not_found()
        try:
            with request.env.cr.savepoint():
                request.env["heating.fapiao"]._portal_request(household, debt, values)
        except UserError as error:
            return self._render_fapiao_form(
                household, error=str(error), debt=debt, **values
            )
        return request.redirect(f"/my/heating/{household.id}#heating_fapiao")

    @http.route(
        "/my/heating/fapiao/<int:fapiao_id>",
        type="http",
        auth="user",
        methods=["GET"],
        website=True,
        sitemap=False,
    )
    def portal_fapiao_file(self, fapiao_id, **_kwargs):
        """The file of an issued fapiao."""
        fapiao = self._get_or_404("heating.fapiao", fapiao_id)
        found = fapiao._get_portal_file()
        if not found:
            raise request.not_found()
        content, name = found
        return request.make_response(
            content,
            [
                # never shown inside our pages, whatever somebody has put into it
                ("Content-Type", "application/octet-stream"),
                ("X-Content-Type-Options", "nosniff"),
                ("Cache-Control", "no-store"),
                ("Content-Disposition", content_disposition(name)),
            ],
        )
