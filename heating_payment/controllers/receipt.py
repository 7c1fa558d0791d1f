from odoo import http
from odoo.http import request


class HeatingReceiptController(http.Controller):
    @http.route(
        "/heating/receipt/<string:token>",
        type="http",
        auth="public",
        methods=["GET"],
        sitemap=False,
    )
    def check_receipt(self, token, **_kwargs):
        """Show whether a printed receipt is genuine, without any full name or phone."""
        receipt_sudo = request.env["heating.receipt"].sudo()._find_by_token(token)
        if not receipt_sudo:
            return request.render("heating_payment.receipt_unknown", status=404)
        return request.render(
            "heating_payment.receipt_check", {"receipt": receipt_sudo}
        )
