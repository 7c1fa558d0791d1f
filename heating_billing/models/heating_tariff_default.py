from odoo import api, fields, models

# What a tariff has lists of that are not of one season: windows have dates, and prices
# are decided on each time.
LISTS = ("share_ids", "payer_ids", "ladder_ids")


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

    list_tariff_id = fields.Many2one(
        "heating.tariff",
        string="Lists Like Those of",
        check_company=True,
        ondelete="set null",
        help="New tariffs begin with its shares of stops, payers of parts and steps of "
        "refunds.",
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
        found = self._search_one(company, branch)
        return {name: found[name] for name in self._get_term_names()} if found else {}

    @api.model
    def _find_lists(self, company, branch=None):
        """The lists that a new tariff begins with.

        :param company: the company
        :param branch: the one branch that the tariff is for, if it is for one
        :return: dict of field → list of values of its lines; empty where nothing is set
        """
        tariff = self._search_one(company, branch).list_tariff_id
        return {
            name: [
                {key: value for key, value in vals.items() if key != "tariff_id"}
                for vals in tariff[name].copy_data()
            ]
            for name in LISTS
            if tariff[name]
        }

    @api.model
    def _search_one(self, company, branch):
        """What holds for the branch, else for the company, as sudo."""
        found = self.sudo().search(
            [
                ("company_id", "=", company.id),
                ("branch_id", "in", [False, *(branch.ids if branch else [])]),
            ]
        )
        # a branch's own terms come before the company's
        return found.sorted(lambda default: not default.branch_id)[:1]
