from odoo import api, models
from odoo.fields import Command


class HeatingTariff(models.Model):
    """What a new tariff starts from."""

    _inherit = "heating.tariff"

    @api.model
    def default_get(self, fields_list):
        """Start from the company's terms and lists, as Settings › Heating has them."""
        defaults = super().default_get(fields_list)
        model = self.env["heating.tariff.default"]
        values = model._find(self.env.company) | {
            name: [Command.create(vals) for vals in lines]
            for name, lines in model._find_lists(self.env.company).items()
        }
        return defaults | {
            name: value
            for name, value in values.items()
            if name in fields_list and f"default_{name}" not in self.env.context
        }

    @api.onchange("branch_ids")
    def _onchange_branch_ids(self):
        """A new tariff of one branch starts from that branch's terms and lists."""
        branch = self.branch_ids._origin
        if not self._origin and len(branch) == 1:
            company = self.company_id or self.env.company
            model = self.env["heating.tariff.default"]
            self.update(model._find(company, branch))
            for name, lines in model._find_lists(company, branch).items():
                self[name] = [
                    Command.clear(),
                    *(Command.create(vals) for vals in lines),
                ]
