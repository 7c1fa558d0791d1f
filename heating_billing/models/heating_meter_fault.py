from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class HeatingMeterFault(models.Model):
    """A report that a meter is broken (热表故障), approved by another person.

    From its approval on the household's season is charged by area.
    """

    _name = "heating.meter.fault"
    _description = "Broken Meter"
    _inherit = ["heating.company.mixin", "mail.thread"]
    _order = "broken_on DESC, id DESC"
    _check_company_auto = True
    _company_from = "meter_id"

    meter_id = fields.Many2one(
        "heating.meter",
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
        domain="[('state', '=', 'working')]",
    )
    household_id = fields.Many2one(
        related="meter_id.household_id", store=True, precompute=True, index=True
    )
    branch_id = fields.Many2one(
        related="meter_id.branch_id", store=True, precompute=True, index=True
    )
    broken_on = fields.Date(
        string="Broken since",
        required=True,
        default=fields.Date.context_today,
        help="From this day on no reading is taken.",
    )
    reason = fields.Char(required=True, help="What was found, and how.")
    photo = fields.Image(max_width=1920, max_height=1920)
    state = fields.Selection(
        [("asked", "To Approve"), ("approved", "Approved"), ("refused", "Refused")],
        required=True,
        readonly=True,
        default="asked",
        index=True,
        tracking=True,
    )
    reported_by_id = fields.Many2one(
        "res.users", string="Reported by", readonly=True, index="btree_not_null"
    )
    decided_by_id = fields.Many2one(
        "res.users", string="Decided by", readonly=True, index="btree_not_null"
    )
    decided_on = fields.Datetime(readonly=True)
    refused_because = fields.Char(
        string="Why Refused", readonly=True, tracking=True, copy=False
    )

    _one_in_hand = models.UniqueIndex(
        "(meter_id) WHERE state = 'asked'",
        "This meter is reported as broken already; the report waits for approval.",
    )
    _reason_said = models.Constraint(
        "CHECK (btrim(reason) <> '')", "Say what is wrong with the meter."
    )
    _decided_by_another = models.Constraint(
        "CHECK (decided_by_id IS NULL OR decided_by_id <> reported_by_id)",
        "Another person decides about a report than who made it.",
    )

    @api.depends("meter_id.number", "broken_on")
    def _compute_display_name(self):
        for fault in self:
            parts = (fault.meter_id.number, fault.broken_on)
            fault.display_name = " ".join(str(part) for part in parts if part)

    @api.model_create_multi
    def create(self, vals_list):
        decided = {
            "state",
            "reported_by_id",
            "decided_by_id",
            "decided_on",
            "refused_because",
        }
        if not self.env.su:
            for vals in vals_list:
                if vals.keys() & decided:
                    raise AccessError(
                        self.env._(
                            "Who reports a meter, and what is decided, is not entered "
                            "by hand."
                        )
                    )
                # nor by a client's default_state
                vals.update(state="asked", decided_by_id=False, decided_on=False)
                vals["refused_because"] = False
        for vals in vals_list:
            vals["reported_by_id"] = self.env.uid
        faults = super().create(vals_list)
        for fault in faults.sudo():
            fault._check_day()
        return faults

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("Reports of broken meters stay: a wrong one is refused instead.")
        )

    def _check_day(self):
        """Refuse a day that the meter cannot have broken on.

        :raise UserError: in the future, outside the meter's life, or broken already
        """
        self.ensure_one()
        meter = self.meter_id
        if meter.state == "broken":
            raise UserError(
                self.env._(
                    "Meter %(meter)s is on file as broken since %(day)s already.",
                    meter=meter.number,
                    day=meter.broken_on,
                )
            )
        if (
            self.broken_on > meter.company_id._heating_today()
            or self.broken_on < meter.installed_on
            or (meter.removed_on and self.broken_on > meter.removed_on)
        ):
            raise UserError(
                self.env._(
                    "Meter %(meter)s cannot have broken on %(day)s: choose a day from "
                    "its installation until today, or until its removal.",
                    meter=meter.number,
                    day=self.broken_on,
                )
            )

    def action_approve(self):
        """The meter is broken from that day on.

        :raise AccessError: by who is no approver, or reported it
        :raise UserError: it is decided already, or accepted readings contradict it
        """
        for fault in self._decide("approved"):
            fault._check_day()
            fault.meter_id._change_heat(
                lambda fault=fault: fault.meter_id.write(
                    {"state": "broken", "broken_on": fault.broken_on}
                ),
                self.env._(
                    "Meter %(meter)s broken since %(day)s: %(reason)s",
                    meter=fault.meter_id.number,
                    day=fault.broken_on,
                    reason=fault.reason,
                ),
            )

    def action_refuse(self, reason=""):
        """The meter is not broken; the report stays on file.

        :param str reason: why, for who reported it
        :raise AccessError: by who is no approver, or reported it
        :raise UserError: no reason is given, or it is decided already
        """
        reason = reason.strip() if isinstance(reason, str) else ""
        self._decide("refused", refused_because=reason)

    def _decide(self, state, **vals):
        self.check_access("read")
        if not self.env.user.has_group("heating_customer.group_approver"):
            raise AccessError(self.env._("Approvers decide about broken meters."))
        faults = self.sudo()
        faults.lock_for_update()
        faults.invalidate_recordset(["state"])
        for fault in faults:
            if fault.state != "asked":
                raise UserError(
                    self.env._(
                        "The report %(fault)s is decided already.",
                        fault=fault.display_name,
                    )
                )
            if fault.reported_by_id == self.env.user:
                raise AccessError(
                    self.env._(
                        "You reported %(fault)s: another person decides about it.",
                        fault=fault.display_name,
                    )
                )
        if state == "refused" and not vals["refused_because"]:
            raise UserError(
                self.env._(
                    "Say why the report is refused: who made it will read the reason."
                )
            )
        faults.write(
            {
                "state": state,
                "decided_by_id": self.env.uid,
                "decided_on": fields.Datetime.now(),
                **vals,
            }
        )
        return faults


class HeatingMeter(models.Model):
    _inherit = "heating.meter"

    fault_ids = fields.One2many("heating.meter.fault", "meter_id", readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        self._check_not_broken_by_hand(*vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self._check_not_broken_by_hand(vals)
        return super().write(vals)

    def _check_not_broken_by_hand(self, *vals_list):
        """A broken meter changes a bill, so two persons say so.

        :raise AccessError: it is written by hand
        """
        if self.env.su:
            return
        for vals in vals_list:
            if vals.get("state", "working") != "working" or vals.get("broken_on"):
                raise AccessError(
                    self.env._(
                        "Report the meter as broken instead: another person approves "
                        "it."
                    )
                )
            if "state" in vals and any(meter.state == "broken" for meter in self):
                raise AccessError(
                    self.env._(
                        "A broken meter does not work again: enter the one that "
                        "replaces it."
                    )
                )
        if any(
            "broken_on" in vals and not vals["broken_on"] for vals in vals_list
        ) and any(meter.broken_on for meter in self):
            raise AccessError(
                self.env._(
                    "A broken meter does not work again: enter the one that replaces "
                    "it."
                )
            )
