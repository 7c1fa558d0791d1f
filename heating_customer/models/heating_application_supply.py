from odoo import api, fields, models
from odoo.exceptions import UserError

# The supply state that an effect begins.
EFFECT_SUPPLY = {
    "stop": "stopped",
    "mid_stop": "stopped",
    "late_start": "late_start",
    "cut_off": "cut_off",
    "restore": "supplied",
    "reconnect": "supplied",
}


class HeatingApplication(models.Model):
    """Effects on the supply: stop, late start, cutting off, restoring, reconnecting."""

    _inherit = "heating.application"

    supply_id = fields.Many2one(
        "heating.supply",
        string="Supply State Begun",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )

    @api.model
    def _get_approval_protected_fields(self):
        return super()._get_approval_protected_fields() | {"supply_id"}

    def _get_effect_refusals(self, day):
        refusals = super()._get_effect_refusals(day)
        household = self.household_id._origin
        if self.effect not in EFFECT_SUPPLY or not household:
            return refusals
        if self.effect == "late_start" and not self.date_to:
            refusals.append(self.env._("Enter the last day without heat."))
        if not self.type_id._is_applicable_for(household, day):
            state = self.env["heating.supply"]._fields["state"]
            labels = dict(state._description_selection(self.env))
            return [
                *refusals,
                self.env._(
                    "“%(type)s” is not possible: the supply of household %(number)s "
                    "on %(date)s is “%(state)s”.",
                    type=self.type_id.name,
                    number=household.number,
                    date=day,
                    state=labels[household._get_supply_state_on(day)],
                ),
            ]
        conflict = household._get_supply_conflict(day, self._get_effect_end(day))
        return [*refusals, conflict] if conflict else refusals

    def _get_effect_end(self, day):
        """The last day of the new supply state, or False for no end.

        A restored supply lasts as long as the stop would have: what comes after that
        is decided already. A stop that lapses ends with its season.
        """
        if self.effect in ("restore", "reconnect"):
            return self.household_id._origin._get_supply_on(day).date_to
        if not self.date_to and self.type_id.lapses:
            return self._get_type_of_company()._get_season_end(day)
        return self.date_to

    def _apply_effect(self):
        super()._apply_effect()
        if self.effect not in EFFECT_SUPPLY:
            return
        day = self._get_effect_date()
        if refusals := self._get_effect_refusals(day):
            raise UserError("\n".join(refusals))
        last_day = self._get_effect_end(day)
        if last_day and last_day < day:
            raise UserError(
                self.env._(
                    "The valve was turned on %(date)s, after the last day asked for.",
                    date=day,
                )
            )
        self.supply_id = self.household_id._change_supply(
            EFFECT_SUPPLY[self.effect], day, last_day, reason=self.display_name
        )
