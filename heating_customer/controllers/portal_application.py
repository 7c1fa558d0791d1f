from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from .portal import HeatingPortal

# prefix of the fields of a form that bring papers, followed by the code of the kind
PAPERS = "paper_"


class HeatingPortalApplication(HeatingPortal):
    """Applying on the portal, and following what was applied for."""

    # === APPLYING === #

    @http.route(
        "/my/heating/<int:household_id>/apply/<string:code>",
        type="http",
        auth="user",
        methods=["GET", "POST"],
        website=True,
        sitemap=False,
    )
    def portal_apply(self, household_id, code, **form):
        """The form of a type of application, with its conditions."""
        household = self._get_or_404("heating.household", household_id)
        kind_sudo = self._get_kinds(household).filtered(lambda kind: kind.code == code)
        if not kind_sudo:
            raise request.not_found()
        refusal = False
        if request.httprequest.method == "POST":
            try:
                with request.env.cr.savepoint():
                    application = self._create_application(household, kind_sudo, form)
                return request.redirect(
                    f"/my/heating/application/{application.id}", code=303
                )
            except UserError as error:
                refusal = str(error)
        return self._render_heating(
            "heating_customer.portal_apply",
            self._prepare_apply_values(household, kind_sudo, form, refusal),
        )

    def _create_application(self, household, kind_sudo, form):
        application = request.env["heating.application"]._portal_create(
            household, kind_sudo, form
        )
        application._portal_attach(self._read_files(kind_sudo))
        return application

    def _prepare_apply_values(self, household, kind_sudo, form, refusal):
        household_sudo = household.sudo()
        return {
            "page_name": "heating_apply",
            "household": household_sudo,
            "kind": kind_sudo,
            "conditions": kind_sudo._get_portal_conditions(household_sudo),
            "papers": self._get_paper_kinds(kind_sudo),
            "spaces": household_sudo._get_portal_spaces(),
            "may_name_spaces": kind_sudo._may_name_spaces(household_sudo),
            "day": kind_sudo._get_portal_day(),
            "refusal": refusal or self._get_refusal_at_once(household, kind_sudo, form),
            "form": form,
        }

    def _get_refusal_at_once(self, household, kind_sudo, form):
        """What stands in the way before anything is typed, in words, or False."""
        if request.httprequest.method == "POST":
            return False
        draft = (
            request.env["heating.application"]
            .sudo()
            .new(
                {
                    "household_id": household.id,
                    "type_id": kind_sudo.id,
                    "date_from": kind_sudo._get_portal_day(),
                }
            )
        )
        refusals = [
            draft._get_household_refusal(),
            draft._get_open_application_refusal(),
            draft._get_deadline_refusal(),
            draft._get_debt_refusal(),
            draft._get_warranty_refusal(),
            draft._get_second_stop_refusal(),
        ]
        return "\n".join(refusal for refusal in refusals if refusal)

    def _get_paper_kinds(self, kind_sudo):
        """The papers that a form asks for: those required, and a photo."""
        photo = request.env.ref("heating_customer.paper_kind_photo", False)
        kinds = kind_sudo.paper_kind_ids
        return (kinds | photo.sudo()) if photo else kinds

    def _read_files(self, kind_sudo):
        """The files of the request by kind of paper; other fields are not looked at.

        :return: list of tuples of name, content and kind
        """
        files = []
        for kind in self._get_paper_kinds(kind_sudo):
            for file in request.httprequest.files.getlist(PAPERS + kind.code):
                # a field without a file comes as one without a name
                if file.filename:
                    files.append((file.filename, file.read(), kind))
        return files

    # === FOLLOWING === #

    @http.route(
        "/my/heating/application/<int:application_id>",
        type="http",
        auth="user",
        methods=["GET"],
        website=True,
        sitemap=False,
    )
    def portal_application(self, application_id, **_kwargs):
        """Where an application stands, and what is missing."""
        application = self._get_or_404("heating.application", application_id)
        return self._render_application(application)

    def _render_application(self, application, error=False):
        application_sudo = application.sudo()
        draft = application_sudo.state == "draft"
        acts = application._is_portal_actor()
        return self._render_heating(
            "heating_customer.portal_application",
            {
                "page_name": "heating_application",
                "application": application_sudo,
                "household": application_sudo.household_id,
                "path": application._get_portal_path(),
                "messages": application._get_portal_messages(),
                "pending": application_sudo.state == "approved"
                and application_sudo._get_pending(),
                "missing": draft and application_sudo._get_refusals(),
                "papers": self._get_paper_kinds(application_sudo.type_id),
                "attached": application._get_portal_papers(),
                "may_sign": draft and acts and not application_sudo.signed_on,
                "may_attach": draft and acts,
                "may_cancel": acts and application_sudo.state in ("draft", "requested"),
                "may_link": acts,
                # who applied needs the link only where it could not be sent
                "side_message": acts
                and application_sudo._is_side_link_open()
                and not application_sudo.side_sent_on
                and application._get_side_message(),
                "side_sent": application_sudo._is_side_link_open()
                and application_sudo.side_sent_on,
                "error": error,
            },
        )

    @http.route(
        "/my/heating/application/<int:application_id>/sign",
        type="jsonrpc",
        auth="user",
        methods=["POST"],
    )
    def portal_sign_application(self, application_id, name=None, signature=None):
        """Sign; what is complete is asked for at once."""
        application = self._get_or_404("heating.application", application_id)
        try:
            with request.env.cr.savepoint():
                application._portal_sign(
                    name, signature, request.httprequest.remote_addr
                )
        except UserError as error:
            return {"error": str(error)}
        return {
            "force_refresh": True,
            "redirect_url": f"/my/heating/application/{application_id}",
        }

    @http.route(
        "/my/heating/application/<int:application_id>/<any(attach,request,cancel,link):step>",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
        sitemap=False,
    )
    def portal_application_step(self, application_id, step, **_form):
        """Add papers, ask for approval, give up, or make a link for the other side."""
        application = self._get_or_404("heating.application", application_id)
        try:
            with request.env.cr.savepoint():
                self._take_step(application, step)
        except UserError as error:
            return self._render_application(application, str(error))
        return request.redirect(f"/my/heating/application/{application_id}", code=303)

    @http.route(
        "/my/heating/application/<int:application_id>/paper/<int:paper_id>",
        type="http",
        auth="user",
        methods=["GET"],
        sitemap=False,
    )
    def portal_paper(self, application_id, paper_id, **_kwargs):
        """Download a paper of an application."""
        application = self._get_or_404("heating.application", application_id)
        paper_sudo = application._get_portal_papers().filtered(
            lambda paper: paper.id == paper_id
        )
        if not paper_sudo:
            raise request.not_found()
        stream = request.env["ir.binary"]._get_stream_from(paper_sudo)
        return stream.get_response(as_attachment=True)

    def _take_step(self, application, step):
        if step == "attach":
            kind_sudo = application.sudo().type_id
            application._portal_attach(self._read_files(kind_sudo))
            if application.sudo().signed_on:
                application._portal_request()
        elif step == "request":
            if missing := application._portal_request():
                raise UserError("\n".join(missing))
        elif step == "cancel":
            application._portal_cancel()
        else:
            application._portal_renew_link()
