from odoo import fields, models


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
