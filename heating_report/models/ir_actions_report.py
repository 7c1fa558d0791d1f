from odoo import api, models


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    @api.model
    def _get_self_contained_reports(self):
        """Override of `heating_customer`: statements bring their styles along."""
        return super()._get_self_contained_reports() | {
            "heating_report.statement_document"
        }
