from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from .heating_bill_run_jobs import BILLING_BATCH, REHEARSAL_BATCH


class HeatingBillRun(models.Model):
    """The steps of a bill run, and who takes them.

    Two people who press a button at the same moment both write on the run: PostgreSQL
    lets one of them through, and the other reads what has become of the run.
    """

    _inherit = "heating.bill.run"

    # === ACTIONS === #

    def _check_role(self, group_name, sentence):
        if not self.env.user.has_group(f"heating_customer.{group_name}"):
            raise AccessError(sentence)

    def _check_state(self, *states):
        for run in self:
            if run.state not in states:
                labels = dict(self._fields["state"]._description_selection(self.env))
                raise UserError(
                    self.env._(
                        "The run %(run)s is %(state)s: this step does not fit now.",
                        run=run.name,
                        state=labels[run.state],
                    )
                )

    def _check_books(self):
        """Refuse at once what every invoice of the run would stumble over."""
        self.company_id._check_heating_books(
            "heating_bill_journal_id", self.date, taxed=True, subject=self.display_name
        )

    def action_rehearse(self):
        """Assess every household without writing a bill.

        :raise AccessError: the user is no accountant
        :raise UserError: the run is being rehearsed or has been approved, its season
            has no tariff, or nothing can be booked on its day
        """
        self.ensure_one()
        self._check_role(
            "group_accountant", self.env._("Only an accountant rehearses a bill run.")
        )
        self._check_state("draft", "rehearsed")
        self._check_books()
        if not self.env["heating.tariff"]._get_by_branch(self.season_id):
            raise UserError(
                self.env._(
                    "Season %(season)s has no approved tariff yet.",
                    season=self.season_id.name,
                )
            )
        run_sudo = self.sudo()
        run_sudo._reset_rehearsal()
        household_ids = run_sudo._get_household_ids()
        if not household_ids:
            raise UserError(
                self.env._("Every household has its bill for this season already.")
            )
        run_sudo.write(
            {
                "state": "rehearsing",
                "requested_by_id": self.env.uid,
                "household_count": len(household_ids),
                "started_at": fields.Datetime.now(),
                "finished_at": False,
                "count_before": 0,
            }
        )
        run_sudo._delay_batches(
            "_rehearse_batch", household_ids, REHEARSAL_BATCH, "_finish_rehearsal"
        )

    def action_approve(self):
        """Approve what was rehearsed; by somebody other than who rehearsed it."""
        self.ensure_one()
        self._check_role(
            "group_approver", self.env._("Only an approver can approve a bill run.")
        )
        self._check_state("rehearsed")
        if self.requested_by_id == self.env.user:
            raise UserError(
                self.env._("You rehearsed this run, so another approver approves it.")
            )
        self._check_exceptions_owned()
        self._check_books()
        self.sudo().write(
            {
                "state": "approved",
                "approved_by_id": self.env.uid,
                "approved_at": fields.Datetime.now(),
            }
        )

    def action_start(self):
        """Bill every ready household in the background; also resumes a stopped run.

        :raise AccessError: the user is no accountant
        :raise UserError: the run is not approved, no household is left, or nothing can
            be booked on its day
        """
        self.ensure_one()
        self._check_role(
            "group_accountant", self.env._("Only an accountant starts a bill run.")
        )
        self._check_state("approved", "stopped", "done")
        self._check_books()
        run_sudo = self.sudo()
        # said once, and not by each household
        self.env["heating.tariff"].sudo()._get_by_branch(run_sudo.season_id)
        line_ids = run_sudo._get_ready_lines().ids
        if not line_ids:
            raise UserError(self.env._("There is no household left to be billed."))
        run_sudo.write(
            {
                "state": "running",
                "started_at": fields.Datetime.now(),
                "finished_at": False,
                "count_before": run_sudo.billed_count,
            }
        )
        run_sudo._delay_batches("_bill_batch", line_ids, BILLING_BATCH, "_finish_run")

    def action_stop(self):
        """Begin no further batch; those of a billing that are under way come to an end.

        A billing that was stopped goes on where it was, a rehearsal is begun anew.
        """
        self.ensure_one()
        self._check_role(
            "group_accountant", self.env._("Only an accountant stops a bill run.")
        )
        self._check_state("rehearsing", "running")
        for run_sudo in self.sudo():
            run_sudo._interrupt()

    def action_retry(self):
        """Assess the failed and excepted households once more.

        What can be billed after all has not been approved by anybody: the run waits
        for an approver again.
        """
        self.ensure_one()
        self._check_role(
            "group_accountant", self.env._("Only an accountant bills households.")
        )
        self._check_state("approved", "stopped", "done")
        lines_sudo = self.sudo().line_ids.filtered(
            lambda line: line.state in ("exception", "failed")
        )
        lines_sudo._assess()
        self.sudo()._tell_owners()
        if "ready" in lines_sudo.mapped("state"):
            self.sudo().write(
                {
                    "state": "rehearsed",
                    "requested_by_id": self.env.uid,
                    "approved_by_id": False,
                    "approved_at": False,
                }
            )

    def action_view_lines(self):
        """Open the run's households; the context's ``line_states`` narrows them."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "heating_billing.heating_bill_run_line_action"
        )
        action["domain"] = [("run_id", "=", self.id)]
        states = self.env.context.get("line_states")
        if states:
            action["domain"].append(("state", "in", states))
        if self.env.context.get("as_totals"):
            action["views"] = [(False, "pivot"), (False, "list")]
        return action
