from odoo import api, models
from odoo.exceptions import UserError


class HeatingRefundDocument(models.AbstractModel):
    """What the slip of a refund prints, for the customer to sign."""

    _name = "report.heating_payment.refund_document"
    _description = "Printed Slip of a Refund"

    @api.model
    def _get_report_values(self, docids, data=None):
        """Show refunds that were approved, whole, to whoever may read them.

        :raise UserError: one is not approved: its slip would look like money
        """
        refunds = self.env["heating.refund"].browse(docids).exists()
        refunds.check_access("read")
        if any(refund.state not in ("approved", "paid") for refund in refunds):
            raise UserError(
                self.env._("The slip of a refund is printed once it is approved.")
            )
        return {
            "doc_ids": refunds.ids,
            "doc_model": refunds._name,
            "docs": refunds.sudo(),
        }
