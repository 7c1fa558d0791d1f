from calendar import monthrange

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

EFFECTS = [
    ("stop", "Stop the Supply"),
    ("restore", "Restore the Supply"),
    ("late_start", "Start Late"),
    ("mid_stop", "Stop in Mid-Season"),
    ("transfer", "Change of Customer"),
    ("area", "Change of Area"),
    ("category", "Change of Price Category"),
    ("payer", "Change of Payer"),
    ("cut_off", "Cut Off for Arrears"),
    ("reconnect", "Reconnect after Cutting Off"),
    ("join", "Join the Network"),
    ("join_many", "Join the Network, a Whole Community"),
    ("leave", "Leave the Network"),
]
# The supply states in which a household can be for an effect to make sense.
SUPPLY_BEFORE = {
    "stop": ("supplied",),
    "mid_stop": ("supplied",),
    "late_start": ("supplied",),
    "cut_off": ("supplied",),
    "restore": ("stopped", "late_start", "not_opened"),
    "reconnect": ("cut_off",),
}
MONTHS = [
    ("1", "January"),
    ("2", "February"),
    ("3", "March"),
    ("4", "April"),
    ("5", "May"),
    ("6", "June"),
    ("7", "July"),
    ("8", "August"),
    ("9", "September"),
    ("10", "October"),
    ("11", "November"),
    ("12", "December"),
]


class HeatingApplicationType(models.Model):
    """A kind of business (业务类型) that householders apply for, and its conditions.

    An addon adds its own by one more ``effect``, the hook ``_is_applicable_for`` here
    and ``_get_effect_refusals`` and ``_apply_effect`` of the application.
    """

    _name = "heating.application.type"
    _description = "Application Type"
    _order = "sequence, name"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Used by files and programs, e.g. “stop”.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    effect = fields.Selection(
        EFFECTS,
        required=True,
        help="What the application changes on the day it takes effect.",
    )
    sequence_id = fields.Many2one(
        "ir.sequence",
        string="Numbers",
        ondelete="restrict",
        help="Where applications of this type get their numbers.",
    )
    deadline_kind = fields.Selection(
        [
            ("none", "No Deadline"),
            ("date", "A Date Each Year"),
            ("season", "Days before the Season"),
        ],
        string="Deadline",
        default="none",
        required=True,
    )
    deadline_month = fields.Selection(MONTHS, default="9")
    deadline_day = fields.Integer(default=30)
    deadline_days = fields.Integer(string="Days before the Season", default=30)
    window_days = fields.Integer(
        string="Opens Days before the Deadline",
        help="From when on one may apply. 0: at any time before the deadline.",
    )
    next_deadline = fields.Date(compute="_compute_next_deadline")
    days_left = fields.Integer(compute="_compute_next_deadline")
    waiting_count = fields.Integer(
        string="Not Asked for Yet",
        compute="_compute_waiting_count",
        help="Drafts that nobody has asked approval for.",
    )
    arrears_cleared = fields.Boolean(help="Refused while the household owes anything.")
    field_work = fields.Boolean(
        string="Confirmed on Site",
        default=True,
        help="Takes effect only after a field worker has confirmed the valve.",
    )
    min_days = fields.Integer(
        string="Shortest Time (days)", help="Fewer days are refused. 0: no limit."
    )
    whole_household_only = fields.Boolean(
        default=True,
        help="Otherwise a stop, a late start or a restore may name single spaces of "
        "the household.",
    )
    lapses = fields.Boolean(
        string="Ends with the Season",
        help="Otherwise it lasts from season to season until it is restored.",
    )
    no_second_stop = fields.Boolean(
        help="Refused in a season in which the household was restored already."
    )
    warranty_excluded = fields.Boolean(
        help="Refused while the building is within its warranty."
    )
    building_share_max = fields.Float(
        string="Largest Share of a Building",
        digits=(3, 2),
        help="Refused when more of the building's area would be without heat, as a "
        "share: 0.3 is 30 %. 0: no limit.",
    )
    notice_count = fields.Integer(
        string="Notices before",
        help="How many recorded notices must have gone to the customer before.",
    )
    paper_kind_ids = fields.Many2many(
        "heating.paper.kind",
        string="Papers Required",
        help="Approval is asked for only when a paper of each kind is attached.",
    )
    department_ids = fields.Many2many(
        "heating.department",
        string="Departments Told",
        help="Told when an application takes effect; each confirms that it knows.",
    )
    reminder_days = fields.Integer(
        default=3,
        help="Reviewers are reminded when an application has waited so many days for "
        "them. 0: never.",
    )
    note = fields.Text(
        translate=True,
        help="What the applicant must be told, e.g. that it counts for whole seasons.",
    )

    _code_unique = models.UniqueIndex(
        "(code)", "An application type with this code exists already."
    )
    _deadline_days_possible = models.Constraint(
        "CHECK (deadline_days >= 0)", "The days before the season cannot be negative."
    )

    _limits_possible = models.Constraint(
        "CHECK (min_days >= 0 AND notice_count >= 0 AND reminder_days >= 0 "
        "AND COALESCE(window_days, 0) >= 0)",
        "Days and notices cannot be negative.",
    )
    _building_share_possible = models.Constraint(
        "CHECK (building_share_max >= 0 AND building_share_max <= 1)",
        "The largest share of a building lies between 0 and 1.",
    )

    @api.constrains("deadline_kind", "deadline_month", "deadline_day")
    def _check_deadline(self):
        for kind in self.filtered(lambda kind: kind.deadline_kind == "date"):
            # 2024 was a leap year, so 29 February passes
            if not kind.deadline_month or not (
                1 <= kind.deadline_day <= monthrange(2024, int(kind.deadline_month))[1]
            ):
                raise ValidationError(
                    self.env._(
                        "Set a day that exists as the deadline of “%(name)s”.",
                        name=kind.name,
                    )
                )

    # === COMPUTE METHODS === #

    @api.depends("deadline_kind", "deadline_month", "deadline_day", "deadline_days")
    def _compute_next_deadline(self):
        today = self.env.company._heating_today()
        for kind in self:
            deadline = False
            if kind.deadline_kind == "date":
                deadline = kind._get_yearly_deadline(today.year)
                if deadline < today:
                    deadline = kind._get_yearly_deadline(today.year + 1)
            elif kind.deadline_kind == "season":
                # of the first season whose deadline is still to come
                deadline = kind._get_deadline(
                    today + relativedelta(days=kind.deadline_days)
                )
                if deadline and deadline < today:
                    deadline = kind._get_deadline(today + relativedelta(months=8))
            kind.next_deadline = deadline
            kind.days_left = (deadline - today).days if deadline else 0

    def _compute_waiting_count(self):
        counts = dict(
            self.env["heating.application"]._read_group(
                [("type_id", "in", self.ids), ("state", "=", "draft")],
                ["type_id"],
                ["__count"],
            )
        )
        for kind in self:
            kind.waiting_count = counts.get(kind, 0)

    # === BUSINESS METHODS === #

    def _next_number(self):
        """The next number of the type, or of all applications where it has none."""
        sequence_sudo = self.sequence_id.sudo()
        if sequence_sudo:
            return sequence_sudo.next_by_id()
        return self.env["ir.sequence"].sudo().next_by_code("heating.application")

    def _get_deadline(self, day):
        """The last day on which one may still apply for an effect on *day*.

        :param date day: the first day asked for
        :return: a date, or False where there is no deadline
        """
        self.ensure_one()
        if self.deadline_kind == "date":
            deadline = self._get_yearly_deadline(day.year)
            return (
                deadline if deadline <= day else self._get_yearly_deadline(day.year - 1)
            )
        if self.deadline_kind == "season":
            start = self._get_season_start(day)
            return start and start - relativedelta(days=self.deadline_days)
        return False

    def _get_opening(self, day):
        """The first day on which one may apply for an effect on *day*.

        :param date day: the first day asked for
        :return: a date, or False where one may apply at any time
        """
        deadline = self._get_deadline(day)
        if not deadline or not self.window_days:
            return False
        return deadline - relativedelta(days=self.window_days)

    def _get_yearly_deadline(self, year):
        month = int(self.deadline_month)
        return fields.Date.to_date(
            f"{year}-{month:02}-{min(self.deadline_day, monthrange(year, month)[1]):02}"
        )

    def _get_season_start(self, day):
        """The first day of the season that contains *day* or comes next after it.

        To be overridden by the addon that keeps seasons.

        :param date day: the first day asked for
        :return: a date, or False where no season is known
        """
        return False

    def _get_season_end(self, day):
        """The last day of the season that contains *day* or comes next after it.

        To be overridden by the addon that keeps seasons.

        :param date day: the first day asked for
        :return: a date, or False where no season is known
        """
        return False

    def _is_applicable_for(self, household, day, space=None):
        """Whether the business makes sense for *household* as it is on *day*.

        :param household: a household
        :param date day: the first day asked for
        :param space: the space that it is about; None: the household as a whole
        :rtype: bool
        """
        self.ensure_one()
        expected = SUPPLY_BEFORE.get(self.effect)
        if not expected:
            return True
        state = household._get_supply_state_on(day, space)
        if self.effect == "restore" and not space and state == "supplied":
            # of a household that is supplied a part can wait to be restored
            return bool(household._get_part_states_on(day))
        return state in expected
