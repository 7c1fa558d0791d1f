from odoo import models
from odoo.exceptions import UserError

from .changes import find_changes


class HeatingBranch(models.Model):
    _inherit = "heating.branch"

    def write(self, vals):
        """Override of `heating_customer`: shifts and receipts keep their company.

        :raise UserError: a desk of the branch has had a shift
        """
        moved = self.filtered(
            lambda branch: find_changes(branch, vals, ("company_id",))
        )
        halls = moved.with_context(active_test=False).hall_ids
        if moved and halls._get_desks()._is_used():
            raise UserError(
                self.env._(
                    "Money was taken at the desks of this branch, so it stays in its "
                    "company: archive it and make a new one."
                )
            )
        return super().write(vals)
