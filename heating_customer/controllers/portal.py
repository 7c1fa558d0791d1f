from odoo import http
from odoo.exceptions import AccessError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal

OPEN_STATES = ("draft", "requested", "approved")


class HeatingPortal(CustomerPortal):
    """A householder's own households: the cards, and a page for each.

    Addons above add to the pages by ``_prepare_cards_values`` and
    ``_prepare_household_values`` and by extending the templates.
    """

    # === HELPERS === #

    def _get_or_404(self, model, record_id):
        """A record that the caller may read; what is another's does not exist.

        :param str model: name of the model
        :param int record_id: its id
        :return: the record, with the caller's rights
        """
        record = request.env[model].browse(record_id).exists()
        if not record:
            raise request.not_found()
        try:
            record.check_access("read")
        except AccessError as error:
            raise request.not_found() from error
        return record

    def _render_heating(self, template, values, status=200):
        """A page of the portal that no cache keeps."""
        response = request.render(template, values, status=status)
        response.headers["Cache-Control"] = "no-store"
        return response

    # === PAGES === #

    @http.route(
        "/my/heating",
        type="http",
        auth="user",
        methods=["GET"],
        website=True,
        sitemap=False,
    )
    def portal_my_heating(self, **_kwargs):
        """The caller's households as cards."""
        households = request.env["heating.household"]
        # an employee without any role has a portal, but reads no household
        if households.has_access("read"):
            households = households.search(self._get_households_domain())
        return self._render_heating(
            "heating_customer.portal_my_heating", self._prepare_cards_values(households)
        )

    @http.route(
        "/my/heating/<int:household_id>",
        type="http",
        auth="user",
        methods=["GET"],
        website=True,
        sitemap=False,
    )
    def portal_household(self, household_id, **kwargs):
        """One household with everything that is the caller's."""
        household = self._get_or_404("heating.household", household_id)
        return self._render_heating(
            "heating_customer.portal_household",
            self._prepare_household_values(household, **kwargs),
        )

    # === VALUES === #

    def _get_kinds(self, household):
        """The types that the caller may apply for, as sudo."""
        kinds = request.env["heating.application.type"].sudo()
        role = household._get_portal_role()
        if not role:
            return kinds
        kinds = kinds.search([("on_portal", "=", True)])
        if role == "helper":
            return kinds.filtered(lambda kind: kind.effect != "transfer")
        return kinds

    def _get_households_domain(self):
        """Staff have a portal as well: their own households, not all of them.

        :rtype: list
        """
        return [
            "|",
            ("customer_id", "child_of", request.env.user.commercial_partner_id.id),
            ("by_access", "=", True),
        ]

    def _prepare_cards_values(self, households):
        """Values of the page of cards.

        :param households: the caller's households, with their rights
        :rtype: dict
        """
        applications = request.env["heating.application"]
        if households:
            applications = applications.search(
                [
                    ("household_id", "in", households.ids),
                    ("state", "in", OPEN_STATES),
                ]
            )
        return {
            "page_name": "heating",
            # location and category are nothing that householders read as records
            "households": households.sudo(),
            "open_applications": applications.sudo().grouped("household_id"),
            "contracts_to_sign": self._get_contracts_to_sign(households).grouped(
                "household_id"
            ),
        }

    def _get_contracts_to_sign(self, households):
        """Supply contracts that wait for the caller's own signature, as sudo.

        :param households: households that the caller may read
        """
        contracts = request.env["heating.contract"]
        if not households or not contracts.has_access("read"):
            return contracts.sudo()
        return contracts.search(
            [
                ("household_id", "in", households.ids),
                ("state", "=", "sent"),
                # of others, only who has the link may sign
                ("partner_id", "child_of", request.env.user.commercial_partner_id.id),
            ]
        ).sudo()

    def _prepare_household_values(self, household, **_kwargs):
        """Values of the page of a household.

        :param household: a household that the caller may read
        :rtype: dict
        """
        applications = request.env["heating.application"].search(
            [("household_id", "=", household.id)]
        )
        household_sudo = household.sudo()
        manages = household._may_manage_access()
        return {
            "page_name": "heating_household",
            "household": household_sudo,
            "spaces": household_sudo._get_portal_spaces(),
            "applications": applications.sudo(),
            "contracts_to_sign": self._get_contracts_to_sign(household),
            "kinds": self._get_kinds(household).filtered(
                lambda kind: kind._is_offered_for(household_sudo)
            ),
            # while one is decided on, no other can be applied for
            "deciding": applications.sudo().filtered(
                lambda each: each.state in ("requested", "approved")
            )[:1],
            "papers": applications._get_portal_papers(),
            "role": household._get_portal_role(),
            "manages": manages,
            "accesses": manages
            and household_sudo.access_ids.filtered(lambda each: not each.revoked_on),
        }
