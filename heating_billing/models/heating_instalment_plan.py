from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class HeatingInstalmentPlan(models.Model):
    """Instalments by agreement (分期): a bill is paid on several days.

    The plan moves the dates for late fee and dunning, not the invoice. It ends when
    the bill is paid, when a date is missed by the company's days of grace, or when the
    bill grows or a payment of before is voided, since its sum was agreed then.
    """

    _name = "heating.instalment.plan"
    _description = "Plan of Instalments"
    _inherit = "heating.debt.act"
    _number_prefix = "P"

    state = fields.Selection(
        selection_add=[("kept", "Paid"), ("ended", "Ended")],
        ondelete={"kept": "set default", "ended": "set default"},
    )
    bill_id = fields.Many2one(
        "heating.bill",
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
        domain="[('payment_state', '!=', 'paid')]",
    )
    household_id = fields.Many2one(
        related="bill_id.household_id", store=True, precompute=True, readonly=True
    )
    partner_id = fields.Many2one(related="bill_id.partner_id", string="Customer")
    bill_residual = fields.Monetary(
        related="bill_id.amount_residual", string="Open of the Bill"
    )
    line_ids = fields.One2many("heating.instalment", "plan_id", copy=True)
    amount_planned = fields.Monetary(
        string="Agreed", compute="_compute_amount_planned", store=True
    )
    agreed_on = fields.Date(
        readonly=True, copy=False, help="The day from which the plan's dates count."
    )
    ended_on = fields.Date(
        readonly=True,
        copy=False,
        help="The day on which the bill was paid, or the first day after the last "
        "date that was kept.",
    )
    end_reason = fields.Char(readonly=True, copy=False)

    _one_running = models.UniqueIndex(
        "(bill_id) WHERE state IN ('requested', 'approved')",
        "This bill has a plan of instalments already.",
    )

    @api.depends("line_ids.amount")
    def _compute_amount_planned(self):
        for plan in self:
            plan.amount_planned = sum(plan.line_ids.mapped("amount"))

    @api.model
    def _get_approval_protected_fields(self):
        return super()._get_approval_protected_fields() | {
            "agreed_on",
            "end_reason",
            "ended_on",
        }

    # === APPROVAL === #

    def _prepare_request(self):
        self.ensure_one()
        self._check_lines()
        if self.search_count(
            [
                ("bill_id", "=", self.bill_id.id),
                ("state", "in", ("requested", "approved")),
            ],
            limit=1,
        ):
            raise UserError(
                self.env._(
                    "%(bill)s has a plan of instalments already.",
                    bill=self.bill_id.number,
                )
            )
        return {"amount": self.amount_planned}

    def _check_lines(self):
        """Refuse a plan that does not pay the bill, no more and no less.

        :raise UserError: amounts or dates are wrong
        """
        bill = self.bill_id.sudo()
        today = self.company_id._heating_today()
        if len(self.line_ids) < 2:
            raise UserError(self.env._("A plan has two instalments at least."))
        if min(self.line_ids.mapped("date")) < today:
            raise UserError(self.env._("An instalment cannot be due in the past."))
        if self.currency_id.compare_amounts(self.amount_planned, bill.amount_residual):
            raise UserError(
                self.env._(
                    "The instalments come to %(planned)s, but %(open)s of %(bill)s "
                    "are open.",
                    planned=self.currency_id.format(self.amount_planned),
                    open=self.currency_id.format(bill.amount_residual),
                    bill=bill.number,
                )
            )

    def _apply(self):
        """Override: the dates count from today, if the bill is still what it was."""
        self.ensure_one()
        self.bill_id.lock_for_update(allow_referencing=True)
        self.bill_id.invalidate_recordset(["amount_residual"])
        self._check_lines()
        self.agreed_on = self.company_id._heating_today()

    # === HOW IT GOES ON === #

    def _get_paid(self):
        """What has been paid of the plan, in yuan."""
        self.ensure_one()
        open_amount = self.bill_id.sudo().amount_residual
        return self.currency_id.round(self.amount_planned - open_amount)

    def _get_next(self):
        """The first instalment that has not been paid in full.

        :rtype: heating.instalment
        """
        self.ensure_one()
        paid = self._get_paid()
        due = 0.0
        for line in self.line_ids.sorted("date"):
            due = self.currency_id.round(due + line.amount)
            if self.currency_id.compare_amounts(due, paid) > 0:
                return line
        return self.env["heating.instalment"]

    def _get_running_until(self, day):
        """The last day on which the plan holds off the late fee, seen on *day*.

        :rtype: date
        """
        self.ensure_one()
        if self.state == "approved":
            return day
        if self.state == "kept":
            # paid on that day as agreed
            return self.ended_on
        return fields.Date.subtract(self.ended_on, days=1)

    def _end(self, state, day, reason):
        """End running plans.

        :param str state: ``kept`` or ``ended``
        :param date day: the first day that is not the plan's any more; of a plan that
            was kept the day on which all was paid
        :param str reason: in words
        """
        for plan in self:
            plan._approval_write(
                {"state": state, "ended_on": day, "end_reason": reason}
            )
            plan._approval_trusted()._message_log(body=reason)

    @api.model
    def _get_running_domain(self):
        return Domain("state", "=", "approved")

    @api.model
    def _end_missed(self):
        """Nightly: end plans of which a date was missed by the days of grace."""
        for company, plans in (
            self.sudo().search(self._get_running_domain()).grouped("company_id").items()
        ):
            last = fields.Date.subtract(
                company._heating_today(), days=company.heating_instalment_grace_days
            )
            plans.bill_id._end_outgrown_plans()
            for plan in plans.filtered(lambda each: each.state == "approved"):
                line = plan._get_next()
                if line and line.date < last:
                    plan._end(
                        "ended",
                        fields.Date.add(line.date, days=1),
                        self.env._(
                            "The instalment of %(amount)s due on %(date)s was missed.",
                            amount=plan.currency_id.format(line.amount),
                            date=line.date,
                        ),
                    )
