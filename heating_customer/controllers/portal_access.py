from odoo import http
from odoo.http import request

from .portal import HeatingPortal


class HeatingPortalAccess(HeatingPortal):
    """Adding a household, helping with a code, and taking that back."""

    @http.route(
        "/my/heating/add",
        type="http",
        auth="user",
        methods=["GET", "POST"],
        website=True,
        sitemap=False,
    )
    def portal_add_household(self, **form):
        """Add a household by facts that its customer knows, or by a code."""
        refused = False
        if request.httprequest.method == "POST":
            households = request.env["heating.household"]
            if form.get("by") == "code":
                added = households._enter_code(form.get("number"), form.get("code"))
            else:
                added = households._claim(
                    form.get("number"), form.get("name"), form.get("phone")
                )
            if added:
                return request.redirect("/my/heating", code=303)
            refused = True
        return self._render_heating(
            "heating_customer.portal_add_household",
            {"page_name": "heating_add", "refused": refused, "form": form},
        )

    @http.route(
        "/my/heating/<int:household_id>/code",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
        sitemap=False,
    )
    def portal_make_code(self, household_id, **_form):
        """Make a code for a helper, and show it this once."""
        household = self._get_or_404("heating.household", household_id)
        if not household._may_manage_access():
            raise request.not_found()
        code = request.env["heating.household.code"]._make(household)
        return self._render_heating(
            "heating_customer.portal_household",
            self._prepare_household_values(household) | {"code": code},
        )

    @http.route(
        "/my/heating/<int:household_id>/revoke/<int:access_id>",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
        sitemap=False,
    )
    def portal_revoke_access(self, household_id, access_id, **_form):
        """Take a helper's access back."""
        household = self._get_or_404("heating.household", household_id)
        access = household.sudo().access_ids.filtered(lambda each: each.id == access_id)
        if not access or not household._may_manage_access():
            raise request.not_found()
        access.sudo(False).action_revoke()
        return request.redirect(f"/my/heating/{household_id}#heating_access", code=303)
