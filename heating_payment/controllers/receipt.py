from odoo import http
from odoo.http import request

from odoo.addons.web.controllers.report import ReportController

RECEIPT_REPORT = "heating_payment.receipt_document"


class HeatingReceiptController(http.Controller):
    @http.route(
        "/heating/receipt/<string:token>",
        type="http",
        auth="public",
        methods=["GET"],
        sitemap=False,
    )
    def check_receipt(self, token, paid=None, **_kwargs):
        """Show whether a printed receipt is genuine, without any full name or phone.

        :param paid: whoever has just paid by phone is led here with it
        """
        receipt_sudo = request.env["heating.receipt"].sudo()._find_by_token(token)
        template = "receipt_check" if receipt_sudo else "receipt_unknown"
        response = request.render(
            f"heating_payment.{template}",
            {"receipt": receipt_sudo, "paid": bool(paid)},
            status=200 if receipt_sudo else 404,
        )
        # what is true of a receipt changes when it is voided, and is nobody's to index
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response


class HeatingReportController(ReportController):
    def _is_report_readonly(self, _rule, args):
        """Printing a receipt is counted, so it needs a database that can be written."""
        return args.get("reportname") != RECEIPT_REPORT

    @http.route(readonly=_is_report_readonly)
    def report_routes(self, reportname, docids=None, converter=None, **data):
        """Override of `web` to let receipts be counted when they are printed."""
        return super().report_routes(
            reportname, docids=docids, converter=converter, **data
        )
