from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date


class HeatingShift(models.Model):
    """A cashier's shift at a desk (收款班次): float, count, hand-over (交账).

    Without an open shift there is no taking of money; a closed one never changes. How
    it is handed over stands in ``heating_shift_handover.py``.
    """

    _name = "heating.shift"
    _description = "Cashier's Shift"
    _inherit = ["mail.thread"]
    _order = "opened_at DESC, id DESC"
    _check_company_auto = True

    name = fields.Char(compute="_compute_name", store=True)
    desk_id = fields.Many2one(
        "heating.desk", required=True, ondelete="restrict", index=True
    )
    company_id = fields.Many2one(related="desk_id.company_id", store=True, index=True)
    branch_id = fields.Many2one(related="desk_id.branch_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    user_id = fields.Many2one(
        "res.users",
        string="Cashier",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
        index=True,
    )
    state = fields.Selection(
        [("open", "Open"), ("closed", "Closed"), ("confirmed", "Confirmed")],
        default="open",
        required=True,
        readonly=True,
        index=True,
        tracking=True,
    )
    opened_at = fields.Datetime(
        required=True, readonly=True, default=fields.Datetime.now
    )
    closed_at = fields.Datetime(readonly=True)
    opening_float = fields.Monetary(
        string="Float", help="Cash in the drawer when the shift began."
    )
    counted_cash = fields.Monetary(
        readonly=True, help="What the cashier counted before the sum was shown."
    )
    expected_cash = fields.Monetary(
        readonly=True, help="Float + cash taken − cash given back."
    )
    cash_difference = fields.Monetary(
        compute="_compute_cash_difference",
        store=True,
        help="Counted less expected: over when positive, short when negative.",
    )
    receipt_ids = fields.One2many("heating.receipt", "shift_id", readonly=True)
    tender_ids = fields.One2many("heating.tender", "shift_id", readonly=True)
    void_tender_ids = fields.One2many(
        "heating.tender",
        "void_shift_id",
        string="Cash Given Back",
        readonly=True,
        help="Cash of voided receipts, of this shift or of one closed before, that "
        "left this drawer.",
    )
    refund_ids = fields.One2many(
        "heating.refund",
        "shift_id",
        string="Refunds Paid Out",
        readonly=True,
        help="Refunds whose cash left this drawer.",
    )
    receipt_count = fields.Integer(compute="_compute_receipts")
    amount_total = fields.Monetary(string="Taken", compute="_compute_receipts")
    take_counter = fields.Integer(
        default=0,
        readonly=True,
        help="Counts the acts of paying, so that two of them at once in one shift "
        "follow each other.",
    )

    _one_open_a_desk = models.UniqueIndex(
        "(desk_id) WHERE state = 'open'",
        "This desk has an open shift already: close it first.",
    )
    _one_open_a_cashier = models.UniqueIndex(
        "(user_id, company_id) WHERE state = 'open'",
        "You have an open shift already: close it first.",
    )
    _float_not_negative = models.Constraint(
        "CHECK (opening_float >= 0)", "The float cannot be negative."
    )

    @api.depends("desk_id.name", "user_id.name", "opened_at")
    def _compute_name(self):
        for shift in self:
            # in the cashier's own time, whoever looks at it
            opened = fields.Datetime.context_timestamp(
                shift.with_context(tz=shift.user_id.tz), shift.opened_at
            )
            shift.name = (
                f"{shift.desk_id.name or ''} {opened:%Y-%m-%d %H:%M} "
                f"{shift.user_id.name or ''}"
            )

    @api.depends("counted_cash", "expected_cash", "state")
    def _compute_cash_difference(self):
        for shift in self:
            shift.cash_difference = (
                shift.currency_id.round(shift.counted_cash - shift.expected_cash)
                if shift.state != "open"
                else 0
            )

    def _compute_receipts(self):
        totals = {
            shift: (count, amount)
            for shift, count, amount in self.env["heating.receipt"]._read_group(
                [("shift_id", "in", self.ids), ("state", "=", "posted")],
                ["shift_id"],
                ["__count", "amount_total:sum"],
            )
        }
        for shift in self:
            shift.receipt_count, shift.amount_total = totals.get(shift, (0, 0.0))

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        allowed = {"desk_id", "opening_float"}
        for vals in vals_list:
            if set(vals) - allowed and not self.env.su:
                raise UserError(
                    self.env._("A shift is opened with a desk and a float only.")
                )
        # said in so many words: a client may send defaults in the context, too
        opened = {
            "user_id": self.env.uid,
            "state": "open",
            "opened_at": fields.Datetime.now(),
            "closed_at": False,
            "counted_cash": 0.0,
            "expected_cash": 0.0,
            "confirmed_by_id": False,
            "difference_reason": False,
            "confirm_reason": False,
            "take_counter": 0,
        }
        # one that was closed just before makes room in the unique indexes
        self.flush_model(["state"])
        shifts = super().create([{**opened, **vals} for vals in vals_list])
        for shift in shifts:
            self.env["heating.cash.transfer"]._record(
                "float", shift, shift.opening_float
            )
        return shifts

    def write(self, vals):
        if not self.env.su and set(vals) - {"message_follower_ids", "message_ids"}:
            raise UserError(self.env._("Use the buttons of the shift."))
        return super().write(vals)

    # === ACTIONS === #

    def action_close(self, counted_cash):
        """Close one's own shift with the cash that was counted, in yuan.

        The cashier counts before the expected sum is known (blind count).

        :raise AccessError: the user is no cashier
        :raise UserError: not the user's own open shift, or a negative count
        """
        self.ensure_one()
        self.check_access("write")
        if self.user_id != self.env.user:
            raise UserError(self.env._("Only its cashier can close a shift."))
        if self.state != "open":
            raise UserError(self.env._("This shift is closed already."))
        if counted_cash < 0:
            raise UserError(self.env._("The counted cash cannot be negative."))
        shift_sudo = self.sudo()
        shift_sudo._lock_for_taking()
        self._check_nothing_to_count()
        shift_sudo.write(
            {
                "state": "closed",
                "closed_at": fields.Datetime.now(),
                "counted_cash": counted_cash,
                "expected_cash": shift_sudo._get_expected_cash(),
            }
        )

    # === BUSINESS METHODS === #

    def _lock_for_taking(self):
        """Let acts of paying in one shift follow each other.

        Two of them at once, such as a button pressed twice, change the same row: the
        later one waits, is told by PostgreSQL that it lost, and is run again by Odoo;
        then it sees what the first one did.
        """
        self.ensure_one()
        self.take_counter += 1
        self.flush_recordset(["take_counter"])

    def _get_expected_cash(self):
        """Cash that should lie in the drawer, in yuan.

        A void takes its cash out of the shift of who voided, which may be another; a
        refund out of that of who hands it out.
        """
        self.ensure_one()
        tenders = self.env["heating.tender"]
        ((cash_in,),) = tenders._read_group(
            [("shift_id", "=", self.id), ("kind", "=", "cash")], [], ["amount:sum"]
        )
        ((cash_out,),) = tenders._read_group(
            [("void_shift_id", "=", self.id), ("kind", "=", "cash")],
            [],
            ["amount:sum"],
        )
        ((refunded,),) = self.env["heating.refund"]._read_group(
            [("shift_id", "=", self.id)], [], ["cash_amount:sum"]
        )
        return self.currency_id.round(
            self.opening_float
            + (cash_in or 0.0)
            - (cash_out or 0.0)
            - (refunded or 0.0)
            - self._get_cash_turned_in()
        )

    @api.model
    def _get_own_open(self, company=None):
        """The open shift of the user, or an empty record.

        :param company: the company; by default the one the user works in now
        """
        return self.search(
            [
                ("user_id", "=", self.env.uid),
                ("state", "=", "open"),
                ("company_id", "=", (company or self.env.company).id),
            ],
            limit=1,
        )

    def _get_counter_data(self):
        """What the counter shows of it.

        :rtype: dict
        """
        self.ensure_one()
        return {
            "id": self.id,
            "name": self.name,
            "desk": self.desk_id.name,
            "opened_before": self._get_day_left_open(),
        }

    def _get_day_left_open(self):
        """The day on which a shift was opened that is open since before today.

        The counter warns of it and goes on taking money: who serves a queue at
        midnight is in the middle of a shift.

        :return: the date as a text, or an empty one
        """
        self.ensure_one()
        opened = fields.Datetime.context_timestamp(
            self.with_context(tz=self.company_id._heating_time_zone()), self.opened_at
        ).date()
        if self.state != "open" or opened >= self.company_id._heating_today():
            return ""
        return format_date(self.env, opened)
