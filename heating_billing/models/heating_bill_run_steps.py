from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import split_every

from odoo.addons.queue_job.delay import group

REHEARSAL_BATCH = 2000
BILLING_BATCH = 200


class HeatingBillRun(models.Model):
    """The steps of a bill run: who takes them, and the jobs that do the work."""

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

    def action_rehearse(self):
        """Assess every household without writing a bill.

        :raise AccessError: the user is no accountant
        :raise UserError: the run has been approved, or its season has no tariff
        """
        self.ensure_one()
        self._check_role(
            "group_accountant", self.env._("Only an accountant rehearses a bill run.")
        )
        self._check_state("draft", "rehearsing", "rehearsed")
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
        self.sudo().write({"state": "approved", "approved_by_id": self.env.uid})

    def action_start(self):
        """Bill every ready household in the background; also resumes a stopped run."""
        self.ensure_one()
        self._check_role(
            "group_accountant", self.env._("Only an accountant starts a bill run.")
        )
        self._check_state("approved", "stopped", "done")
        run_sudo = self.sudo()
        line_ids = run_sudo._get_ready_lines().ids
        if not line_ids:
            raise UserError(self.env._("There is no household left to be billed."))
        run_sudo.write(
            {
                "state": "running",
                "started_at": fields.Datetime.now(),
                "finished_at": False,
            }
        )
        run_sudo._delay_batches("_bill_batch", line_ids, BILLING_BATCH, "_finish_run")

    def action_stop(self):
        """Let the batches under way end and begin no further one."""
        self.ensure_one()
        self._check_role(
            "group_accountant", self.env._("Only an accountant stops a bill run.")
        )
        self._check_state("running")
        self.sudo().state = "stopped"

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
        if "ready" in lines_sudo.mapped("state"):
            self.sudo().write(
                {
                    "state": "rehearsed",
                    "requested_by_id": self.env.uid,
                    "approved_by_id": False,
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

    # === BUSINESS METHODS === #

    def _get_household_domain(self):
        self.ensure_one()
        domain = [
            ("company_id", "=", self.company_id.id),
            ("state", "=", "active"),
            ("bill_ids", "not any", [("season_id", "=", self.season_id.id)]),
        ]
        if self.branch_ids:
            domain.append(("branch_id", "in", self.branch_ids.ids))
        return domain

    def _get_household_ids(self):
        """Households of the run: active ones that have no bill for the season."""
        return (
            self.env["heating.household"]
            .search(self._get_household_domain(), order="id")
            .ids
        )

    def _reset_rehearsal(self):
        self.sudo().line_ids.filtered(lambda line: line.state != "billed").unlink()
        self.sudo().write({"state": "draft", "household_count": 0})

    def _delay_batches(self, method_name, record_ids, size, finish_name):
        """Queue one job for each batch and one that follows the last of them."""
        self.ensure_one()
        batches = [
            getattr(
                self.delayable(
                    channel="root.heating",
                    description=f"{self.name}: {first} – {first + len(ids)}",
                ),
                method_name,
            )(list(ids))
            for first, ids in zip(
                range(0, len(record_ids), size),
                split_every(size, record_ids),
                strict=False,
            )
        ]
        finish = getattr(self.delayable(channel="root.heating"), finish_name)()
        group(*batches).on_done(finish).delay()

    def _rehearse_batch(self, household_ids):
        """Job: write one run line for each household; harmless to repeat."""
        self.ensure_one()
        if self.state != "rehearsing":
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

    def _finish_rehearsal(self):
        """Job: the last batch of the rehearsal has ended."""
        if self.state == "rehearsing":
            self.write({"state": "rehearsed", "finished_at": fields.Datetime.now()})

    def _bill_batch(self, line_ids):
        """Job: bill these run lines; those that another job holds or did are left."""
        self.ensure_one()
        if self.state != "running":
            return
        lines = self.env["heating.bill.run.line"].browse(line_ids).exists()
        lines = lines.try_lock_for_update()
        lines.invalidate_recordset(["state"])
        lines.filtered(lambda line: line.state == "ready")._make_bills_safely()

    def _finish_run(self):
        """Job: the last batch has ended; where households are left, it was stopped."""
        if self.state == "running":
            left = self._get_ready_lines(limit=1)
            self.write(
                {
                    "state": "stopped" if left else "done",
                    "finished_at": fields.Datetime.now(),
                }
            )

    def _get_ready_lines(self, limit=None):
        """Run lines that are still to be billed."""
        return self.env["heating.bill.run.line"].search(
            [("run_id", "=", self.id), ("state", "=", "ready")], limit=limit
        )
