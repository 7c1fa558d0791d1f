from odoo import api, fields, models


class HeatingDebtMixin(models.AbstractModel):
    """Debts that a portal user sees for a customer who gave them access."""

    _inherit = "heating.debt.mixin"

    by_access = fields.Boolean(
        compute="_compute_by_access",
        search="_search_by_access",
        help="Whether the reader has access to the household from who is billed.",
    )

    @api.depends("household_id", "partner_id")
    @api.depends_context("uid")
    def _compute_by_access(self):
        known = {
            (access.household_id, access.customer_id)
            for access in self.env["heating.household.access"]._get_valid()
        }
        for debt in self:
            debt.by_access = (debt.household_id, debt.partner_id) in known

    def _search_by_access(self, operator, value):
        if operator != "in":
            return NotImplemented
        accesses = self.env["heating.household.access"]
        return accesses._get_domain_of_documents("partner_id")
