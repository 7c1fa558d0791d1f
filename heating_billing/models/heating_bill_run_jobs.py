from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, split_every

from odoo.addons.queue_job.delay import group
from odoo.addons.queue_job.exception import RetryableJobError

REHEARSAL_BATCH = 2000
# each batch has two documents of each shape made by Odoo, so it is not a small one
BILLING_BATCH = 1000
RETRY_SECONDS = 10


class HeatingBillRun(models.Model):
    """The jobs of a bill run.

    Each rehearsal, each start and each going on is a round of its own. Jobs carry the
    number of their round: what is left over of an earlier one, such as its last job or
    a failed one that somebody queues again, finds that it is late and does nothing.
    """

    _inherit = "heating.bill.run"

    # === WHAT IS TO BE DONE === #

    def _get_household_domain(self):
        self.ensure_one()
        # who left in the season has had heat until then, archived since or not
        left = Domain("state", "=", "closed") & Domain(
            "left_on", ">", self.season_id.date_start
        )
        domain = (
            Domain("company_id", "=", self.company_id.id)
            & (Domain("state", "=", "active") | left)
            & Domain(
                "bill_ids",
                "not any",
                [("season_id", "=", self.season_id.id), ("undone_on", "=", False)],
            )
        )
        if self.branch_ids:
            domain &= Domain("branch_id", "in", self.branch_ids.ids)
        return domain

    def _get_household_ids(self):
        """Households of the run: in the network on a day of the season, unbilled."""
        return (
            self.env["heating.household"]
            .with_context(active_test=False)
            .search(self._get_household_domain(), order="id")
            .ids
        )

    def _get_ready_lines(self, limit=None):
        """Run lines that are still to be billed."""
        return self.env["heating.bill.run.line"].search(
            [("run_id", "=", self.id), ("state", "=", "ready")], limit=limit
        )

    def _reset_rehearsal(self):
        self.sudo().line_ids.filtered(lambda line: line.state != "billed").unlink()
        self.sudo().write({"state": "draft", "household_count": 0})

    # === QUEUEING === #

    @api.model
    def _job_prepare_context_before_enqueue_keys(self):
        """Override of `queue_job`: its hook for failures is told nothing but this."""
        return (
            *super()._job_prepare_context_before_enqueue_keys(),
            "heating_job_round",
            "heating_job_name",
        )

    def _delay_batches(self, method_name, record_ids, size, finish_name):
        """Queue a new round: a job for each batch and one that follows the last.

        :param str method_name: the job of a batch, called with the round and ids
        :param list record_ids: what the batches are cut from
        :param int size: records in a batch
        :param str finish_name: the job that ends the round, called with the round
        """
        self.ensure_one()
        self.job_round += 1
        batches = [
            getattr(
                self._prepare_job(f"{self.name}: {first} – {first + len(ids)}"),
                method_name,
            )(self.job_round, list(ids))
            for first, ids in zip(
                range(0, len(record_ids), size),
                split_every(size, record_ids),
                strict=False,
            )
        ]
        last = self._prepare_job(self.env._("%(run)s: last step", run=self.name))
        finish = getattr(last, finish_name)(self.job_round)
        group(*batches).on_done(finish).delay()

    def _prepare_job(self, name):
        run = self.with_context(heating_job_round=self.job_round, heating_job_name=name)
        return run.delayable(channel="root.heating", description=name)

    def _is_on(self, state, job_round):
        """Whether a job's round is the one that is going on."""
        self.ensure_one()
        return self.state == state and self.job_round == job_round

    # === JOBS === #

    def _rehearse_batch(self, job_round, household_ids):
        """Job: write one run line for each household; harmless to repeat."""
        if not self._is_on("rehearsing", job_round):
            return
        known = (
            self.env["heating.bill.run.line"]
            .search([("run_id", "=", self.id), ("household_id", "in", household_ids)])
            .household_id
        )
        households = self.env["heating.household"].browse(household_ids) - known
        lines = self.env["heating.bill.run.line"].create(
            [
                {
                    "run_id": self.id,
                    "household_id": household.id,
                    "branch_id": household.branch_id.id,
                    "station_id": household.station_id.id,
                    "community_id": household.community_id.id,
                    "category_id": household.category_id.id,
                }
                for household in households
            ]
        )
        lines._assess()
        # Where the rehearsal was stopped or begun anew meanwhile, these lines are none
        # of its: PostgreSQL refuses the lock then, and the job is run again, too late.
        self.env.execute_query(
            SQL("SELECT id FROM heating_bill_run WHERE id = %s FOR SHARE", self.id)
        )

    def _finish_rehearsal(self, job_round):
        """Job: the last batch of the rehearsal has ended."""
        if self._is_on("rehearsing", job_round):
            self.write({"state": "rehearsed", "finished_at": fields.Datetime.now()})
            self._tell_owners()

    def _bill_batch(self, job_round, line_ids):
        """Job: bill these run lines; those that are billed already are left.

        :raise RetryableJobError: a batch of an earlier round is still at these lines
        """
        if not self._is_on("running", job_round):
            return
        lines = self.env["heating.bill.run.line"].browse(line_ids).exists()
        if lines.try_lock_for_update() != lines:
            raise RetryableJobError(
                self.env._("Another job has this batch at work."),
                seconds=RETRY_SECONDS,
                ignore_retry=True,
            )
        lines.invalidate_recordset(["state"])
        lines.filtered(lambda line: line.state == "ready")._make_bills_safely()

    def _finish_run(self, job_round):
        """Job: the last batch has ended; where households are left, it was stopped."""
        if self._is_on("running", job_round):
            left = self._get_ready_lines(limit=1)
            self.write(
                {
                    "state": "stopped" if left else "done",
                    "finished_at": fields.Datetime.now(),
                }
            )

    # === INTERRUPTIONS === #

    def _interrupt(self):
        """Leave a round: a billing can go on, a rehearsal is begun anew."""
        self.ensure_one()
        self.write(
            {
                "state": "draft" if self.state == "rehearsing" else "stopped",
                "finished_at": fields.Datetime.now(),
            }
        )

    def _stop_run(self, exc_name=None, exc_message=None, **_details):
        """Job hook: a job broke down for a reason that is no bad household's.

        Its transaction is undone. The round would never end, for its last job waits
        for this one; so it is left, and somebody looks at the reason and goes on.
        """
        job_round = self.env.context.get("heating_job_round")
        states = ("rehearsing", "running", "undoing")
        if self.state not in states or self.job_round != job_round:
            return
        self._interrupt()
        self.message_post(
            body=self.env._(
                "“%(job)s” broke down: %(name)s %(message)s",
                job=self.env.context.get("heating_job_name"),
                name=exc_name,
                message=exc_message or "",
            )
        )
