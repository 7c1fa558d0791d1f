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
# Effects that may be about single spaces, where the type allows it.
PART_EFFECTS = ("stop", "mid_stop", "late_start", "restore")


class HeatingApplication(models.Model):
    """Effects on the supply: stop, late start, cutting off, restoring, reconnecting."""

    _inherit = "heating.application"

    supply_space_ids = fields.Many2many(
        "heating.space",
        string="Only These Spaces",
        domain="[('household_id', '=', household_id), "
        "'|', ('date_to', '=', False), ('date_to', '>=', 'today')]",
        help="Empty: the whole household.",
    )
    whole_household_only = fields.Boolean(related="type_id.whole_household_only")
    supply_id = fields.Many2one(
        "heating.supply",
        string="Supply State Begun",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    part_supply_ids = fields.Many2many(
        "heating.supply",
        string="Supply States Begun for Spaces",
        readonly=True,
        copy=False,
    )

    @api.model
    def _get_approval_protected_fields(self):
        return super()._get_approval_protected_fields() | {
            "supply_id",
            "part_supply_ids",
        }

    @api.model
    def _get_refusal_triggers(self):
        return [*super()._get_refusal_triggers(), "supply_space_ids"]

    @api.onchange("household_id", "type_id")
    def _onchange_supply_space_ids(self):
        """Spaces of another household, or of a type that asks for all, go."""
        if self.whole_household_only or self.effect not in PART_EFFECTS:
            self.supply_space_ids = False
        self.supply_space_ids = self.supply_space_ids.filtered(
            lambda space: space._origin.household_id == self.household_id._origin
        )

    # === CONDITIONS === #

    def _get_condition_refusals(self):
        return [*super()._get_condition_refusals(), self._get_whole_refusal()]

    def _get_whole_refusal(self):
        """Where the type is about whole households: no spaces are named."""
        if self.supply_space_ids and (
            self.type_id.whole_household_only or self.effect not in PART_EFFECTS
        ):
            return self.env._(
                "“%(type)s” is for the whole household only: name no spaces.",
                type=self.type_id.name,
            )
        return False

    def _get_effect_refusals(self, day):
        refusals = super()._get_effect_refusals(day)
        household = self.household_id._origin
        if self.effect not in EFFECT_SUPPLY or not household:
            return refusals
        if self.effect == "late_start" and not self.date_to:
            refusals.append(self.env._("Enter the last day without heat."))
        if strange := self._get_strange_spaces_refusal(day):
            return [*refusals, strange]
        impossible = self._get_state_refusals(day)
        if impossible:
            return [*refusals, *impossible]
        conflicts = [
            household._get_supply_conflict(day, self._get_effect_end(day, space), space)
            for space in self._get_supply_targets(day)
        ]
        return [*refusals, *filter(None, conflicts)]

    def _get_named_spaces(self, day):
        """The spaces named, each as it is on *day*: it may have been replaced since."""
        named = self.env["heating.space"]
        for space in self.supply_space_ids._origin:
            named |= space._get_on(day) or space
        return named

    def _get_strange_spaces_refusal(self, day):
        """Spaces named that the household does not have on *day*."""
        household = self.household_id._origin
        strange = self._get_named_spaces(day) - household._get_spaces_on(day)
        if not strange:
            return False
        return self.env._(
            "“%(space)s” is not a space of household %(number)s on %(date)s: choose "
            "the spaces and the day that belong together.",
            space=strange[0].display_name,
            number=household.number,
            date=day,
        )

    def _get_state_refusals(self, day):
        """Supply states on *day* in which the effect makes no sense."""
        household = self.household_id._origin
        state = self.env["heating.supply"]._fields["state"]
        labels = dict(state._description_selection(self.env))
        whole = household._get_supply_run(day).state or "supplied"
        if self.supply_space_ids and whole != "supplied":
            return [
                self.env._(
                    "Household %(number)s as a whole is “%(state)s” on %(date)s, so "
                    "“%(type)s” is not possible for single spaces: name none.",
                    number=household.number,
                    date=day,
                    state=labels[whole],
                    type=self.type_id.name,
                )
            ]
        refusals = []
        for space in self._get_named_spaces(day):
            if not self.type_id._is_applicable_for(household, day, space):
                refusals.append(
                    self.env._(
                        "“%(type)s” is not possible: the supply of “%(space)s” on "
                        "%(date)s is “%(state)s”.",
                        type=self.type_id.name,
                        space=space.name,
                        date=day,
                        state=labels[household._get_supply_state_on(day, space)],
                    )
                )
        if not self.supply_space_ids and not self.type_id._is_applicable_for(
            household, day
        ):
            refusals.append(
                self.env._(
                    "“%(type)s” is not possible: the supply of household %(number)s "
                    "on %(date)s is “%(state)s”.",
                    type=self.type_id.name,
                    number=household.number,
                    date=day,
                    state=labels[household._get_supply_state_on(day)],
                )
            )
        return refusals

    # === EFFECT === #

    def _get_supply_targets(self, day):
        """Whose supply changes on *day*: spaces, or None for the household as a whole.

        Restoring a whole household restores all of it: what was stopped as a whole,
        and each space that was stopped by itself.

        :rtype: list
        """
        household = self.household_id._origin
        if self.supply_space_ids:
            return list(self._get_named_spaces(day))
        if self.effect != "restore":
            return [None]
        parts = list(household._get_part_states_on(day))
        whole = household._get_supply_run(day).state or "supplied"
        return parts if parts and whole == "supplied" else [None, *parts]

    def _get_effect_end(self, day, space=None):
        """The last day of the new supply state, or False for no end.

        A restored supply lasts as long as the stop would have: what comes after that
        is decided already. A stop that lapses ends with its season.

        :param date day: the first day of the new state
        :param space: whose it is; None: the household's
        """
        if self.effect in ("restore", "reconnect"):
            return self.household_id._origin._get_supply_run(day, space)[-1:].date_to
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
        begun = self.env["heating.supply"]
        for space in self._get_supply_targets(day):
            last_day = self._get_effect_end(day, space)
            if last_day and last_day < day:
                raise UserError(
                    self.env._(
                        "The valve was turned on %(date)s, after the last day asked "
                        "for.",
                        date=day,
                    )
                )
            begun += self.household_id._change_supply(
                EFFECT_SUPPLY[self.effect],
                day,
                last_day,
                reason=self.display_name,
                space=space,
            )
        self.supply_id = begun.filtered(lambda supply: not supply.space_id)
        self.part_supply_ids = begun.filtered("space_id")
