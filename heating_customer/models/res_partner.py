from odoo import fields, models
from odoo.exceptions import AccessError


class ResPartner(models.Model):
    _inherit = "res.partner"

    heating_household_ids = fields.One2many(
        "heating.household", "customer_id", string="Households"
    )
    heating_payer_household_ids = fields.One2many(
        "heating.household", "payer_id", string="Households Paid For"
    )
    heating_household_count = fields.Integer(compute="_compute_heating_household_count")

    def _compute_heating_household_count(self):
        """Households of which the partner is customer or payer, in two queries."""
        counts = dict.fromkeys(self._ids, 0)
        households = self.env["heating.household"]
        for name in ("customer_id", "payer_id"):
            for partner, count in households._read_group(
                [(name, "in", self.ids)], [name], ["__count"]
            ):
                counts[partner.id] += count
        for partner in self:
            partner.heating_household_count = counts.get(partner._origin.id, 0)

    # === CRUD METHODS === #

    def write(self, vals):
        self._check_customer_branch()
        return super().write(vals)

    def _check_customer_branch(self):
        """Whether the caller's branches have a household of these customers.

        Odoo knows no branch of a contact, so a clerk of one branch could rename the
        customers of another. Contacts without a household are everybody's.

        :raise AccessError: a customer of other branches only
        """
        branches = self.env.user.heating_branch_ids
        if self.env.su or not branches:
            return
        households = self.env["heating.household"].sudo()
        households = households.with_context(active_test=False).search(
            [("customer_id", "in", self.ids)]
        )
        for customer, of_customer in households.grouped("customer_id").items():
            if not of_customer.branch_id & branches:
                raise AccessError(
                    self.env._(
                        "%(customer)s is a customer of %(branch)s, not of your branch.",
                        customer=customer.name,
                        branch=", ".join(of_customer.branch_id.mapped("name")),
                    )
                )

    # === ACTIONS === #

    def action_view_heating_households(self):
        """Open the households that this partner answers or pays for."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "heating_customer.heating_household_action"
        )
        action["domain"] = [
            "|",
            ("customer_id", "=", self.id),
            ("payer_id", "=", self.id),
        ]
        action["context"] = {"default_customer_id": self.id}
        return action
