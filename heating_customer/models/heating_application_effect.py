from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class HeatingApplication(models.Model):
    """What happens to an application after its approval: work on site, then effect.

    An approved application takes effect as soon as nothing is missing any more: each
    addon and each effect says in ``_get_pending`` what is, in words that its screen
    shows, and calls ``_finish_if_ready`` when something has come in.
    """

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
    field_confirmed_on = fields.Datetime(readonly=True, copy=False)
    done_on = fields.Datetime(readonly=True, copy=False)
    address = fields.Char(related="household_id.address")
    pending_text = fields.Text(compute="_compute_pending_text")
    department_notice_ids = fields.One2many(
        "heating.application.notice", "application_id", readonly=True
    )

    @api.depends("state")
    @api.depends_context("lang")
    def _compute_pending_text(self):
        for application in self:
            pending = (
                application._get_pending() if application.state == "approved" else []
            )
            application.pending_text = "\n".join(pending)

    # === CRUD METHODS === #

    @api.model
    def _get_approval_protected_fields(self):
        return super()._get_approval_protected_fields() | {
            "valve_on",
            "seal_number",
            "field_worker_id",
            "field_confirmed_on",
            "done_on",
            "department_notice_ids",
        }

    # === ACTIONS === #

    def action_confirm_field(self, valve_on, seal_number=False):
        """A field worker confirms what was done on site.

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
                "field_confirmed_on": fields.Datetime.now(),
            }
        )
        application._finish_if_ready()

    # === BUSINESS METHODS === #

    def _get_effect_refusals(self, day):
        """Why the effect cannot begin on *day*, one sentence each.

        :param date day: the first day of the effect
        :rtype: list[str]
        """
        self.ensure_one()
        return []

    def _get_field_refusals(self, valve_on, seal_number):
        """Why what the field worker reports cannot be confirmed, one sentence each."""
        if self.state != "approved" or not self.type_id.field_work or self.valve_on:
            return [
                self.env._(
                    "%(application)s does not wait for work on site: it has not been "
                    "approved or is done already.",
                    application=self.display_name,
                )
            ]
        refusals = []
        if not valve_on:
            refusals.append(self.env._("Enter the day the valve was turned."))
        elif valve_on > self.company_id._heating_today():
            refusals.append(self.env._("The valve cannot be turned in the future."))
        if self._needs_seal() and not (seal_number or "").strip():
            refusals.append(self.env._("Enter the number of the seal on the valve."))
        return refusals

    def _needs_seal(self):
        """Whether the valve is shut, so that a seal goes on it."""
        self.ensure_one()
        return self.effect in ("stop", "mid_stop", "late_start", "cut_off", "leave")

    def _on_approved(self):
        result = super()._on_approved()
        self._finish_if_ready()
        return result

    def _get_effect_date(self):
        """The first day of the effect: as asked for, but not before the valve."""
        self.ensure_one()
        return max(self.date_from, self.valve_on or self.date_from)

    def _takes_effect_ahead(self):
        """Whether the effect can be written down before its day, since it is dated."""
        self.ensure_one()
        return True

    def _get_pending(self):
        """What an approved application still waits for, one sentence each.

        :rtype: list[str]
        """
        self.ensure_one()
        pending = []
        if self.type_id.field_work and not self.valve_on:
            pending.append(
                self.env._("A field worker has to confirm the work on site.")
            )
        today = self.company_id._heating_today()
        if not self._takes_effect_ahead() and self._get_effect_date() > today:
            pending.append(
                self.env._("It takes effect on %(date)s.", date=self._get_effect_date())
            )
        return pending

    def _finish_if_ready(self):
        """Apply the effect if nothing is missing; called with trusted records.

        :return: whether it took effect
        :rtype: bool
        """
        self.ensure_one()
        if self.state != "approved":
            return False
        self._prepare_effect()
        # what is prepared may settle what it waited for, and finish it by that
        if self.state != "approved" or self._get_pending():
            return False
        self._finish()
        return True

    def _prepare_effect(self):
        """Hook for what is done before everything has come in; trusted records."""

    def _finish(self):
        """Apply the effect and close the application; called with trusted records."""
        # closed first: what the effect settles asks for what still waits
        self.write({"state": "done", "done_on": fields.Datetime.now()})
        self._apply_effect()
        self._effect_applied()
        self.env["heating.application.notice"]._tell(self)

    def _apply_effect(self):
        """Change what the application is about; extended for each effect.

        Called with the trusted record, whose approval and work on site are done.
        """
        self.ensure_one()

    def _effect_applied(self):
        """Hook for what follows in addons above, such as re-assessing bills."""
