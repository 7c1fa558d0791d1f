from odoo import api, models
from odoo.exceptions import UserError


class HeatingShiftDocument(models.AbstractModel):
    """What the hand-over sheet prints."""

    _name = "report.heating_payment.shift_document"
    _description = "Printed Hand-over Sheet"

    @api.model
    def _get_report_values(self, docids, data=None):
        """Show closed shifts, whole, to whoever may read them.

        :raise UserError: one is open still: its cashier is yet to count
        """
        shifts = self.env["heating.shift"].browse(docids).exists()
        shifts.check_access("read")
        if any(shift.state == "open" for shift in shifts):
            raise UserError(
                self.env._("A shift is handed over once it is closed: count first.")
            )
        return {
            "doc_ids": shifts.ids,
            "doc_model": shifts._name,
            "docs": shifts.sudo(),
        }
