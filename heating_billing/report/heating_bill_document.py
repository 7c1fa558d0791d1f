from odoo import api, models


class HeatingBillDocument(models.AbstractModel):
    """What the payment notice (缴费通知单) prints."""

    _name = "report.heating_billing.bill_document"
    _description = "Printed Payment Notice"

    @api.model
    def _get_report_values(self, docids, data=None):
        """Show bills, whole, to whoever may read them."""
        bills = self.env["heating.bill"].browse(docids).exists()
        bills.check_access("read")
        return {
            "doc_ids": bills.ids,
            "doc_model": bills._name,
            "docs": bills.sudo(),
        }
