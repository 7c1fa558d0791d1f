from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

# The supply state that an effect begins.
EFFECT_SUPPLY = {"stop": "stopped", "restore": "supplied"}


class HeatingApplication(models.Model):
    """What happens to an application after its approval: work on site, then effect."""

    _inherit = "heating.application"

    valve_on = fields.Date(
        string="Valve Turned on",
        readonly=True,
        copy=False,
        tracking=True,
        help="The day on which the valve was shut or opened.",
    )
    seal_number = fields.Char(readonly=True, copy=False, tracking=True)
    field_worker_id = fields.Many2one(
        "res.users", string="Confirmed by", readonly=True, copy=False
    )
    done_on = fields.Datetime(readonly=True, copy=False)
    supply_id = fields.Many2one(
        "heating.supply",
        string="Supply State Begun",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )

    # === CRUD METHODS === #

    @api.model
    def _get_approval_protected_fields(self):
        return super()._get_approval_protected_fields() | {
            "valve_on",
            "seal_number",
            "field_worker_id",
            "done_on",
            "supply_id",
        }

    # === ACTIONS === #

    def action_confirm_field(self, valve_on, seal_number=False):
        """A field worker confirms what was done on site; then it takes effect.

        :param valve_on: the day on which the valve was shut or opened
        :param str seal_number: the seal put on the valve; needed to stop the supply
        """
        self.ensure_one()
        self.check_access("read")
        if not self.env.user.has_group("heating_customer.group_field_worker"):
            raise AccessError(self.env._("Only field workers confirm work on site."))
        if self.env.user in self._get_approval_askers():
            raise AccessError(
                self.env._(
                    "You created or asked for %(application)s: another field worker "
                    "must confirm it.",
                    application=self.display_name,
                )
            )
        self._approval_lock()
        valve_on = fields.Date.to_date(valve_on)
        if refusals := self._get_field_refusals(valve_on, seal_number):
            raise UserError("\n".join(refusals))
        application = self._approval_trusted()
        application.write(
            {
                "valve_on": valve_on,
                "seal_number": seal_number,
                "field_worker_id": self.env.uid,
            }
        )
        application._finish()

    # === BUSINESS METHODS === #

    def _get_effect_refusals(self, day):
        """Why the effect cannot begin on *day*, one sentence each.

        :param date day: the first day of the effect
        :rtype: list[str]
        """
        self.ensure_one()
        if self.effect not in EFFECT_SUPPLY:
            return []
        household = self.household_id._origin
        if not self.type_id._is_applicable_for(household, day):
            state = self.env["heating.supply"]._fields["state"]
            labels = dict(state._description_selection(self.env))
            return [
                self.env._(
                    "“%(type)s” is not possible: the supply of household %(number)s "
                    "on %(date)s is “%(state)s”.",
                    type=self.type_id.name,
                    number=household.number,
                    date=day,
                    state=labels[household._get_supply_state_on(day)],
                )
            ]
        conflict = household._get_supply_conflict(day, self._get_effect_end(day))
        return [conflict] if conflict else []

    def _get_effect_end(self, day):
        """The last day of the new supply state, or False for no end.

        A restored supply lasts as long as the stop would have: what comes after that
        is decided already.
        """
        if self.effect == "restore":
            return self.household_id._origin._get_supply_on(day).date_to
        return self.date_to

    def _get_field_refusals(self, valve_on, seal_number):
        """Why what the field worker reports cannot be confirmed, one sentence each."""
        if self.state != "approved":
            return [
                self.env._(
                    "%(application)s has not been approved or is done already.",
                    application=self.display_name,
                )
            ]
        refusals = []
        if not valve_on:
            refusals.append(self.env._("Enter the day the valve was turned."))
        elif valve_on > fields.Date.context_today(self):
            refusals.append(self.env._("The valve cannot be turned in the future."))
        if self.effect == "stop" and not (seal_number or "").strip():
            refusals.append(self.env._("Enter the number of the seal on the valve."))
        return refusals

    def _on_approved(self):
        result = super()._on_approved()
        if not self.type_id.field_work:
            self._finish()
        return result

    def _get_effect_date(self):
        """The first day of the effect: as asked for, but not before the valve."""
        self.ensure_one()
        return max(self.date_from, self.valve_on or self.date_from)

    def _finish(self):
        """Apply the effect and close the application; called with trusted records."""
        self._apply_effect()
        self.write({"state": "done", "done_on": fields.Datetime.now()})

    def _apply_effect(self):
        """Change what the application is about; extended for each new effect.

        Called with the trusted record, whose approval and work on site are done.
        """
        self.ensure_one()
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
