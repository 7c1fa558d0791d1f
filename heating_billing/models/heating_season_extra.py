import logging

from odoo import api, fields, models
from odoo.exceptions import LockError, UserError
from odoo.tools import SQL, split_every

from odoo.addons.queue_job.exception import RetryableJobError

_logger = logging.getLogger(__name__)

BATCH = 200
# more than a government has ever added to a winter: a slip of the finger
AT_MOST = 60
RETRY_SECONDS = 10
PROTECTED = {
    "extra_days_before",
    "extra_days_after",
    "extra_days_reason",
    "heated_from",
    "heated_until",
}


class HeatingSeason(models.Model):
    """Days that the government adds to a season, before it or after it.

    The season itself stays as it was priced and billed. Where a tariff charges such
    days, bills that are there are worked out anew, in batches; bills made later have
    them from the beginning.
    """

    _inherit = "heating.season"

    extra_days_before = fields.Integer(string="Days Earlier", readonly=True, copy=False)
    extra_days_after = fields.Integer(string="Days Longer", readonly=True, copy=False)
    extra_days_reason = fields.Char(
        string="Notice", readonly=True, copy=False, help="Which notice adds the days."
    )
    heated_from = fields.Date(compute="_compute_heated", store=True, precompute=True)
    heated_until = fields.Date(compute="_compute_heated", store=True, precompute=True)
    extra_days_pending = fields.Integer(
        string="Bills without the Extra Days",
        compute="_compute_extra_days_pending",
        compute_sudo=True,
        groups="heating_customer.group_office",
        help="Bills of tariffs that charge extra days, not worked out anew yet.",
    )

    _extra_days_possible = models.Constraint(
        "CHECK (COALESCE(extra_days_before, 0) >= 0 "
        "AND COALESCE(extra_days_after, 0) >= 0)",
        "Extra days cannot be negative.",
    )
    _heated_no_overlap = models.Constraint(
        "EXCLUDE USING gist (company_id WITH =, "
        "daterange(heated_from, heated_until, '[]') WITH &&) "
        "WHERE (heated_from IS NOT NULL)",
        "Some of these days were added to another season, which is heated then.",
    )

    # === COMPUTE METHODS === #

    @api.depends("date_start", "date_end", "extra_days_before", "extra_days_after")
    def _compute_heated(self):
        for season in self:
            season.heated_from = season.date_start and fields.Date.subtract(
                season.date_start, days=season.extra_days_before
            )
            season.heated_until = season.date_end and fields.Date.add(
                season.date_end, days=season.extra_days_after
            )

    def _compute_extra_days_pending(self):
        for season in self:
            season.extra_days_pending = len(season._get_bills_without_extra_days())

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any(PROTECTED & vals.keys() for vals in vals_list):
            raise UserError(self.env._("Extra days are added by their button."))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and PROTECTED & vals.keys():
            raise UserError(self.env._("Extra days are added by their button."))
        return super().write(vals)

    # === ACTIONS === #

    def action_set_extra_days(self, before, after, reason):
        """Note how many days heat starts earlier and lasts longer than priced.

        Where a tariff charges them, the season's bills are worked out anew in the
        background.

        :param int before: days before the season's first one
        :param int after: days after its last one
        :param str reason: which notice says so
        :raise AccessError: the user sets no seasons
        :raise UserError: impossible days, no notice, days of another season, or a
            season that is closed
        """
        self.ensure_one()
        self.check_access("write")
        self._check_open()
        reason = str(reason or "").strip()
        self._check_extra_days(before, after, reason)
        self._check_extra_days_free(before, after)
        self.sudo().write(
            {
                "extra_days_before": before,
                "extra_days_after": after,
                "extra_days_reason": reason,
            }
        )
        self.sudo()._delay_extra_days()

    def action_charge_extra_days(self):
        """Queue the bills anew that are still to be worked out, say after a failure.

        :raise AccessError: the user sets no seasons
        """
        self.ensure_one()
        self.check_access("write")
        self._check_open()
        self.sudo()._delay_extra_days()

    # === BUSINESS METHODS === #

    def _check_extra_days(self, before, after, reason):
        for days in (before, after):
            if type(days) is not int or not 0 <= days <= AT_MOST:
                raise UserError(
                    self.env._(
                        "“%(days)s” days cannot be added: from 0 to %(most)s can.",
                        days=days,
                        most=AT_MOST,
                    )
                )
        if not reason:
            raise UserError(self.env._("Say which notice adds or withdraws the days."))

    def _check_extra_days_free(self, before, after):
        """Refuse days that belong to another season, an archived one, too.

        :raise UserError: there is such a season
        """
        last = fields.Date.add(self.date_end, days=after)
        other = self.with_context(active_test=False).search(
            [
                ("id", "!=", self.id),
                ("company_id", "=", self.company_id.id),
                ("heated_from", "<=", last),
                (
                    "heated_until",
                    ">=",
                    fields.Date.subtract(self.date_start, days=before),
                ),
            ],
            limit=1,
        )
        if other:
            raise UserError(
                self.env._(
                    "Some of these days belong to season %(season)s, which is heated "
                    "from %(first)s to %(last)s.",
                    season=other.name,
                    first=other.heated_from,
                    last=other.heated_until,
                )
            )

    def _get_bills_without_extra_days(self):
        """Ids of bills that charge other days than the season is heated now.

        :rtype: list[int]
        """
        self.ensure_one()
        if not isinstance(self.id, int):
            return []
        self.env["heating.bill"].flush_model(["facts", "tariff_id", "undone_on"])
        self.flush_recordset(["heated_from", "heated_until"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT bill.id
                  FROM heating_bill bill
                  JOIN heating_season season ON season.id = bill.season_id
                  JOIN heating_tariff tariff ON tariff.id = bill.tariff_id
                 WHERE season.id = %s
                   AND tariff.charge_extra_days
                   AND bill.undone_on IS NULL
                   AND bill.facts IS NOT NULL
                   AND (season.heated_from, season.heated_until) IS DISTINCT FROM
                       ((bill.facts->'season'->>'start')::date,
                        (bill.facts->'season'->>'end')::date)
              ORDER BY bill.id
                """,
                self.id,
            )
        )
        return [bill_id for (bill_id,) in rows]

    def _delay_extra_days(self):
        """Queue a job for each batch of bills that charge other days than now."""
        self.ensure_one()
        for ids in split_every(BATCH, self._get_bills_without_extra_days()):
            self.with_delay(
                channel="root.heating",
                description=self.env._(
                    "Extra days of %(season)s: %(count)s bills",
                    season=self.name,
                    count=len(ids),
                ),
            )._charge_extra_days(list(ids))

    def _charge_extra_days(self, bill_ids):
        """Job: work bills out anew; one that cannot be never stops the others.

        Harmless to repeat: bills that have the days already are left alone.

        :raise RetryableJobError: somebody else is at one of the bills
        """
        self.ensure_one()
        if self.closed_on:
            return
        waiting = set(self._get_bills_without_extra_days())
        bills = self.env["heating.bill"].browse(
            [bill_id for bill_id in bill_ids if bill_id in waiting]
        )
        reason = self.env._("Extra days: %(notice)s", notice=self.extra_days_reason)
        try:
            with self.env.cr.savepoint():
                bills._charge_extra_days(reason)
        except LockError:
            self._charge_extra_days_later()
        except UserError:
            for bill in bills:
                try:
                    with self.env.cr.savepoint():
                        bill._charge_extra_days(reason)
                except LockError:
                    self._charge_extra_days_later()
                except UserError as error:
                    _logger.info("Extra days of bill %s: %s", bill.number, error)
                    bill._message_log(
                        body=self.env._(
                            "The extra days could not be charged: %(why)s", why=error
                        )
                    )

    @api.model
    def _charge_extra_days_later(self):
        """Let the job begin anew: somebody is working on one of its bills.

        :raise RetryableJobError: always
        """
        raise RetryableJobError(
            self.env._("Somebody is working on these bills."),
            seconds=RETRY_SECONDS,
            ignore_retry=True,
        )

    @api.model
    def _charge_missed_extra_days(self):
        """Nightly: bills that a job left behind, or that were made during a notice."""
        for season in self.search([("closed_on", "=", False)]):
            if season.heated_from < season.date_start or (
                season.heated_until > season.date_end
            ):
                season._delay_extra_days()
