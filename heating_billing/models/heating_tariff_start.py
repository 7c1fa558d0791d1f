from odoo import api, models


class HeatingTariff(models.Model):
    """What a new tariff starts from."""

    _inherit = "heating.tariff"

    @api.model
    def default_get(self, fields_list):
        """Start from the company's terms, as Settings › Heating has them."""
        defaults = super().default_get(fields_list)
        terms = self.env["heating.tariff.default"]._find(self.env.company)
        return defaults | {
            name: value
            for name, value in terms.items()
            if name in fields_list and f"default_{name}" not in self.env.context
        }

    @api.onchange("branch_ids")
    def _onchange_branch_ids(self):
        """A new tariff of one branch starts from that branch's terms."""
        branch = self.branch_ids._origin
        if not self._origin and len(branch) == 1:
            self.update(
                self.env["heating.tariff.default"]._find(
                    self.company_id or self.env.company, branch
                )
            )
