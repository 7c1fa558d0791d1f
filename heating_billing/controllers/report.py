from odoo import http
from odoo.http import content_disposition, request

from odoo.addons.web.controllers.report import ReportController


class HeatingReportController(ReportController):
    @http.route()
    def report_routes(self, reportname, docids=None, converter=None, **data):
        """Override of `web` to give our documents their names as files."""
        response = super().report_routes(
            reportname, docids=docids, converter=converter, **data
        )
        # what the office downloads is named by Odoo, and a file has one name
        downloads = request.httprequest.path.startswith("/report/download")
        if converter == "pdf" and docids and not downloads:
            ids = [int(i) for i in docids.split(",") if i.isdigit()]
            title = request.env["ir.actions.report"]._get_title(reportname, ids)
            if title:
                response.headers["Content-Disposition"] = content_disposition(
                    f"{title}.pdf", "inline"
                )
        return response
