from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.queue_job.exception import RetryableJobError

from .heating_bill_run_jobs import BILLING_BATCH, RETRY_SECONDS


class HeatingBillRun(models.Model):
    """A run that should not have been: undone as a whole, by two people.

    Nothing is deleted. Each bill gets a credit note and comes to zero, and the season
    can be billed again. Where money was taken on one bill the run stays: whoever paid
    was told that amount.
    """

    _inherit = "heating.bill.run"

    state = fields.Selection(
        selection_add=[("undoing", "Being Undone"), ("undone", "Undone")],
        ondelete={"undoing": "cascade", "undone": "cascade"},
    )
    undo_reason = fields.Char(readonly=True, copy=False)
    undo_requested_by_id = fields.Many2one(
        "res.users", string="Undoing Asked by", readonly=True, copy=False
    )
    undone_by_id = fields.Many2one(
        "res.users", string="Undoing Approved by", readonly=True, copy=False
    )

    def _get_protected_fields(self):
        return super()._get_protected_fields() | {
            "undo_reason",
            "undo_requested_by_id",
            "undone_by_id",
        }

    # === ACTIONS === #

    def action_request_undo(self, reason):
        """Ask that the whole run be undone.

        :param str reason: as the credit notes will say
        :raise AccessError: the user is no accountant
        :raise UserError: the run has billed nobody, money was taken on one of its
            bills, or there is no reason
        """
        self.ensure_one()
        self._check_role(
            "group_accountant", self.env._("Only an accountant asks to undo a run.")
        )
        self._check_state("stopped", "done")
        if not (reason or "").strip():
            raise UserError(self.env._("Say why the run is to be undone."))
        self._check_nothing_paid()
        self.sudo().write(
            {"undo_reason": reason.strip(), "undo_requested_by_id": self.env.uid}
        )
        self.sudo().message_post(
            body=self.env._(
                "%(user)s asks to undo this run: %(reason)s",
                user=self.env.user.name,
                reason=reason.strip(),
            )
        )

    def action_refuse_undo(self):
        """Leave the run as it is, although somebody asked to undo it."""
        self.ensure_one()
        self._check_role(
            "group_approver", self.env._("Only an approver decides about undoing.")
        )
        self._check_state("stopped", "done")
        self.sudo().write({"undo_reason": False, "undo_requested_by_id": False})
        self.sudo().message_post(body=self.env._("The run is not undone."))

    def action_undo(self):
        """Undo every bill of the run in the background; also goes on with it.

        :raise AccessError: the user is no approver
        :raise UserError: nobody asked for it, the user did, or money was taken
        """
        self.ensure_one()
        self._check_role(
            "group_approver", self.env._("Only an approver can undo a bill run.")
        )
        self._check_state("stopped", "done")
        if not self.undo_requested_by_id:
            raise UserError(self.env._("An accountant asks for it first and says why."))
        if self.env.user in (self.undo_requested_by_id, self.requested_by_id):
            raise UserError(
                self.env._("You asked for this, so another approver decides.")
            )
        self._check_nothing_paid()
        self.company_id._check_heating_books(
            "heating_bill_journal_id",
            self.company_id._heating_today(),
            taxed=True,
            subject=self.display_name,
        )
        run_sudo = self.sudo()
        run_sudo.write(
            {
                "state": "undoing",
                "undone_by_id": self.env.uid,
                "started_at": fields.Datetime.now(),
                "finished_at": False,
                # of an earlier try that a payment ended
                "count_before": len(
                    run_sudo.line_ids.filtered(lambda line: line.state == "undone")
                ),
            }
        )
        run_sudo._delay_batches(
            "_undo_batch", run_sudo._get_billed_lines().ids, BILLING_BATCH, "_end_undo"
        )

    # === BUSINESS METHODS === #

    def _get_billed_lines(self):
        return self.env["heating.bill.run.line"].search(
            [("run_id", "=", self.id), ("state", "=", "billed")]
        )

    def _check_nothing_paid(self):
        """Refuse to undo a run on whose bills money was taken.

        :raise UserError: naming the first households
        """
        bills_sudo = self.sudo()._get_billed_lines().bill_id
        if not bills_sudo:
            raise UserError(self.env._("This run has no bill that could be undone."))
        paid = bills_sudo._get_paid()
        if paid:
            raise UserError(
                self.env._(
                    "Money was taken on %(count)s bills of this run (%(bills)s …): it "
                    "cannot be undone as a whole. Correct the households themselves, "
                    "or void the receipts first.",
                    count=len(paid),
                    bills=", ".join(paid[:3].mapped("number")),
                )
            )

    # === JOBS === #

    def _undo_batch(self, job_round, line_ids):
        """Job: undo the bills of these run lines; those undone already are left.

        A bill that was paid in the meantime stays, and its line says so.

        :raise RetryableJobError: somebody is at one of these bills
        """
        if not self._is_on("undoing", job_round):
            return
        lines = self.env["heating.bill.run.line"].browse(line_ids).exists()
        bills = lines.bill_id
        if lines.try_lock_for_update() != lines or (
            bills.try_lock_for_update(allow_referencing=True) != bills
        ):
            raise RetryableJobError(
                self.env._("Another job has this batch at work."),
                seconds=RETRY_SECONDS,
                ignore_retry=True,
            )
        lines.invalidate_recordset(["state"])
        lines = lines.filtered(lambda line: line.state == "billed")
        paid = lines.bill_id._get_paid()
        stays = lines.filtered(lambda line: line.bill_id in paid)
        stays.write({"reason": self.env._("It was paid before it could be undone.")})
        lines -= stays
        reason = self.env._(
            "%(run)s undone: %(reason)s", run=self.name, reason=self.undo_reason
        )
        lines.bill_id._undo(reason)
        lines.write({"state": "undone", "reason": reason})

    def _end_undo(self, job_round):
        """Job: the last batch has ended; with bills left, the run is not undone."""
        if not self._is_on("undoing", job_round):
            return
        left = self._get_billed_lines()
        self.write(
            {
                "state": "done" if left else "undone",
                "finished_at": fields.Datetime.now(),
            }
        )
        if left:
            self.message_post(
                body=self.env._(
                    "%(count)s bills were paid meanwhile and stay.", count=len(left)
                )
            )
