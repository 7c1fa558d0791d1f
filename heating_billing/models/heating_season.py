from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..assessment import Season


class HeatingSeason(models.Model):
    """A heating season (采暖季): first and last heated day, both included."""

    _name = "heating.season"
    _description = "Heating Season"
    _order = "date_start DESC"
    _check_company_auto = True

    name = fields.Char(
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    date_start = fields.Date(string="First Heated Day", required=True)
    date_end = fields.Date(string="Last Heated Day", required=True)
    date_due = fields.Date(
        string="Payable Until",
        compute="_compute_date_due",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        help="The last day on which a season's bill can be paid without a late fee.",
    )
    days = fields.Integer(compute="_compute_days", help="Heated days in the season.")
    active = fields.Boolean(default=True)
    bill_count = fields.Integer(
        compute="_compute_bill_count", groups="heating_customer.group_office"
    )

    _dates_in_order = models.Constraint(
        "CHECK (date_start <= date_end)", "A season cannot end before it begins."
    )
    _no_overlap = models.Constraint(
        "EXCLUDE USING gist (company_id WITH =, "
        "daterange(date_start, date_end, '[]') WITH &&)",
        "These days belong to another season already.",
    )
    _name_unique = models.UniqueIndex(
        "(company_id, name)", "A season of this name exists already."
    )

    @api.depends("date_start", "date_end")
    def _compute_name(self):
        for season in self:
            if season.date_start and season.date_end:
                season.name = f"{season.date_start.year}-{season.date_end.year}"
            else:
                season.name = season.name or False

    @api.depends("date_start")
    def _compute_date_due(self):
        for season in self:
            season.date_due = season.date_due or (
                season.date_start
                and season.date_start + relativedelta(day=31, months=1)
            )

    @api.depends("date_start", "date_end")
    def _compute_days(self):
        for season in self:
            both = season.date_start and season.date_end
            season.days = (season.date_end - season.date_start).days + 1 if both else 0

    def _compute_bill_count(self):
        counts = dict(
            self.env["heating.bill"]._read_group(
                [("season_id", "in", self.ids)], ["season_id"], ["__count"]
            )
        )
        for season in self:
            season.bill_count = counts.get(season, 0)

    def write(self, vals):
        """Refuse other days for a season that prices or bills rest on already."""
        changed = {"date_start", "date_end"} & set(vals)
        if changed:
            used = self.env["heating.tariff"].search(
                [("season_id", "in", self.ids), ("state", "=", "approved")], limit=1
            )
            if used or any(season.bill_count for season in self):
                raise UserError(
                    self.env._(
                        "An approved tariff or bills rest on the days of this season, "
                        "so they do not change any more."
                    )
                )
        return super().write(vals)

    def _get_facts(self):
        """The season as the assessment engine wants it.

        :rtype: assessment.Season
        """
        self.ensure_one()
        return Season(start=self.date_start, end=self.date_end)

    @api.model
    def _get_or_create_earlier(self, labels, pattern, company):
        """Seasons of past years by their labels, for ledgers taken over.

        :param labels: labels such as “2023-2024”
        :param pattern: the season whose first and last day of the year they share
        :param company: the company they belong to
        :return: a dict of label → season
        :raise UserError: a label that no season can have
        """
        seasons = {
            season.name: season
            for season in self.with_context(active_test=False).search(
                [("company_id", "=", company.id)]
            )
        }
        missing = []
        for label in sorted(set(labels) - set(seasons)):
            first_year, _dash, last_year = label.partition("-")
            if not (first_year.isdigit() and last_year.isdigit()):
                raise UserError(
                    self.env._(
                        "“%(label)s” is no season: write it as 2025-2026.", label=label
                    )
                )
            start = pattern.date_start + relativedelta(year=int(first_year))
            missing.append(
                {
                    "name": label,
                    "company_id": company.id,
                    "date_start": start,
                    "date_end": pattern.date_end + relativedelta(year=int(last_year)),
                    "date_due": pattern.date_due
                    + relativedelta(
                        year=int(first_year)
                        + pattern.date_due.year
                        - pattern.date_start.year
                    ),
                }
            )
        for season in self.create(missing):
            seasons[season.name] = season
        return {label: seasons[label] for label in labels}

    def action_view_bills(self):
        """Open the bills of the season."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "heating_billing.heating_bill_action"
        )
        action["domain"] = [("season_id", "=", self.id)]
        return action
