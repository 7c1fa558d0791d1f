from odoo import api, models

ICONS = {"paid": "fa-check", "owing": "fa-cny"}


class HeatingLocation(models.Model):
    _inherit = "heating.location"

    @api.model
    def _get_grid_legend(self):
        """Override of `heating_customer`: supplied households have paid or owe."""
        if not self.env["heating.bill"].has_access("read"):
            return super()._get_grid_legend()
        return [
            ("owing", self.env._("Owing"), ICONS["owing"]),
            ("paid", self.env._("Paid"), ICONS["paid"]),
            *super()._get_grid_legend(),
        ]


class HeatingHousehold(models.Model):
    _inherit = "heating.household"

    def _get_grid_states(self):
        """Override of `heating_customer`: whether supplied households have paid.

        Who was never billed has neither paid nor owes. What a household without heat
        owes is told beside its state, see ``_get_grid_cell``.
        """
        states = super()._get_grid_states()
        if not self.env["heating.bill"].has_access("read"):
            return states
        supplied = self.filtered(lambda each: states[each.id] == "supplied")
        billed = {
            household.id
            for [household] in self.env["heating.bill"]
            .sudo()
            ._read_group(
                [("household_id", "in", supplied.ids), ("undone_on", "=", False)],
                ["household_id"],
            )
        }
        for household in supplied:
            if household._owes():
                states[household.id] = "owing"
            elif household.id in billed:
                states[household.id] = "paid"
        return states

    def _get_grid_cell(self, state):
        """Override of `heating_customer`: a mark on who owes without heat."""
        cell = super()._get_grid_cell(state)
        if state != "owing" and self._owes():
            cell["marks"].append({"icon": ICONS["owing"], "label": self.env._("Owing")})
        return cell

    def _owes(self):
        """Whether something is open; who may not read bills is not told."""
        self.ensure_one()
        return (
            self.env["heating.bill"].has_access("read")
            and self.currency_id.compare_amounts(self.amount_due, 0) > 0
        )
