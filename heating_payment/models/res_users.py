from odoo import models


class ResUsers(models.Model):
    _inherit = "res.users"

    def _get_heating_homes(self):
        """Override of `heating_customer` to add who works here."""
        return [
            *super()._get_heating_homes(),
            (10, "head_cashier", "heating_payment.heating_shift_action"),
            (20, "cashier", "heating_payment.heating_counter_action"),
        ]
