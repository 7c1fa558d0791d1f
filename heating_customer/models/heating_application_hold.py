from odoo import models

# What a household may not do until its case is closed, or while it is blacklisted: what
# it would gain by, or what would put it out of reach. An officer who finds that the
# blacklisting is wrong releases the hold first.
REFUSED = {
    "inspection": ("restore", "transfer", "leave"),
    "blacklist": ("stop", "mid_stop", "late_start", "transfer"),
}


class HeatingApplication(models.Model):
    """What a household under inspection, or on the blacklist, cannot apply for."""

    _inherit = "heating.application"

    def _get_condition_refusals(self):
        return [*super()._get_condition_refusals(), self._get_hold_refusal()]

    def _get_hold_refusal(self):
        """A sentence, or False where no hold stands in the way."""
        household = self.household_id._origin
        holds = household._get_open_holds().filtered(
            lambda hold: self.effect in REFUSED.get(hold.kind, ())
        )
        if holds[:1].kind == "blacklist":
            return self.env._(
                "Household %(number)s is on the blacklist since %(date)s (%(reason)s): "
                "“%(type)s” is not for it until the hold is released.",
                number=household.number,
                date=holds[0].date_from,
                reason=holds[0].reason,
                type=self.type_id.name,
            )
        if holds:
            return self.env._(
                "Household %(number)s is under inspection since %(date)s: close the "
                "case and release the hold first.",
                number=household.number,
                date=holds[0].date_from,
            )
        return False
