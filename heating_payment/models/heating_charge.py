from odoo import models


class HeatingCharge(models.Model):
    _inherit = "heating.charge"

    def _charges_confirmed(self):
        """Override of `heating_billing` to pay new charges from advances."""
        result = super()._charges_confirmed()
        self.env["heating.advance.application"]._apply(self.household_id)
        return result
