from odoo import models


class ResUsers(models.Model):
    _inherit = "res.users"

    def _get_heating_homes(self):
        """Override of `heating_customer` to add who works here."""
        return [
            *super()._get_heating_homes(),
            (50, "accountant", "heating_billing.heating_bill_action"),
        ]
