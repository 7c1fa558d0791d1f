from odoo import fields, models


class HeatingReceiptVoid(models.TransientModel):
    """Asks why a receipt is voided."""

    _name = "heating.receipt.void"
    _description = "Void a Receipt"

    receipt_id = fields.Many2one("heating.receipt", required=True)
    reason = fields.Char(required=True)

    def action_void(self):
        """Void the receipt for the reason given."""
        self.ensure_one()
        self.receipt_id.action_void(self.reason)
