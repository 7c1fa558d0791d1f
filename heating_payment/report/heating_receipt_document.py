from odoo import api, models


class HeatingReceiptDocument(models.AbstractModel):
    """What the receipt's report prints.

    Every way to a printed receipt passes here, the button as well as the plain address
    of the report, as PDF or as HTML; so this is where prints are counted.
    """

    _name = "report.heating_payment.receipt_document"
    _description = "Printed Receipt"

    @api.model
    def _get_report_values(self, docids, data=None):
        """Count the print, then show the receipts.

        They are shown without the reader's branch rules: who may read a receipt may
        read all of it, a household of another branch included.
        """
        receipts = self.env["heating.receipt"].browse(docids).exists()
        receipts.check_access("read")
        receipts_sudo = receipts.sudo()
        receipts_sudo._count_print()
        return {
            "doc_ids": receipts.ids,
            "doc_model": receipts._name,
            "docs": receipts_sudo,
        }
