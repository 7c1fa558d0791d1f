import io

from odoo import api, models
from odoo.tools.pdf import OdooPdfFileReader, OdooPdfFileWriter


class IrActionsReport(models.Model):
    """Prints slips fast: their styles are in the page, they have no header or footer.

    Without Odoo's style sheets and the pause for its scripts a slip takes a third of
    the time, and prints even where the server cannot reach its own address.
    """

    _inherit = "ir.actions.report"

    @api.model
    def _get_self_contained_reports(self):
        """Names of the reports that bring all they need; addons above add theirs.

        :rtype: list[str]
        """
        return ["heating_billing.bill_document"]

    def _get_title(self, report_ref, docids):
        """What a printed document is called: its tab in the browser, and its file.

        :param report_ref: the report, as Odoo takes it
        :param list docids: ids of what is printed
        :return: the name, or nothing for reports that are not ours
        """
        report = self._get_report(report_ref)
        if report.report_name not in self._get_self_contained_reports() or not docids:
            return ""
        return self.env[report.model].browse(docids)._get_print_name()

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        """Override of `base` to hand down the title."""
        if title := self._get_title(report_ref, res_ids):
            self = self.with_context(heating_title=title)
        return super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids)

    def _get_layout(self):
        """Override of `base` to spare slips the style sheets of other reports."""
        if self.report_name in self._get_self_contained_reports():
            return self.env.ref("heating_billing.slip_layout")
        return super()._get_layout()

    @api.model
    def _run_wkhtmltopdf(
        self, bodies, report_ref=False, header=None, footer=None, **kwargs
    ):
        """Override of `base` to leave out the empty header and footer of slips."""
        if (
            report_ref
            and self._get_report(report_ref).report_name
            in self._get_self_contained_reports()
        ):
            self = self.with_context(heating_slip=True)
            header = footer = None
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
        writer.appendPagesFromReader(OdooPdfFileReader(io.BytesIO(content)))
        writer.addMetadata({"/Title": title})
        stream = io.BytesIO()
        writer.write(stream)
        return stream.getvalue()

    @api.model
    def _build_wkhtmltopdf_args(self, *args, **kwargs):
        """Override of `base`: a slip has no scripts to wait for."""
        command_args = super()._build_wkhtmltopdf_args(*args, **kwargs)
        if self.env.context.get("heating_slip"):
            command_args += ["--disable-javascript", "--javascript-delay", "0"]
        return command_args
