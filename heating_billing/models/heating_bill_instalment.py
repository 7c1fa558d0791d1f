from odoo import api, fields, models


class HeatingBill(models.Model):
    """By when a bill is to be paid: by its invoice, or by a plan of instalments."""

    _inherit = "heating.bill"

    plan_ids = fields.One2many("heating.instalment.plan", "bill_id", readonly=True)
    date_payable = fields.Date(
        string="To Be Paid by",
        compute="_compute_date_payable",
        store=True,
        index=True,
        help="The next instalment's day where a plan runs, else when it is due. Late "
        "fee and dunning go by it, the invoice does not.",
    )

    @api.depends(
        "amount_residual",
        "date_due",
        "plan_ids.line_ids.amount",
        "plan_ids.line_ids.date",
        "plan_ids.state",
    )
    def _compute_date_payable(self):
        for bill in self:
            plan = bill.plan_ids.filtered(lambda each: each.state == "approved")[:1]
            following = plan and plan._get_next()
            bill.date_payable = following.date if following else bill.date_due

    def _get_running_plans(self):
        return self.sudo().plan_ids.filtered(lambda plan: plan.state == "approved")

    def _bill_settled(self):
        """Override: a plan whose bill is paid has been kept."""
        result = super()._bill_settled()
        for company, bills in self.grouped("company_id").items():
            if plans := bills._get_running_plans():
                day = company._heating_today()
                plans._end("kept", day, self.env._("The bill has been paid."))
        return result

    def _debt_grown(self):
        """Override: a plan was agreed for what was open then."""
        self._end_plans(self.env._("The bill has grown: agree anew."))
        return super()._debt_grown()

    def _pass_on(self, amount, former, partner, reason):
        """Override: the agreement was the former customer's."""
        self._end_plans(reason)
        return super()._pass_on(amount, former, partner, reason)

    def _end_outgrown_plans(self):
        """End plans of less than is open, such as after a payment was voided."""
        outgrown = self.filtered(
            lambda bill: any(
                bill.currency_id.compare_amounts(
                    bill.amount_residual, plan.amount_planned
                )
                > 0
                for plan in bill._get_running_plans()
            )
        )
        outgrown._end_plans(self.env._("More is open than was agreed: agree anew."))

    def _end_plans(self, reason):
        for company, bills in self.grouped("company_id").items():
            if plans := bills._get_running_plans():
                plans._end("ended", company._heating_today(), reason)

    @api.model
    def _get_payable_domain(self, day):
        """Bills that should have been paid before *day*, instalments heeded.

        For dunning: not by ``date_due``, which is the invoice's.
        """
        return [("payment_state", "!=", "paid"), ("date_payable", "<", day)]
