from odoo import models

# What a household under inspection may not do until its case is closed.
REFUSED_UNDER_INSPECTION = ("restore", "transfer", "leave")


class HeatingApplication(models.Model):
    """A household under inspection neither restores, changes hands nor leaves."""

    _inherit = "heating.application"

    def _get_condition_refusals(self):
        return [*super()._get_condition_refusals(), self._get_hold_refusal()]

    def _get_hold_refusal(self):
        """A sentence, or False where no inspection stands in the way."""
        household = self.household_id._origin
        if self.effect not in REFUSED_UNDER_INSPECTION or not household:
            return False
        holds = household._get_open_holds().filtered(
            lambda hold: hold.kind == "inspection"
        )
        if holds:
            return self.env._(
                "Household %(number)s is under inspection since %(date)s: close the "
                "case and release the hold first.",
                number=household.number,
                date=holds[0].date_from,
            )
        return False
