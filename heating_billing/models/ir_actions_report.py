import io

from odoo import api, models
from odoo.tools.pdf import OdooPdfFileReader, OdooPdfFileWriter


class IrActionsReport(models.Model):
    """Gives printed documents their names: in the browser's tab and as files."""

    _inherit = "ir.actions.report"

    @api.model
    def _get_self_contained_reports(self):
        """Override of `heating_customer`: payment notices bring their styles along."""
        return super()._get_self_contained_reports() | {"heating_billing.bill_document"}

    def _get_title(self, report_ref, docids):
        """What a printed document is called: its tab in the browser, and its file.

        :param report_ref: the report, as Odoo takes it
        :param list docids: ids of what is printed
        :return: the name, or nothing for documents that have none of their own
        """
        report = self._get_report(report_ref)
        if report.report_name not in self._get_self_contained_reports() or not docids:
            return ""
        records = self.env[report.model].browse(docids)
        if not hasattr(records, "_get_print_name"):
            return ""
        return records._get_print_name()

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        """Override of `base` to hand down the title."""
        if title := self._get_title(report_ref, res_ids):
            self = self.with_context(heating_title=title)
        return super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids)

    @api.model
    def _run_wkhtmltopdf(
        self, bodies, report_ref=False, header=None, footer=None, **kwargs
    ):
        """Override of `base` to write the title into the PDF."""
        content = super()._run_wkhtmltopdf(
            bodies, report_ref=report_ref, header=header, footer=footer, **kwargs
        )
        title = self.env.context.get("heating_title")
        return self._write_title(content, title) if title else content

    @api.model
    def _write_title(self, content, title):
        """A PDF with its title, which an unpatched wkhtmltopdf leaves empty.

        :param bytes content: the PDF
        :param str title: for the browser's tab
        :rtype: bytes
        """
        writer = OdooPdfFileWriter()
        writer.append_pages_from_reader(OdooPdfFileReader(io.BytesIO(content)))
        writer.add_metadata({"/Title": title})
        stream = io.BytesIO()
        writer.write(stream)
        return stream.getvalue()
