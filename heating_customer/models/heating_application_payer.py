from odoo import api, fields, models
from odoo.exceptions import UserError


class HeatingApplication(models.Model):
    """Another payer: who is billed instead of the customer from a day on.

    The day may be to come, or have passed in the season that runs. Bills that have
    been made stay with whom they were made for.
    """

    _inherit = "heating.application"

    new_payer_id = fields.Many2one(
        "res.partner",
        string="Payer from Then on",
        ondelete="restrict",
        tracking=True,
        check_company=True,
        help="Empty: the customer is billed again. New bills go to who is the payer on "
        "the bill's date; bills that have been made stay as they are.",
    )

    @api.model
    def _get_refusal_triggers(self):
        return [*super()._get_refusal_triggers(), "new_payer_id"]

    def _is_of_payer(self):
        """Whether the whole household gets another payer."""
        self.ensure_one()
        return self.effect == "payer"

    def _get_effect_refusals(self, day):
        refusals = super()._get_effect_refusals(day)
        household = self.household_id._origin
        if not self._is_of_payer() or not household:
            return refusals
        periods = household.payer_period_ids
        current = periods.filtered(lambda each: each._is_valid_on(day))[:1]
        planned = periods.filtered(lambda each: each.date_from and each.date_from > day)
        if (
            self.new_payer_id == current.partner_id
            and not planned
            and (not current or current.date_to == self.date_to)
        ):
            refusals.append(
                self.env._(
                    "%(payer)s pays for household %(number)s already.",
                    payer=(self.new_payer_id or household.customer_id).name,
                    number=household.number,
                )
            )
        if self.date_to and not self.new_payer_id:
            refusals.append(
                self.env._("Only a payer has a last day: leave it empty, or name one.")
            )
        if conflict := household._get_payer_conflict(day):
            refusals.append(conflict)
        return refusals

    def _apply_effect(self):
        super()._apply_effect()
        if not self._is_of_payer():
            return
        day = self._get_effect_date()
        if refusals := self._get_effect_refusals(day):
            raise UserError("\n".join(refusals))
        self.household_id._change_payer(self.new_payer_id, day, self.date_to)
