from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from .portal import HeatingPortal


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
        response = self._render_heating(
            "heating_customer.portal_transfer",
            {"application": application_sudo, "token": token},
            status=200 if application_sudo else 404,
        )
        response.headers["X-Robots-Tag"] = "noindex"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

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
                    name, signature, request.httprequest.remote_addr
                )
        except UserError as error:
            return {"error": str(error)}
        return {"message": request.env._("Thank you. Your confirmation is on record.")}
