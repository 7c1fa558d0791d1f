from odoo import models
from odoo.exceptions import UserError

from .changes import find_changes


class HeatingHall(models.Model):
    _inherit = "heating.hall"

    def write(self, vals):
        """Override of `heating_customer`: shifts and receipts keep their branch.

        :raise UserError: a desk of the hall has had a shift
        """
        moved = self.filtered(lambda hall: find_changes(hall, vals, ("branch_id",)))
        if moved and moved._get_desks()._is_used():
            raise UserError(
                self.env._(
                    "Money was taken at the desks of this hall, so it stays in its "
                    "branch: archive it and make a new one."
                )
            )
        return super().write(vals)

    def _get_desks(self):
        """The desks of these halls, archived ones included; with sudo."""
        desks_sudo = self.env["heating.desk"].sudo().with_context(active_test=False)
        return desks_sudo.search([("hall_id", "in", self.ids)])
