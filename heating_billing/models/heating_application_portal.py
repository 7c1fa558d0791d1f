from odoo import models


class HeatingApplication(models.Model):
    """What a householder hears of debts: never the sum of somebody else's."""

    _inherit = "heating.application"

    def _get_debt_refusal(self):
        """Override of `heating_customer`: outsiders hear of their own debts only."""
        refusal = super()._get_debt_refusal()
        if not refusal or self.env.user._is_internal():
            return refusal
        household = self.household_id._origin.sudo()
        owed = household._get_portal_owed().get(household, 0.0)
        currency = household.currency_id
        if currency.compare_amounts(owed, household.amount_due) >= 0:
            return refusal
        return self.env._(
            "Household %(number)s has open bills, also of others, which must be paid "
            "first. The hall can help you.",
            number=household.number,
        )
