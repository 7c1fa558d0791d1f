from odoo import http
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import content_disposition, request
from odoo.tools import consteq

from odoo.addons.portal.controllers.portal import CustomerPortal, pager

PAGE_SIZE = 20


class HeatingContractPortal(CustomerPortal):
    """Customers read and sign their supply contracts."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "heating_contract_count" in counters:
            contracts = request.env["heating.contract"]
            values["heating_contract_count"] = (
                contracts.search_count(self._get_contract_domain(), limit=1)
                if contracts.has_access("read")
                else 0
            )
        return values

    @http.route(
        ["/my/heating/contracts", "/my/heating/contracts/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
    )
    def portal_heating_contracts(self, page=1, **kwargs):
        """The list of one's contracts."""
        contracts = request.env["heating.contract"]
        if not contracts.has_access("read"):
            return request.redirect("/my")
        domain = self._get_contract_domain()
        pages = pager(
            url="/my/heating/contracts",
            total=contracts.search_count(domain),
            page=page,
            step=PAGE_SIZE,
        )
        found = contracts.search(domain, limit=PAGE_SIZE, offset=pages["offset"])
        return request.render(
            "heating_customer.portal_contracts",
            {
                **self._prepare_portal_layout_values(),
                "contracts": found,
                "page_name": "heating_contract",
                "pager": pages,
                "default_url": "/my/heating/contracts",
            },
        )

    @http.route(
        "/my/heating/contracts/<int:contract_id>",
        type="http",
        auth="public",
        website=True,
    )
    def portal_heating_contract(
        self, contract_id, access_token=None, report_type=None, **kwargs
    ):
        """One contract to read and sign, or its paper."""
        contract_sudo = self._get_contract(contract_id, access_token)
        if not contract_sudo:
            return request.redirect("/my")
        if report_type == "pdf":
            return self._show_contract_paper(contract_sudo)
        values = self._get_page_view_values(
            contract_sudo,
            access_token,
            {
                "page_name": "heating_contract",
                "contract": contract_sudo,
                "doc": contract_sudo,
                "may_sign": contract_sudo.state == "sent"
                and self._may_sign(contract_sudo, access_token),
            },
            "my_heating_contracts_history",
            False,
            **kwargs,
        )
        return request.render("heating_customer.portal_contract", values)

    @http.route(
        "/my/heating/contracts/<int:contract_id>/sign",
        type="jsonrpc",
        auth="public",
        website=True,
    )
    def portal_heating_contract_sign(
        self, contract_id, access_token=None, name=None, signature=None
    ):
        """Take the customer's signature.

        :return: where to go on, or ``error``, a sentence
        """
        access_token = access_token or request.httprequest.args.get("access_token")
        contract_sudo = self._get_contract(contract_id, access_token)
        if not contract_sudo or not self._may_sign(contract_sudo, access_token):
            return {"error": request.env._("You cannot sign this contract.")}
        try:
            with request.env.cr.savepoint():
                contract_sudo._sign(name, signature, request.httprequest.remote_addr)
        except UserError as error:
            return {"error": str(error)}
        return {"force_refresh": True, "redirect_url": contract_sudo.get_portal_url()}

    def _get_contract_domain(self):
        return [("state", "!=", "draft")]

    def _get_contract(self, contract_id, access_token):
        """The contract, sudoed, if whoever asks may read it and it was offered.

        :return: the contract, or False
        """
        try:
            contract_sudo = self._document_check_access(
                "heating.contract", contract_id, access_token=access_token
            )
        except (AccessError, MissingError):
            return False
        return contract_sudo.state != "draft" and contract_sudo

    def _may_sign(self, contract_sudo, access_token):
        """Whether it is the customer, or somebody they gave the link.

        Staff read contracts and their links, but do not sign for customers.
        """
        user = request.env.user
        customer = contract_sudo.partner_id.commercial_partner_id
        if not user._is_public() and user.partner_id.commercial_partner_id == customer:
            return True
        token = contract_sudo.access_token
        return bool(
            not user._is_internal()
            and token
            and isinstance(access_token, str)
            and consteq(token, access_token)
        )

    def _show_contract_paper(self, contract_sudo):
        """The paper as it was signed; printed anew while it waits."""
        paper_sudo = contract_sudo.attachment_ids.filtered(
            lambda each: each.heating_paper_kind_id.code == "contract"
        )[:1]
        if contract_sudo.signed_on and paper_sudo:
            return request.make_response(
                paper_sudo.raw,
                headers=[
                    ("Content-Type", paper_sudo.mimetype),
                    ("Content-Disposition", content_disposition(paper_sudo.name)),
                    ("X-Content-Type-Options", "nosniff"),
                ],
            )
        return self._show_report(
            contract_sudo, "pdf", "heating_customer.heating_contract_report", True
        )
