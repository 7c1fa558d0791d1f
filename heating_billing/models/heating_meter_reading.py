from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..assessment.metered import KWH, megajoules, units_of
from .heating_tariff import exact


class HeatingMeterReading(models.Model):
    """What a heat meter showed on a day (抄表记录).

    What cannot be true is refused at once; what is unlikely is held until an
    accountant, not the one who entered it, accepts or refuses it. A reading stays as
    it was entered; a wrong one is refused and another one entered.
    """

    _name = "heating.meter.reading"
    _description = "Meter Reading"
    _inherit = ["heating.company.mixin"]
    _order = "date DESC, id DESC"
    _check_company_auto = True
    _company_from = "meter_id"

    meter_id = fields.Many2one(
        "heating.meter",
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
    )
    household_id = fields.Many2one(
        related="meter_id.household_id", store=True, precompute=True, index=True
    )
    branch_id = fields.Many2one(
        related="meter_id.branch_id", store=True, precompute=True, index=True
    )
    unit = fields.Selection(related="meter_id.unit")
    date = fields.Date(required=True, default=fields.Date.context_today)
    value = fields.Float(digits=(16, 4), required=True)
    photo = fields.Image(max_width=1920, max_height=1920)
    source = fields.Selection(
        [
            ("hand", "Entered by Hand"),
            ("estimate", "Estimate"),
            ("file", "From a File"),
        ],
        required=True,
        default="hand",
    )
    state = fields.Selection(
        [
            ("accepted", "Accepted"),
            ("held", "Held"),
            ("refused", "Refused"),
            ("taken_back", "Taken Back"),
        ],
        required=True,
        readonly=True,
        default="accepted",
        index=True,
    )
    reason = fields.Char(readonly=True, help="Why it is held or was refused.")
    read_by_id = fields.Many2one(
        "res.users", string="Read by", readonly=True, index="btree_not_null"
    )
    decided_by_id = fields.Many2one(
        "res.users", string="Decided by", readonly=True, index="btree_not_null"
    )
    decided_on = fields.Datetime(readonly=True)

    _value_not_negative = models.Constraint(
        "CHECK (value >= 0)", "A meter cannot show less than zero."
    )
    _one_a_day = models.UniqueIndex(
        "(meter_id, date) WHERE state NOT IN ('refused', 'taken_back')",
        "There is a reading of this meter on this day already.",
    )
    _reason_where_not_accepted = models.Constraint(
        "CHECK (state = 'accepted' OR COALESCE(btrim(reason), '') <> '')",
        "A reading that is held or refused needs a reason.",
    )

    @api.depends("meter_id.number", "date")
    def _compute_display_name(self):
        for reading in self:
            parts = (reading.meter_id.number, reading.date)
            reading.display_name = " ".join(str(part) for part in parts if part)

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            decided = {"state", "reason", "read_by_id", "decided_by_id", "decided_on"}
            for vals in vals_list:
                if vals.keys() & decided:
                    raise AccessError(
                        self.env._(
                            "Who read a meter, and whether the reading is accepted, is "
                            "not entered by hand."
                        )
                    )
                # nor by a client's default_state
                vals.update(
                    state="accepted",
                    reason=False,
                    read_by_id=self.env.uid,
                    decided_by_id=False,
                    decided_on=False,
                )
        meters = self.env["heating.meter"].browse(
            {vals["meter_id"] for vals in vals_list if vals.get("meter_id")}
        )
        # two at once must see each other: the order of readings is checked below
        meters.sudo().lock_for_update(allow_referencing=True)
        readings = super().create(vals_list)
        for reading in readings.sudo().sorted("date"):
            reading._check_on_meter()
            if doubt := reading._find_doubt():
                reading.write({"state": "held", "reason": doubt})
        return readings

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("Meter readings stay: a wrong one is refused instead.")
        )

    # === CHECKS === #

    def _check_on_meter(self):
        """Refuse what cannot be true.

        :raise ValidationError: in the future, outside the meter's life, after it
            broke, or not between the readings before and after
        """
        self.ensure_one()
        meter = self.meter_id
        facts = {"meter": meter.number, "date": self.date, "value": self.value}
        if self.date > meter.company_id._heating_today():
            raise ValidationError(
                self.env._(
                    "Meter %(meter)s cannot be read on %(date)s: this day is still to "
                    "come.",
                    **facts,
                )
            )
        if self.date < meter.installed_on or (
            meter.removed_on and self.date > meter.removed_on
        ):
            raise ValidationError(
                self.env._(
                    "Meter %(meter)s was not installed on %(date)s. Check the day, or "
                    "the meter's dates.",
                    **facts,
                )
            )
        if meter.broken_on and self.date >= meter.broken_on:
            raise ValidationError(
                self.env._(
                    "Meter %(meter)s is broken since %(broken)s and cannot be read on "
                    "%(date)s.",
                    broken=meter.broken_on,
                    **facts,
                )
            )
        earlier, later = self._get_neighbours()
        least = earlier.value if earlier else meter.start_value
        if exact(self.value) < exact(least):
            raise ValidationError(
                self.env._(
                    "Meter %(meter)s showed %(least)s before, so it cannot show "
                    "%(value)s on %(date)s. Read it again.",
                    least=least,
                    **facts,
                )
            )
        if later and exact(self.value) > exact(later.value):
            raise ValidationError(
                self.env._(
                    "Meter %(meter)s shows %(later)s on %(later_date)s, so it cannot "
                    "show %(value)s on %(date)s already.",
                    later=later.value,
                    later_date=later.date,
                    **facts,
                )
            )

    def _get_neighbours(self):
        """The accepted readings of the meter next before and next after this one."""
        self.ensure_one()
        others = self.search(
            [
                ("meter_id", "=", self.meter_id.id),
                ("state", "=", "accepted"),
                ("id", "!=", self.id),
            ],
            order="date, id",
        )
        earlier = others.filtered(lambda each: each.date < self.date)
        return earlier[-1:], others.filtered(lambda each: each.date > self.date)[:1]

    def _find_doubt(self):
        """Why this reading is unlikely: much more a day than the meter measured before.

        A first one has nothing before it and is compared with the household's area.

        :return: a sentence, or False where it is likely or nothing is known to compare
        """
        self.ensure_one()
        factor = exact(self.company_id.heating_meter_factor)
        earlier = self._get_neighbours()[0]
        if not earlier:
            return self._find_doubt_of_first()
        if not factor:
            return False
        meter = self.meter_id
        before = earlier._get_neighbours()[0]
        first_date = before.date or meter.installed_on
        first_value = before.value if before else meter.start_value
        days = (earlier.date - first_date).days
        usual = exact(earlier.value) - exact(first_value)
        if not days or not usual:
            return False
        used = exact(self.value) - exact(earlier.value)
        expected = usual / Decimal(days) * (self.date - earlier.date).days
        if used <= expected * factor:
            return False
        return self.env._(
            "%(used)s %(unit)s since %(since)s; by its readings before, about "
            "%(expected)s would be usual.",
            used=f"{used:.2f}",
            unit=dict(meter._fields["unit"]._description_selection(self.env))[
                meter.unit
            ],
            since=earlier.date,
            expected=f"{expected:.2f}",
        )

    def _find_doubt_of_first(self):
        """Why a meter's first reading is unlikely: more than its area could take.

        :return: a sentence, or False
        """
        most = exact(self.company_id.heating_meter_most)
        meter = self.meter_id
        area = exact(meter.household_id.sudo().built_area)
        if not most or not area:
            return False
        used = exact(self.value) - exact(meter.start_value)
        heat = units_of(megajoules(used, meter.unit), KWH)
        days = max((self.date - meter.installed_on).days, 1)
        limit = most * area * days
        if heat <= limit:
            return False
        return self.env._(
            "%(used)s kWh since the meter was installed on %(since)s; %(area)s m² take "
            "%(limit)s at most.",
            used=f"{heat:.2f}",
            since=meter.installed_on,
            area=f"{area:.2f}",
            limit=f"{limit:.2f}",
        )

    # === ACTIONS === #

    def action_accept(self):
        """Accept held readings that others entered.

        :raise AccessError: by who is no accountant, or entered it
        :raise UserError: it is not held
        """
        self._decide("accepted")
        for reading in self.sudo():
            # others may have been accepted in the meantime
            reading._check_on_meter()

    def action_refuse(self):
        """Refuse held readings that others entered; their reason stays.

        :raise AccessError: by who is no accountant, or entered it
        :raise UserError: it is not held
        """
        self._decide("refused")

    def _decide(self, state):
        """Write the decision about held readings."""
        self.check_access("read")
        if not self.env.user.has_group("heating_customer.group_accountant"):
            raise AccessError(
                self.env._("Accountants decide about meter readings that are held.")
            )
        readings = self.sudo()
        readings.meter_id.lock_for_update(allow_referencing=True)
        readings.invalidate_recordset(["state"])
        for reading in readings:
            if reading.state != "held":
                raise UserError(
                    self.env._(
                        "The reading %(reading)s is not held.",
                        reading=reading.display_name,
                    )
                )
            if reading.read_by_id == self.env.user:
                raise AccessError(
                    self.env._(
                        "You entered the reading %(reading)s: another person decides "
                        "about it.",
                        reading=reading.display_name,
                    )
                )
        readings.write(
            {
                "state": state,
                "decided_by_id": self.env.uid,
                "decided_on": fields.Datetime.now(),
            }
        )
        # a refused one makes room in the unique index before another is inserted
        readings.flush_recordset()
