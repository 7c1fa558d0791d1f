from odoo import api, fields, models
from odoo.exceptions import UserError


class HeatingApplication(models.Model):
    """Another payer: who is billed instead of the customer from a day on."""

    _inherit = "heating.application"

    new_payer_id = fields.Many2one(
        "res.partner",
        string="Payer from Then on",
        ondelete="restrict",
        tracking=True,
        check_company=True,
        help="Empty: the customer is billed again.",
    )

    @api.model
    def _get_refusal_triggers(self):
        return [*super()._get_refusal_triggers(), "new_payer_id"]

    def _get_effect_refusals(self, day):
        refusals = super()._get_effect_refusals(day)
        household = self.household_id
        if self.effect == "payer" and self.new_payer_id == household.payer_id:
            refusals.append(
                self.env._(
                    "%(payer)s pays for household %(number)s already.",
                    payer=(self.new_payer_id or household.customer_id).name,
                    number=household.number,
                )
            )
        return refusals

    def _takes_effect_ahead(self):
        return self.effect != "payer" and super()._takes_effect_ahead()

    def _apply_effect(self):
        super()._apply_effect()
        if self.effect != "payer":
            return
        if refusals := self._get_effect_refusals(self._get_effect_date()):
            raise UserError("\n".join(refusals))
        self.household_id.payer_id = self.new_payer_id
