from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from .portal import HeatingPortal

# In the session: the link for which somebody has proved who they are.
PROVEN = "heating_transfer_proven"


class HeatingPortalTransfer(HeatingPortal):
    """The page on which the new customer confirms a change of customer."""

    @http.route(
        "/heating/transfer/<int:application_id>/<string:token>",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        sitemap=False,
    )
    def portal_transfer(self, application_id, token, **_kwargs):
        """What is to be confirmed; nothing for a link that is not valid any more."""
        application_sudo = request.env["heating.application"]._find_by_side_token(
            application_id, token
        )
        return self._render_transfer(application_sudo, token)

    @http.route(
        "/heating/transfer/<int:application_id>/<string:token>/prove",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        sitemap=False,
    )
    def portal_prove_transfer(self, application_id, token, **form):
        """Who has no account says who they are, before they may sign."""
        application_sudo = request.env["heating.application"]._find_by_side_token(
            application_id, token
        )
        error = False
        if application_sudo:
            # a wrong try counts, so nothing is rolled back here
            try:
                if application_sudo._prove_side(form.get("name"), form.get("phone")):
                    request.session[PROVEN] = token
                else:
                    error = request.env._(
                        "This is not what the heating company knows of the new "
                        "customer. Look at what you have entered; after five wrong "
                        "tries you have to come to a business hall."
                    )
            except UserError as refusal:
                error = str(refusal)
        if application_sudo and not error:
            return request.redirect(
                f"/heating/transfer/{application_id}/{token}", code=303
            )
        return self._render_transfer(application_sudo, token, error, form.get("name"))

    @http.route(
        "/heating/transfer/<int:application_id>/<string:token>/attach",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        sitemap=False,
    )
    def portal_attach_transfer(self, application_id, token, **_form):
        """The new customer hands in the identity card, before signing."""
        application_sudo = request.env["heating.application"]._find_by_side_token(
            application_id, token
        )
        error = False
        if application_sudo:
            files = [
                (file.filename, file.read())
                for file in request.httprequest.files.getlist("identity")
                if file.filename
            ]
            try:
                with request.env.cr.savepoint():
                    application_sudo._portal_attach_new(files, self._is_proven(token))
            except UserError as refusal:
                error = str(refusal)
        if application_sudo and not error:
            return request.redirect(
                f"/heating/transfer/{application_id}/{token}", code=303
            )
        return self._render_transfer(application_sudo, token, error)

    def _render_transfer(self, application_sudo, token, error=False, name=False):
        login = application_sudo._get_login_proof() if application_sudo else False
        response = self._render_heating(
            "heating_customer.portal_transfer",
            {
                "application": application_sudo,
                "token": token,
                "login": login,
                "proven": login == "login" or self._is_proven(token),
                "identity": application_sudo._get_new_identity_papers(),
                "error": error,
                "name": name,
            },
            status=200 if application_sudo else 404,
        )
        response.headers["X-Robots-Tag"] = "noindex"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    def _is_proven(self, token):
        """Whether this browser has said who it is, for this very link."""
        return request.session.get(PROVEN) == token

    @http.route(
        "/heating/transfer/<int:application_id>/<string:token>/sign",
        type="jsonrpc",
        auth="public",
        methods=["POST"],
    )
    def portal_sign_transfer(self, application_id, token, name=None, signature=None):
        """Confirm and sign for the new customer."""
        application_sudo = request.env["heating.application"]._find_by_side_token(
            application_id, token
        )
        if not application_sudo:
            return {"error": request.env._("This link is not valid any more.")}
        try:
            with request.env.cr.savepoint():
                application_sudo._portal_confirm_new(
                    name,
                    signature,
                    request.httprequest.remote_addr,
                    self._is_proven(token),
                )
        except UserError as error:
            return {"error": str(error)}
        return {"message": request.env._("Thank you. Your confirmation is on record.")}
