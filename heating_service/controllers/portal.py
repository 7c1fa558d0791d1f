from werkzeug.exceptions import Forbidden

from odoo import http
from odoo.exceptions import AccessError, MissingError
from odoo.fields import Domain
from odoo.http import request

from odoo.addons.helpdesk_mgmt.controllers.main import HelpdeskTicketController
from odoo.addons.helpdesk_mgmt.controllers.myaccount import CustomerPortalHelpdesk
from odoo.addons.portal.controllers.portal import pager as portal_pager

from .. import const


class HeatingTicketController(HelpdeskTicketController):
    """Handing in tickets: `helpdesk_mgmt` took any values and closed any ticket."""

    @http.route()
    def support_ticket_close(self, **kw):
        """Override of `helpdesk_mgmt`: nobody closes a ticket from the portal."""
        raise Forbidden(
            request.env._(
                "Tickets are closed after a follow-up call. Open your ticket and ask "
                "for one."
            )
        )

    @http.route(methods=["GET", "POST"])
    def create_new_ticket(self, **kw):
        """Override of `helpdesk_mgmt`: show the service's own form."""
        return self._render_ticket_form({"household": kw.get("household")}, [])

    @http.route(methods=["POST"])
    def submit_ticket(self, **kw):
        """Override of `helpdesk_mgmt`: check everything, trust no id."""
        tickets = request.env["helpdesk.ticket"]
        uploads = request.httprequest.files.getlist("attachment")
        # one byte more than allowed is enough to know, and keeps memory bounded
        files = [
            (upload.filename, upload.stream.read(const.MAX_FILE_SIZE + 1))
            for upload in uploads[: const.MAX_FILES + 1]
            if upload.filename
        ]
        vals, errors = tickets._prepare_portal_vals(kw, files, request.env.user)
        if errors:
            return self._render_ticket_form(kw, errors, status=400)
        ticket_sudo = tickets._create_from_portal(vals, files, request.env.user)
        return request.redirect(f"/my/ticket/{ticket_sudo.id}")

    def _render_ticket_form(self, values, errors, status=200):
        """The form with what was typed already and what is wrong with it."""
        tickets = request.env["helpdesk.ticket"]
        names = ("subject", "description", "kind", "household", "phone")
        response = request.render(
            "heating_service.portal_ticket_form",
            {
                "page_name": "heating_ticket",
                "errors": errors,
                "values": {n: tickets._clean_portal_text(values.get(n)) for n in names},
                "kinds": tickets._get_portal_kinds(),
                "households": tickets._get_portal_households(request.env.user),
                "user": request.env.user,
                "limits": {
                    "subject": const.MAX_SUBJECT,
                    "description": const.MAX_DESCRIPTION,
                    "phone": const.MAX_PHONE,
                    "files": const.MAX_FILES,
                    "bytes": const.MAX_FILE_SIZE,
                    "megabytes": const.MAX_FILE_SIZE // (1024 * 1024),
                },
            },
        )
        response.status_code = status
        return response


class HeatingTicketPortal(CustomerPortalHelpdesk):
    """Reading tickets: only own reports and those of own households."""

    def _get_ticket_searchbar(self):
        """Sort orders and filters of the list."""
        ended = Domain("heating_state", "in", const.ENDED_STATES)
        sortings = {
            "date": {"label": request.env._("Newest"), "order": "create_date desc"},
            "stage": {"label": request.env._("Stage"), "order": "stage_id, id desc"},
        }
        filters = {
            "all": {"label": request.env._("All"), "domain": Domain.TRUE},
            "open": {"label": request.env._("Open"), "domain": ~ended},
            "ended": {"label": request.env._("Closed"), "domain": ended},
        }
        return sortings, filters

    def _prepare_home_portal_values(self, counters):
        """Override of `helpdesk_mgmt`: count what the list shows."""
        values = super()._prepare_home_portal_values(counters)
        if "ticket_count" in counters:
            values["ticket_count"] = request.env["helpdesk.ticket"].search_count(
                self._get_ticket_domain()
            )
        return values

    def _get_ticket_domain(self):
        return request.env["helpdesk.ticket"]._get_portal_domain(request.env.user)

    @http.route()
    def portal_my_tickets(self, page=1, sortby=None, filterby=None, **kw):
        """Override of `helpdesk_mgmt`: own list; unknown parameters are ignored."""
        sortings, filters = self._get_ticket_searchbar()
        sortby = sortby if sortby in sortings else "date"
        filterby = filterby if filterby in filters else "all"
        tickets = request.env["helpdesk.ticket"]
        domain = self._get_ticket_domain() & filters[filterby]["domain"]
        pager = portal_pager(
            url="/my/tickets",
            url_args={"sortby": sortby, "filterby": filterby},
            total=tickets.search_count(domain),
            page=page,
            step=self._items_per_page,
        )
        tickets = tickets.search(
            domain,
            order=sortings[sortby]["order"],
            limit=self._items_per_page,
            offset=pager["offset"],
        )
        request.session["my_tickets_history"] = tickets.ids[:100]
        values = self._prepare_portal_layout_values()
        values.update(
            page_name="heating_ticket",
            default_url="/my/tickets",
            tickets=tickets,
            pager=pager,
            sortby=sortby,
            filterby=filterby,
            searchbar_sortings=sortings,
            searchbar_filters=filters,
        )
        return request.render("heating_service.portal_my_tickets", values)

    @http.route()
    def portal_my_ticket(self, ticket_id, access_token=None, **kw):
        """Override of `helpdesk_mgmt`: the page shows no button that closes."""
        try:
            ticket_sudo = self._document_check_access(
                "helpdesk.ticket", ticket_id, access_token=access_token
            )
        except (AccessError, MissingError):
            return request.redirect("/my")
        files = ticket_sudo._get_portal_files()
        files.generate_access_token()
        values = {
            "page_name": "heating_ticket",
            "service_ticket": ticket_sudo,
            "files": files,
            "user": request.env.user,
            # a link may be passed on: whoever only has the link sees no person
            "is_own": self._is_own_ticket(ticket_sudo),
        }
        values = self._get_page_view_values(
            ticket_sudo, access_token, values, "my_tickets_history", False, **kw
        )
        return request.render("heating_service.portal_ticket_page", values)

    def _is_own_ticket(self, ticket_sudo):
        return not request.env.user._is_public() and bool(
            ticket_sudo.filtered_domain(self._get_ticket_domain())
        )

    @http.route(
        "/my/ticket/<int:ticket_id>/ask_follow_up",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def portal_ask_follow_up(self, ticket_id, **kw):
        """Ask for a follow-up call, which closes the ticket or opens it again."""
        try:
            ticket_sudo = self._document_check_access("helpdesk.ticket", ticket_id)
        except (AccessError, MissingError):
            return request.redirect("/my")
        if not self._is_own_ticket(ticket_sudo):
            return request.redirect("/my")
        ticket_sudo.with_user(request.env.user)._ask_follow_up()
        return request.redirect(f"/my/ticket/{ticket_id}")
