from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..assessment import heated_days_until, last_day_of_month
from .posting import may_post

# what its maker says; all else follows
CHOSEN_FIELDS = {"season_id", "month"}


class HeatingRecognition(models.Model):
    """The income of one month of a season, with the proof of its entry.

    Season bills credit deferred income. A month earns what its heated days are of the
    season's, for all that was billed or credited by its end, less what earlier months
    have earned; so what came after a month was closed is caught up in the next.
    """

    _name = "heating.recognition"
    _description = "Monthly Recognition of Heat Income"
    _order = "month DESC, id DESC"
    season_id = fields.Many2one(
        # no check of the company: it is the season's own
        "heating.season",
        required=True,
        ondelete="restrict",
    )
    month = fields.Date(
        required=True,
        default=lambda self: self._default_month(),
        help="Any day of the month.",
    )
    date = fields.Date(
        string="Booked On",
        compute="_compute_days",
        store=True,
        help="The last day of the month.",
    )
    company_id = fields.Many2one(related="season_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    season_days = fields.Integer(
        compute="_compute_days", store=True, help="Heated days of the season."
    )
    days = fields.Integer(
        string="Days So Far",
        compute="_compute_days",
        store=True,
        help="Heated days that have passed by the end of the month.",
    )
    state = fields.Selection(
        [("draft", "Draft"), ("posted", "Posted"), ("reversed", "Reversed")],
        required=True,
        default="draft",
        readonly=True,
        index=True,
    )
    move_id = fields.Many2one(
        "account.move", string="Entry", readonly=True, ondelete="restrict"
    )
    reverse_move_id = fields.Many2one(
        "account.move", string="Reversing Entry", readonly=True, ondelete="restrict"
    )
    posted_by_id = fields.Many2one("res.users", readonly=True)
    line_ids = fields.One2many(
        "heating.recognition.line", "recognition_id", string="Proof", readonly=True
    )
    amount_billed = fields.Monetary(
        string="Billed", compute="_compute_amounts", store=True
    )
    amount_before = fields.Monetary(
        string="Recognised Before", compute="_compute_amounts", store=True
    )
    amount = fields.Monetary(
        string="This Month", compute="_compute_amounts", store=True
    )
    amount_booked = fields.Monetary(
        string="Booked",
        compute="_compute_amount_booked",
        store=True,
        help="This month's income as it is in the books; of drafts and of what is "
        "reversed nothing.",
    )
    amount_left = fields.Monetary(string="Left", compute="_compute_amounts", store=True)

    _month_unique = models.UniqueIndex(
        "(season_id, month) WHERE state <> 'reversed'",
        "This month of the season is recognised already.",
    )
    _month_is_its_first_day = models.Constraint(
        "CHECK (EXTRACT(day FROM month) = 1)", "A month is kept as its first day."
    )
    _posted_has_entry = models.Constraint(
        "CHECK ((state = 'draft') = (move_id IS NULL) "
        "AND (state = 'reversed') = (reverse_move_id IS NOT NULL))",
        "What is posted has its entry, what is reversed both.",
    )

    @api.model
    def _default_month(self):
        """The month before this one: the last that is over."""
        today = self.env.company._heating_today()
        return fields.Date.subtract(today.replace(day=1), months=1)

    # === COMPUTE METHODS === #

    @api.depends("season_id.date_start", "season_id.date_end", "month")
    def _compute_days(self):
        for recognition in self:
            season = recognition.season_id
            if not (season.date_start and season.date_end and recognition.month):
                recognition.date = False
                recognition.days = recognition.season_days = 0
                continue
            recognition.date = last_day_of_month(recognition.month)
            recognition.season_days = season.days
            recognition.days = heated_days_until(
                season.date_start, season.date_end, recognition.date
            )

    @api.depends("line_ids.billed", "line_ids.before", "line_ids.amount")
    def _compute_amounts(self):
        for recognition in self:
            lines = recognition.line_ids
            recognition.amount_billed = sum(lines.mapped("billed"))
            recognition.amount_before = sum(lines.mapped("before"))
            recognition.amount = sum(lines.mapped("amount"))
            recognition.amount_left = sum(lines.mapped("left"))

    @api.depends("amount", "state")
    def _compute_amount_booked(self):
        for recognition in self:
            recognition.amount_booked = (
                recognition.amount if recognition.state == "posted" else 0.0
            )

    @api.depends("season_id.name", "month")
    def _compute_display_name(self):
        for recognition in self:
            month = recognition.month and f"{recognition.month:%Y-%m}"
            recognition.display_name = " ".join(
                word for word in (recognition.season_id.name, month) if word
            )

    # === CREATION AND DELETION === #

    @api.model_create_multi
    def create(self, vals_list):
        if not may_post(self.env) and any(
            set(vals) - CHOSEN_FIELDS for vals in vals_list
        ):
            raise AccessError(
                self.env._("Choose a season and a month; the rest is worked out.")
            )
        vals_list = [
            {**vals, "month": fields.Date.to_date(vals["month"]).replace(day=1)}
            if vals.get("month")
            else vals
            for vals in vals_list
        ]
        recognitions = super().create(vals_list)
        for recognition in recognitions.sudo():
            recognition._work_out()
        return recognitions

    def write(self, vals):
        if not may_post(self.env):
            self.check_access("write")
            raise AccessError(
                self.env._("A recognition is worked out, not written by hand.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_posted(self):
        for recognition in self:
            if recognition.state != "draft":
                raise UserError(
                    self.env._(
                        "%(recognition)s is in the books and stays; reverse it.",
                        recognition=recognition.display_name,
                    )
                )
