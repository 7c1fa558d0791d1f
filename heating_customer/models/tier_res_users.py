from odoo import api, models
from odoo.exceptions import AccessError

from . import tier_guard


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_review_ids(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_review_ids(vals)
        return super().write(vals)

    def _check_review_ids(self, vals):
        """The list shares its table with the reviewers: adding is appointing."""
        if "review_ids" in vals and not tier_guard.is_trusted(self.env):
            raise AccessError(
                self.env._("Who reviews what follows from the tiers, not from users.")
            )
