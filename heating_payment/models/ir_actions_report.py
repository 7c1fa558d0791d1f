from odoo import api, models


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    @api.model
    def _get_self_contained_reports(self):
        """Override of `heating_customer`: receipts, slips and hand-over sheets."""
        return super()._get_self_contained_reports() | {
            "heating_payment.receipt_document",
            "heating_payment.refund_document",
            "heating_payment.shift_document",
        }
