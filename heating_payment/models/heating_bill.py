from odoo import models


class HeatingBill(models.Model):
    _inherit = "heating.bill"

    def _bills_confirmed(self):
        """Override of `heating_billing` to pay new bills from advances."""
        result = super()._bills_confirmed()
        self.env["heating.advance.application"]._apply(self.household_id)
        return result
