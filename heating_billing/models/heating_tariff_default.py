from odoo import api, fields, models


class HeatingTariffDefault(models.Model):
    """The terms that a new tariff of a company, or of one of its branches, starts from.

    They fill in a draft and nothing else: a tariff that exists never follows them.
    """

    _name = "heating.tariff.default"
    _description = "Terms New Tariffs Start From"
    _inherit = ["heating.tariff.terms"]
    _order = "company_id, branch_id DESC"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    branch_id = fields.Many2one(
        "heating.branch",
        check_company=True,
        ondelete="cascade",
        index="btree_not_null",
        help="Empty: for all branches that have no terms of their own.",
    )

    _branch_unique = models.UniqueIndex(
        "(company_id, COALESCE(branch_id, 0))",
        "A branch has its terms once, and so has the company.",
    )

    @api.depends("branch_id", "company_id")
    def _compute_display_name(self):
        for default in self:
            default.display_name = default.branch_id.name or default.company_id.name

    @api.model
    def _find(self, company, branch=None):
        """The terms that hold for a new tariff.

        :param company: the company
        :param branch: the one branch that the tariff is for, if it is for one
        :return: dict of field → value; empty where nothing is set
        """
        found = self.sudo().search(
            [
                ("company_id", "=", company.id),
                ("branch_id", "in", [False, *(branch.ids if branch else [])]),
            ]
        )
        # a branch's own terms come before the company's
        found = found.sorted(lambda default: not default.branch_id)[:1]
        return {name: found[name] for name in self._get_term_names()} if found else {}
