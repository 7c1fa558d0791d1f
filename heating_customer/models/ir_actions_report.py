from odoo import api, models


class IrActionsReport(models.Model):
    """Prints our papers fast: their styles are in the page, without header or footer.

    Without Odoo's style sheets and the pause for its scripts a paper takes a third of
    the time, and prints even where the server cannot reach its own address.
    """

    _inherit = "ir.actions.report"

    @api.model
    def _get_self_contained_reports(self):
        """Names of the reports that bring their styles along.

        :rtype: set[str]
        """
        return {
            "heating_customer.application_document",
            "heating_customer.area_order_document",
            "heating_customer.contract_document",
        }

    def _get_layout(self):
        """Override of `base` to spare papers the style sheets of other reports."""
        if self.report_name in self._get_self_contained_reports():
            return self.env.ref("heating_customer.paper_layout")
        return super()._get_layout()

    @api.model
    def _run_wkhtmltopdf(
        self, bodies, report_ref=False, header=None, footer=None, **kwargs
    ):
        """Override of `base` to leave out the empty header and footer of papers."""
        if (
            report_ref
            and self._get_report(report_ref).report_name
            in self._get_self_contained_reports()
        ):
            self = self.with_context(heating_paper=True)
            header = footer = None
        return super()._run_wkhtmltopdf(
            bodies, report_ref=report_ref, header=header, footer=footer, **kwargs
        )

    @api.model
    def _build_wkhtmltopdf_args(self, *args, **kwargs):
        """Override of `base`: a paper has no scripts to wait for."""
        command_args = super()._build_wkhtmltopdf_args(*args, **kwargs)
        if self.env.context.get("heating_paper"):
            command_args += ["--disable-javascript", "--javascript-delay", "0"]
        return command_args
