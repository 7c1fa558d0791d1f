from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .heating_bill_metered import SETTLED


class HeatingMeterSettlement(models.Model):
    """The settlement of metered heat after a season (计量热费结算).

    It is prepared first: a list of the billed households with meters, with their heat,
    compared with last season's and the building's, and of those who cannot be settled
    and why. Then it is started: each bill is worked out anew and the difference posted.
    Preparing and starting again does no harm, so a second round takes who was left.
    """

    _name = "heating.meter.settlement"
    _description = "Settlement of Metered Heat"
    _inherit = ["mail.thread"]
    _order = "id DESC"
    _check_company_auto = True

    name = fields.Char(compute="_compute_name", store=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    season_id = fields.Many2one(
        "heating.season",
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
    )
    branch_id = fields.Many2one(
        "heating.branch",
        ondelete="restrict",
        index="btree_not_null",
        check_company=True,
        help="Empty: all branches.",
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("preparing", "Preparing"),
            ("ready", "Prepared"),
            ("running", "Settling"),
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
    job_round = fields.Integer(readonly=True, copy=False)
    started_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    line_ids = fields.One2many(
        "heating.meter.settlement.line", "settlement_id", readonly=True
    )
    line_count = fields.Integer(string="Households", compute="_compute_counts")
    ready_count = fields.Integer(string="To Settle", compute="_compute_counts")
    parked_count = fields.Integer(string="Held Back", compute="_compute_counts")
    settled_count = fields.Integer(string="Settled", compute="_compute_counts")
    blocked_count = fields.Integer(
        string="Cannot Be Settled", compute="_compute_counts"
    )
    unusual_count = fields.Integer(string="Unusual Heat", compute="_compute_counts")
    expected_difference = fields.Monetary(
        string="Difference to Come",
        compute="_compute_counts",
        help="What those who are ready are going to be charged, or below zero given "
        "back.",
    )
    difference = fields.Monetary(
        compute="_compute_counts", help="Charged, or below zero given back, so far."
    )

    @api.depends("season_id.name", "branch_id.name")
    def _compute_name(self):
        for each in self:
            each.name = (
                f"{each.season_id.name or ''} {each.branch_id.name or ''}".strip()
            )

    @api.depends("state")
    def _compute_counts(self):
        lines = self.env["heating.meter.settlement.line"]
        within = [("settlement_id", "in", self.ids)]
        totals, nothing = {}, (0, 0.0)
        for settlement, state, count, difference in lines._read_group(
            within, ["settlement_id", "state"], ["__count", "difference:sum"]
        ):
            totals.setdefault(settlement.id, {})[state] = (count, difference)
        unusual = dict(
            lines._read_group(
                [*within, ("unusual_count", ">", 0)], ["settlement_id"], ["__count"]
            )
        )
        for each in self:
            by_state = totals.get(each.id, {})
            each.line_count = sum(values[0] for values in by_state.values())
            each.ready_count, each.expected_difference = by_state.get("ready", nothing)
            each.settled_count, each.difference = by_state.get("settled", nothing)
            each.parked_count = by_state.get("parked", nothing)[0]
            each.blocked_count = sum(
                by_state.get(state, nothing)[0] for state in ("blocked", "failed")
            )
            each.unusual_count = unusual.get(each, 0)

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        draft = {"state": "draft", "job_round": 0, "started_by_id": False}
        return super().create([{**vals, **draft} for vals in vals_list])

    def write(self, vals):
        if not self.env.su:
            if vals.keys() & {"state", "job_round", "started_by_id", "line_ids"}:
                raise UserError(self.env._("Use the buttons of the settlement."))
            fixed = {"season_id", "branch_id", "company_id"} & vals.keys()
            if fixed and any(each.state != "draft" for each in self):
                raise UserError(
                    self.env._(
                        "A settlement that was prepared keeps its season and branch."
                    )
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_settled(self):
        if any(line.state == "settled" for line in self.sudo().line_ids) or any(
            each.state in ("preparing", "running") for each in self
        ):
            raise UserError(
                self.env._("A settlement that settled a bill stays on file.")
            )

    # === ACTIONS === #

    def action_prepare(self):
        """List who is to be settled, and who cannot be and why.

        :raise AccessError: by who is no accountant
        :raise UserError: the season is not over, or closed, or jobs are going on
        """
        self._check_step("draft", "ready", "stopped", "done")
        self._check_heat_ended()
        season = self.season_id
        season._check_open()
        settlement = self.sudo()
        settlement._drop_open_lines()
        settlement.state = "preparing"
        settlement._delay_batches(
            "_prepare_batch", settlement._get_bills().ids, "_finish_preparing"
        )

    def action_start(self):
        """Settle every household that is ready, or go on with those that are left.

        :raise AccessError: by who is no accountant
        :raise UserError: nothing is ready, or the season is closed
        """
        self._check_step("ready", "stopped", "done")
        # days may have been added since the list was made
        self._check_heat_ended()
        self.season_id._check_open()
        settlement = self.sudo()
        lines = settlement._get_ready_lines()
        if not lines:
            raise UserError(
                self.env._("Nobody is ready to be settled. Prepare the list again.")
            )
        settlement.write({"state": "running", "started_by_id": self.env.uid})
        settlement._delay_batches("_settle_batch", lines.ids, "_finish_settling")

    def _check_heat_ended(self):
        """Refuse to settle while the season is heated.

        :raise UserError: its last day, added ones counted, is not over
        """
        season = self.season_id
        if season.heated_until > self.company_id._heating_today():
            raise UserError(
                self.env._(
                    "Season %(season)s ends on %(day)s: metered heat is settled after "
                    "that.",
                    season=season.name,
                    day=season.heated_until,
                )
            )

    def action_stop(self):
        """Stop after the batches that are at work; it can go on later.

        :raise AccessError: by who is no accountant
        """
        self._check_step("preparing", "running")
        self.sudo()._interrupt()

    def action_view_lines(self):
        """Open the list of households.

        :raise AccessError: who may not see the settlement
        """
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "heating_billing.heating_meter_settlement_line_action"
        )
        action["domain"] = [("settlement_id", "=", self.id)]
        return action

    def _check_step(self, *states):
        self.ensure_one()
        self.check_access("write")
        if not self.env.user.has_group("heating_customer.group_accountant"):
            raise AccessError(self.env._("Accountants settle metered heat."))
        self.sudo().lock_for_update()
        self.invalidate_recordset(["state"])
        if self.state not in states:
            raise UserError(
                self.env._(
                    "The settlement %(name)s is at another step by now. Reload the "
                    "page.",
                    name=self.name,
                )
            )

    # === WHAT IS TO BE DONE === #

    def _get_bills(self):
        """Bills of the season with a two-part price, of households with a meter, that
        are no settled line of this settlement."""
        self.ensure_one()
        domain = [
            ("season_id", "=", self.season_id.id),
            ("company_id", "=", self.company_id.id),
            ("undone_on", "=", False),
            ("metering", "!=", False),
            ("household_id.meter_ids", "!=", False),
            ("id", "not in", self.line_ids.bill_id.ids),
        ]
        if self.branch_id:
            domain.append(("branch_id", "=", self.branch_id.id))
        return self.env["heating.bill"].search(domain, order="id")

    def _get_ready_lines(self, limit=None):
        """Lines that are still to be settled."""
        return self.env["heating.meter.settlement.line"].search(
            [("settlement_id", "=", self.id), ("state", "=", "ready")], limit=limit
        )

    def _drop_open_lines(self):
        """Forget all but settled lines whose bill is settled still, and those that
        were held back by hand."""
        self.env["heating.meter.settlement.line"].search(
            [
                ("settlement_id", "=", self.id),
                "|",
                ("bill_id.undone_on", "!=", False),
                "&",
                ("state", "!=", "parked"),
                "|",
                ("state", "!=", "settled"),
                ("bill_id.metering", "not in", SETTLED),
            ]
        ).unlink()
        self.invalidate_recordset(["line_ids"])
