from odoo import models


class HeatingApplication(models.Model):
    _inherit = "heating.application"

    def _get_open_debt(self):
        """Override of `heating_customer`: what the household owes, in yuan."""
        return self.sudo().household_id.amount_due
