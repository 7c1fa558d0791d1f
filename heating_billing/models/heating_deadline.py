from datetime import date as day_of
from itertools import pairwise

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class HeatingDeadline(models.Model):
    """The last day to apply for a business of a season (办理截止日): no table.

    One row for each application type with a deadline and each season. The day follows
    from the type and the season, as `heating.application.type` works it out.
    """

    _name = "heating.deadline"
    _description = "Deadline of a Business"
    _auto = False
    _order = "date, type_id"
    _rec_name = "type_id"
    _depends = {
        "heating.season": ["active", "company_id", "date_end", "date_start"],
        "heating.application.type": [
            "active",
            "deadline_day",
            "deadline_days",
            "deadline_kind",
            "deadline_month",
        ],
    }

    type_id = fields.Many2one("heating.application.type", readonly=True)
    season_id = fields.Many2one("heating.season", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    date = fields.Date(
        string="Deadline", readonly=True, help="The last day on which one may apply."
    )
    date_start = fields.Date(string="Season Begins on", readonly=True)
    date_end = fields.Date(string="Season Ends on", readonly=True)
    is_over = fields.Boolean(
        string="Over", compute="_compute_days_left", search="_search_is_over"
    )
    days_left = fields.Integer(compute="_compute_days_left")
    draft_count = fields.Integer(
        string="Not Asked for Yet",
        compute="_compute_counts",
        help="Drafts for this season that nobody has asked approval for.",
    )
    handed_in_count = fields.Integer(
        string="Asked for",
        compute="_compute_counts",
        help="Applications for this season that wait for approval, have it or are "
        "done.",
    )

    @property
    def _table_query(self):
        """One row for each type with a deadline and each season of any company.

        A yearly date is the last one before the season begins; 29 February is the 28th
        in years that have none.
        """
        return SQL(
            """
            WITH yearly AS (
                 SELECT kind.id AS type_id, season.id AS season_id,
                        year,
                        MAKE_DATE(year, kind.deadline_month::integer, 1) AS month
                   FROM heating_application_type kind
             CROSS JOIN heating_season season
             CROSS JOIN LATERAL (
                        SELECT EXTRACT(YEAR FROM season.date_start)::integer - ago
                          FROM GENERATE_SERIES(0, 1) ago) years(year)
                  WHERE kind.deadline_kind = 'date'),
                 dates AS (
                 SELECT type_id, season_id,
                        LEAST(month + kind.deadline_day - 1,
                              (month + INTERVAL '1 month')::date - 1) AS date
                   FROM yearly
                   JOIN heating_application_type kind ON kind.id = type_id)
            SELECT season.id * 10000 + kind.id AS id,
                   kind.id AS type_id,
                   season.id AS season_id,
                   season.company_id,
                   season.date_start,
                   season.date_end,
                   CASE kind.deadline_kind
                        WHEN 'season' THEN season.date_start - kind.deadline_days
                        ELSE (SELECT MAX(dates.date) FROM dates
                               WHERE dates.type_id = kind.id
                                 AND dates.season_id = season.id
                                 AND dates.date <= season.date_start)
                   END AS date
              FROM heating_application_type kind
        CROSS JOIN heating_season season
             WHERE kind.active AND season.active AND kind.deadline_kind <> 'none'
            """
        )

    # === COMPUTE METHODS === #

    @api.depends("type_id.name", "season_id.name")
    def _compute_display_name(self):
        for deadline in self:
            deadline.display_name = (
                f"{deadline.type_id.name or ''} {deadline.season_id.name or ''}".strip()
            )

    @api.depends("date")
    def _compute_days_left(self):
        for deadline in self:
            today = (deadline.company_id or self.env.company)._heating_today()
            left = (deadline.date - today).days if deadline.date else 0
            deadline.days_left = max(left, 0)
            deadline.is_over = left < 0

    def _search_is_over(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("date", "<", self.env.company._heating_today())

    def _compute_counts(self):
        """Applications by season: for a day after the season before, up to its end."""
        counted = self.env["heating.application"]._read_group(
            [
                ("type_id", "in", self.type_id.ids),
                ("company_id", "in", self.company_id.ids),
                ("state", "in", ("draft", "requested", "approved", "done")),
            ],
            ["company_id", "type_id", "state", "date_from:day"],
            ["__count"],
        )
        windows = self._get_windows()
        counts = {}
        for company, kind, state, day, count in counted:
            for season, first, last in windows.get(company, ()):
                if first < day <= last:
                    key = (kind, season, state == "draft")
                    counts[key] = counts.get(key, 0) + count
        for deadline in self:
            key = (deadline.type_id, deadline.season_id)
            deadline.draft_count = counts.get((*key, True), 0)
            deadline.handed_in_count = counts.get((*key, False), 0)

    # === BUSINESS METHODS === #

    def _get_windows(self):
        """The days asked for that belong to each season.

        :return: dict of company → list of (season, last day of the one before, last
            day)
        """
        windows = {}
        seasons = self.env["heating.season"].search(
            [("company_id", "in", self.company_id.ids)], order="company_id, date_start"
        )
        for company, of_company in seasons.grouped("company_id").items():
            ends = [day_of.min, *of_company.mapped("date_end")]
            windows[company] = [
                (season, before, last)
                for season, (before, last) in zip(
                    of_company, pairwise(ends), strict=True
                )
            ]
        return windows

    # === ACTIONS === #

    def action_view_applications(self):
        """Open the season's applications of the type."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "heating_customer.heating_application_action"
        )
        (window,) = (
            (before, last)
            for season, before, last in self._get_windows()[self.company_id]
            if season == self.season_id
        )
        action["domain"] = [
            ("type_id", "=", self.type_id.id),
            ("company_id", "=", self.company_id.id),
            ("date_from", ">", window[0]),
            ("date_from", "<=", window[1]),
        ]
        action["context"] = {"default_type_id": self.type_id.id}
        return action
