from odoo import fields, models


class HeatingBranch(models.Model):
    """A branch (分公司) answers for communities and has a collection rate.

    It has no books of its own: it is not a company.
    """

    _name = "heating.branch"
    _description = "Heating Branch"
    _order = "sequence, name"
    _check_company_auto = True

    name = fields.Char(required=True)
    code = fields.Char(help="Short code used in numbers and files.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    hall_ids = fields.One2many("heating.hall", "branch_id", string="Halls")
    user_ids = fields.Many2many(
        "res.users",
        "heating_branch_user_rel",
        "branch_id",
        "user_id",
        string="Staff",
        help="Users who see this branch only. Users without a branch are head office "
        "and see all.",
    )

    _name_unique = models.UniqueIndex(
        "(company_id, name)", "A branch of this name exists already."
    )

    def write(self, vals):
        result = super().write(vals)
        if "user_ids" in vals:
            # record rules by branch are cached for each user
            self.env.registry.clear_cache()
        return result
