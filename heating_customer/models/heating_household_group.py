from odoo import api, fields, models


class HeatingHouseholdGroup(models.Model):
    """Households that belong together (关联用户): relatives, one company's flats."""

    _name = "heating.household.group"
    _description = "Linked Households"
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    kind = fields.Selection(
        [("family", "Family"), ("company", "One Company")],
        default="family",
        required=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    household_ids = fields.Many2many(
        "heating.household", string="Households", check_company=True
    )
    branch_ids = fields.Many2many(
        "heating.branch", compute="_compute_branch_ids", store=True, compute_sudo=True
    )
    household_count = fields.Integer(
        string="Number of Households", compute="_compute_household_count"
    )
    note = fields.Text()

    @api.depends("household_ids.branch_id")
    def _compute_branch_ids(self):
        """Whose staff see the group.

        The members are not read from the field, whose cache would then show those of
        other branches to whoever writes the group.
        """
        branches = {}
        for group, branch in self.env["heating.household"]._read_group(
            [("group_ids", "in", self.ids)], ["group_ids", "branch_id"]
        ):
            branches.setdefault(group.id, self.env["heating.branch"])
            branches[group.id] |= branch
        for group in self:
            group.branch_ids = branches.get(group._origin.id)

    @api.depends("household_ids")
    def _compute_household_count(self):
        for group in self:
            group.household_count = len(group.household_ids)


class HeatingHousehold(models.Model):
    _inherit = "heating.household"

    group_ids = fields.Many2many(
        "heating.household.group",
        string="Linked by",
        groups="heating_customer.group_user",
    )
    linked_household_ids = fields.Many2many(
        "heating.household",
        string="Linked Households",
        compute="_compute_linked_household_ids",
        groups="heating_customer.group_user",
        help="The other households of its groups, those of other branches left out.",
    )

    @api.depends("group_ids.household_ids")
    def _compute_linked_household_ids(self):
        # searched, so that those of other branches are left out
        members = self.search([("group_ids", "in", self.group_ids.ids)])
        for household in self:
            household.linked_household_ids = (
                members.filtered(
                    lambda each, household=household: (
                        each.group_ids & household.group_ids
                    )
                )
                - household._origin
            )

    def action_open(self):
        """Open the household, such as from the list of those linked with another."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
        }
