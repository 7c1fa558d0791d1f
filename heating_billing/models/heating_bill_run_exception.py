from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

# What the engine or the run calls it, as the kind of exception it is.
EXCEPTION_OF_ERROR = {
    "no_spaces": "area",
    "no_inner_area": "area",
    "no_price": "tariff",
    "no_share": "tariff",
    "negotiated_height": "negotiated",
    "supply_overlap": "overlap",
    "no_reading": "reading",
}


class HeatingBillRunLine(models.Model):
    """Exceptions: of which kind, and who looks after each."""

    _inherit = "heating.bill.run.line"

    exception_kind = fields.Selection(
        [
            ("area", "No Area"),
            ("tariff", "No Price"),
            ("negotiated", "Negotiated Price"),
            ("overlap", "Overlapping Facts"),
            ("reading", "No Meter Reading"),
            ("open_case", "Open Case"),
            ("payers", "Several Payers"),
            ("changed", "Changed since the Rehearsal"),
            ("posting", "Could Not Be Posted"),
            ("other", "Other"),
        ],
        string="Kind of Exception",
        readonly=True,
        index="btree_not_null",
    )

    _exception_has_kind = models.Constraint(
        "CHECK (state NOT IN ('exception', 'failed') OR exception_kind IS NOT NULL)",
        "An exception says of which kind it is.",
    )

    @api.model
    def _get_exception_kind(self, error):
        """The kind of exception that a refusal of the engine is.

        :param AssessmentError error: what the engine raised
        :rtype: str
        """
        return EXCEPTION_OF_ERROR.get(error.code, "other")

    def _get_open_cases(self):
        """Households that are not billed while a case about them is open.

        An addon that knows of other cases adds its own. What it costs is known only
        when the case is closed, and somebody assesses the exception again then.

        :return: dict of household id → sentence
        """
        holds = (
            self.env["heating.hold"]
            .sudo()
            .search(
                [
                    ("household_id", "in", self.household_id.ids),
                    ("kind", "=", "inspection"),
                    ("released_on", "=", False),
                ]
            )
        )
        return {
            hold.household_id.id: self.env._(
                "Under inspection since %(date)s: %(reason)s",
                date=hold.date_from,
                reason=hold.reason,
            )
            for hold in holds
        }

    def _get_overlaps(self):
        """Households with a piece of heated area that is on file twice on a day.

        Spaces of the same name, or one and what replaced it: billed as they are, the
        same room would be paid for twice.

        :return: dict of household id → sentence
        """
        self.env["heating.space"].flush_model()
        sentences = {}
        for season, lines in self.grouped("season_id").items():
            within = SQL("daterange(%s, %s, '[]')", season.date_start, season.date_end)
            rows = self.env.execute_query(
                SQL(
                    """
                    SELECT DISTINCT ON (one.household_id)
                           one.household_id, one.name, one.built_area,
                           other.name, other.built_area,
                           GREATEST(one.date_from, other.date_from, lower(%(within)s))
                      FROM heating_space one
                      JOIN heating_space other
                        ON other.household_id = one.household_id
                       AND other.id > one.id AND other.active
                       AND (lower(btrim(other.name)) = lower(btrim(one.name))
                            OR other.replaced_space_id = one.id
                            OR one.replaced_space_id = other.id)
                     WHERE one.household_id = ANY(%(households)s) AND one.active
                       AND daterange(one.date_from, one.date_to, '[]')
                           * daterange(other.date_from, other.date_to, '[]')
                           && %(within)s
                  ORDER BY one.household_id, one.id, other.id
                    """,
                    within=within,
                    households=lines.household_id.ids,
                )
            )
            for household_id, name, area, other_name, other_area, day in rows:
                sentences[household_id] = self.env._(
                    "“%(one)s” of %(area)s m² and “%(other)s” of %(other_area)s m² are "
                    "both on file on %(day)s: end one of them, or give them different "
                    "names if they are two.",
                    one=name,
                    area=f"{area:.2f}",
                    other=other_name,
                    other_area=f"{other_area:.2f}",
                    day=day,
                )
        return sentences

    def _give_owners(self):
        """Exceptions that nobody looks after are their rehearser's."""
        for run, lines in (
            self.filtered(
                lambda line: line.state in ("exception", "failed") and not line.owner_id
            )
            .grouped("run_id")
            .items()
        ):
            lines.owner_id = run.requested_by_id


class HeatingBillRun(models.Model):
    _inherit = "heating.bill.run"

    def _check_exceptions_owned(self):
        """Refuse to approve a run with exceptions that nobody looks after.

        :raise UserError: saying how many there are
        """
        count = self.env["heating.bill.run.line"].search_count(
            [
                ("run_id", "in", self.ids),
                ("state", "in", ("exception", "failed")),
                ("owner_id", "=", False),
            ]
        )
        if count:
            raise UserError(
                self.env._(
                    "%(count)s exceptions have nobody who looks after them: name "
                    "somebody on each before the run is approved.",
                    count=count,
                )
            )

    def _tell_owners(self):
        """Plan an activity for each person who looks after exceptions of the run."""
        self.ensure_one()
        counts = self.env["heating.bill.run.line"]._read_group(
            [
                ("run_id", "=", self.id),
                ("state", "in", ("exception", "failed")),
                ("owner_id", "!=", False),
            ],
            ["owner_id"],
            ["__count"],
        )
        self.activity_unlink(["mail.mail_activity_data_todo"])
        for owner, count in counts:
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=owner.id,
                summary=self.env._("%(count)s exceptions to look after", count=count),
            )
