from odoo import fields, models


class ResUsers(models.Model):
    _inherit = "res.users"

    heating_branch_ids = fields.Many2many(
        "heating.branch",
        "heating_branch_user_rel",
        "user_id",
        "branch_id",
        string="Heating Branches",
        help="The branches whose households the user works on. Empty: head office, "
        "which sees all branches.",
    )

    def write(self, vals):
        result = super().write(vals)
        if "heating_branch_ids" in vals:
            # record rules by branch are cached for each user
            self.env.registry.clear_cache()
        return result
