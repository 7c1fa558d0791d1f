from odoo import fields, models


class HeatingBill(models.Model):
    _inherit = "heating.bill"

    receipt_line_ids = fields.One2many(
        "heating.receipt.line",
        "bill_id",
        string="Receipts",
        readonly=True,
        groups="heating_billing.group_money",
    )

    def _bills_confirmed(self):
        """Override of `heating_billing` to pay new bills from advances."""
        result = super()._bills_confirmed()
        self.env["heating.advance.application"]._apply(self.household_id)
        return result
