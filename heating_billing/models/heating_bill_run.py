from odoo import api, fields, models
from odoo.exceptions import UserError


class HeatingBillRun(models.Model):
    """One billing of a season: rehearsed, approved by another, run in the background.

    The rehearsal assesses every household and writes one run line for each, but no
    bill. The real run makes exactly those bills: a household whose facts changed in
    between is set aside. Batches are jobs of their own, harmless to repeat, and a bad
    household never stops the rest.
    """

    _name = "heating.bill.run"
    _description = "Bill Run"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id DESC"
    _check_company_auto = True

    name = fields.Char(compute="_compute_name", store=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    season_id = fields.Many2one(
        "heating.season", required=True, index=True, check_company=True
    )
    branch_ids = fields.Many2many(
        "heating.branch", string="Branches", check_company=True, help="Empty: all."
    )
    date = fields.Date(
        string="Invoice Date", required=True, default=fields.Date.context_today
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("rehearsing", "Rehearsing"),
            ("rehearsed", "Rehearsed"),
            ("approved", "Approved"),
            ("running", "Running"),
            ("stopped", "Interrupted"),
            ("done", "Done"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    requested_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    approved_at = fields.Datetime(readonly=True, copy=False)
    started_at = fields.Datetime(readonly=True, copy=False)
    finished_at = fields.Datetime(readonly=True, copy=False)
    job_round = fields.Integer(
        readonly=True,
        copy=False,
        help="How often jobs were queued for it; those of earlier rounds are late.",
    )
    count_before = fields.Integer(
        readonly=True,
        copy=False,
        help="Households that were done already when the jobs were started last.",
    )
    household_count = fields.Integer(
        string="Households", readonly=True, copy=False, help="Households in the run."
    )
    line_ids = fields.One2many("heating.bill.run.line", "run_id", readonly=True)
    ready_count = fields.Integer(string="To Bill", compute="_compute_counts")
    billed_count = fields.Integer(string="Billed", compute="_compute_counts")
    exempt_count = fields.Integer(string="Not Billed", compute="_compute_counts")
    problem_count = fields.Integer(string="Exceptions", compute="_compute_counts")
    amount_total = fields.Monetary(compute="_compute_counts")
    built_area = fields.Float(
        string="Area (m²)", compute="_compute_counts", digits=(16, 2)
    )
    progress = fields.Float(compute="_compute_counts", help="In per cent.")
    rate = fields.Float(
        string="Households a Second", compute="_compute_counts", digits=(16, 1)
    )
    seconds_left = fields.Integer(compute="_compute_counts")

    # === COMPUTE METHODS === #

    @api.depends("season_id.name", "branch_ids.name")
    def _compute_name(self):
        for run in self:
            branches = ", ".join(run.branch_ids.mapped("name"))
            run.name = f"{run.season_id.name or ''} {branches}".strip()

    @api.depends("state", "household_count")
    def _compute_counts(self):
        totals = {}
        for run, state, count, amount, area in self.env[
            "heating.bill.run.line"
        ]._read_group(
            [("run_id", "in", self.ids)],
            ["run_id", "state"],
            ["__count", "amount:sum", "built_area:sum"],
        ):
            totals.setdefault(run.id, {})[state] = (count, amount, area)
        now = fields.Datetime.now()
        for run in self:
            by_state = totals.get(run.id, {})

            def count(*states, by_state=by_state):
                return sum(by_state.get(state, (0,))[0] for state in states)

            run.ready_count = count("ready")
            run.billed_count = count("billed")
            run.exempt_count = count("exempt")
            run.problem_count = count("exception", "failed")
            payable = [by_state[s] for s in ("ready", "billed") if s in by_state]
            run.amount_total = sum(amount for _count, amount, _area in payable)
            run.built_area = sum(area for _count, _amount, area in payable)
            seen = sum(count for count, _amount, _area in by_state.values())
            if run.state == "rehearsing":
                done, total = seen, run.household_count
            elif run.state == "undoing":
                done = count("undone")
                total = done + run.billed_count
            else:
                done, total = run.billed_count, run.billed_count + run.ready_count
            run.progress = 100.0 * done / total if total else 0.0
            seconds = (
                ((run.finished_at or now) - run.started_at).total_seconds()
                if run.started_at
                else 0
            )
            done_since = max(done - run.count_before, 0)
            run.rate = done_since / seconds if seconds > 0 else 0.0
            run.seconds_left = (
                int((total - done) / run.rate)
                if run.rate and run.state in ("rehearsing", "running", "undoing")
                else 0
            )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("state", "draft") != "draft":
                raise UserError(self.env._("A bill run begins as a draft."))
        # said in so many words, or a default of the client's would approve it
        draft = dict.fromkeys(self._get_protected_fields() - {"line_ids"}, False)
        draft |= {"state": "draft", "household_count": 0, "job_round": 0}
        return super().create([{**vals, **draft} for vals in vals_list])

    @api.model
    def _get_protected_fields(self):
        """Names of the fields that only the steps of a run write.

        :rtype: set[str]
        """
        return {
            "state",
            "requested_by_id",
            "approved_by_id",
            "approved_at",
            "household_count",
            "job_round",
            "started_at",
            "finished_at",
            "count_before",
            "line_ids",
        }

    def write(self, vals):
        if not self.env.su:
            if self._get_protected_fields() & set(vals):
                raise UserError(self.env._("Use the buttons of the bill run."))
            fixed = {"season_id", "branch_ids", "date", "company_id"} & set(vals)
            if fixed and any(run.state not in ("draft", "rehearsed") for run in self):
                raise UserError(
                    self.env._(
                        "What is approved to be billed does not change any more."
                    )
                )
        result = super().write(vals)
        if {"season_id", "branch_ids", "date"} & set(vals):
            # a rehearsal of something else is no rehearsal
            self.filtered(lambda run: run.state == "rehearsed")._reset_rehearsal()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_started(self):
        # one with exceptions is rehearsed again after it has billed the others
        billed = "billed" in self.line_ids.mapped("state")
        if billed or any(run.state not in ("draft", "rehearsed") for run in self):
            raise UserError(self.env._("A bill run that was approved stays on file."))
