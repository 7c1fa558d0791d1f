from odoo import api, fields, models
from odoo.exceptions import UserError

from .posting import CHATTER_FIELDS, QUIET_POSTING, may_post


class HeatingFapiaoDuty(models.Model):
    """A duty to issue a red fapiao: more is covered than a bill or charge has become.

    It is opened by the credit note that made it so and closes by itself once red
    fapiao, or a further invoice, have set it right. PostgreSQL holds that a debt has
    one open duty.
    """

    _name = "heating.fapiao.duty"
    _description = "Red Fapiao to Be Issued"
    _inherit = ["mail.thread"]
    _order = "state DESC, id DESC"
    _check_company_auto = True

    name = fields.Char(compute="_compute_name")
    state = fields.Selection(
        [("open", "To Be Done"), ("done", "Done")],
        required=True,
        readonly=True,
        default="open",
        index=True,
    )
    bill_id = fields.Many2one(
        "heating.bill", string="Season Bill", readonly=True, ondelete="restrict"
    )
    charge_id = fields.Many2one("heating.charge", readonly=True, ondelete="restrict")
    household_id = fields.Many2one(
        "heating.household",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    branch_id = fields.Many2one(
        related="household_id.branch_id", store=True, index=True
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount = fields.Monetary(
        string="To Be Reversed",
        readonly=True,
        required=True,
        help="How much more fapiao cover than the bill or charge has become.",
    )
    reason = fields.Char(readonly=True)
    user_id = fields.Many2one(
        "res.users",
        string="Owner",
        help="Who sees to it: by default who issued the latest of the fapiao.",
    )
    closed_on = fields.Datetime(readonly=True)

    _about_one_debt = models.Constraint(
        "CHECK (num_nonnulls(bill_id, charge_id) = 1)",
        "A duty is about one bill or one charge.",
    )
    _open_has_amount = models.Constraint(
        "CHECK ((state = 'open') = (amount > 0))",
        "A duty is open while there is something to be reversed.",
    )
    _one_of_a_bill = models.UniqueIndex("(bill_id) WHERE state = 'open'")
    _one_of_a_charge = models.UniqueIndex("(charge_id) WHERE state = 'open'")

    @api.depends("bill_id", "charge_id")
    def _compute_name(self):
        for duty in self:
            duty.name = (duty.bill_id or duty.charge_id).sudo().display_name

    @api.depends("name")
    def _compute_display_name(self):
        for duty in self:
            duty.display_name = duty.name

    @api.model_create_multi
    def create(self, vals_list):
        if not may_post(self.env):
            self.check_access("create")
            raise UserError(self.env._("Duties are opened by credit notes."))
        return super().create(vals_list)

    def write(self, vals):
        if not may_post(self.env):
            self.check_access("write")
            if set(vals) - CHATTER_FIELDS - {"user_id"}:
                raise UserError(
                    self.env._(
                        "Of a duty only its owner can be written: it closes by itself."
                    )
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Duties stay, so that it is known who did what."))

    # === BUSINESS METHODS === #

    @api.model
    def _update_duties(self, debts, reason=None):
        """Open, change and close duties so that they say what is too much by now.

        :param debts: bills, or charges
        :param str reason: of the credit note that may have made it so
        """
        if not debts:
            return
        link = "bill_id" if debts._name == "heating.bill" else "charge_id"
        duties = self.sudo().with_context(**QUIET_POSTING)
        open_duties = duties.search(
            [(link, "in", debts.ids), ("state", "=", "open")]
        ).grouped(link)
        opened = []
        for debt, excess in debts._get_fapiao_excess().items():
            duty = open_duties.get(debt)
            if duty and debt.currency_id.is_zero(excess):
                duty.write(
                    {
                        "state": "done",
                        "amount": 0.0,
                        "closed_on": fields.Datetime.now(),
                    }
                )
            elif duty and debt.currency_id.compare_amounts(duty.amount, excess):
                duty.amount = excess
            elif not duty and not debt.currency_id.is_zero(excess):
                opened.append(
                    {
                        link: debt.id,
                        "household_id": debt.household_id.id,
                        "company_id": debt.company_id.id,
                        "amount": excess,
                        "reason": reason,
                        "user_id": debt._get_live_fapiao()[:1].issued_by_id.id,
                    }
                )
        duties.create(opened)

    def _get_fapiao(self):
        """The issued fapiao that cover the debt, newest first, as sudo."""
        self.ensure_one()
        return (self.sudo().bill_id or self.sudo().charge_id)._get_live_fapiao()

    def action_red(self):
        """Open the dialog that reverses what is too much, on the newest fapiao.

        :raise UserError: no fapiao of it is issued: a request is cancelled instead
        """
        self.ensure_one()
        self.env["heating.fapiao"]._check_may_issue()
        self.check_access("read")
        left = self._get_fapiao().filtered(lambda fapiao: fapiao.state == "issued")
        if self.state == "done" or not left:
            raise UserError(
                self.env._(
                    "There is no issued fapiao to reverse: cancel what is still asked "
                    "for."
                )
            )
        # the newest that has any of what is too much
        fapiao = next((each for each in left if self._get_reversal(each)), left[0])
        return fapiao.with_env(self.env)._get_red_action(self)

    def _get_reversal(self, fapiao):
        """What a red fapiao should take back of one, for this duty.

        Of each payer's at each tax rate what is too much of it; then, of other lines,
        what is too much beyond that.

        :param fapiao: an issued one
        :return: dict of line → yuan, without what stays
        """
        self.ensure_one()
        debt = self.sudo().bill_id or self.sudo().charge_id
        excess = debt._get_fapiao_excess_by_scope()[debt]
        amounts = {}
        # from what is nearest to what is farthest
        for distance in range(4):
            for line in self._get_lines(fapiao.sudo()):
                group = debt._get_fapiao_group(line.move_id)
                scope = debt._get_fapiao_scopes(group, line.tax_rate)[distance]
                taken = amounts.get(line, 0.0)
                left = line.amount - line.amount_reversed - taken
                part = line.currency_id.round(min(left, excess.get(scope, 0.0)))
                if line.currency_id.compare_amounts(part, 0) > 0:
                    amounts[line] = line.currency_id.round(taken + part)
                    excess[scope] -= part
        return amounts

    def _get_lines(self, fapiao):
        """The lines of a fapiao that are of this duty's debt."""
        self.ensure_one()
        return fapiao.line_ids.filtered(
            lambda line: (
                (self.bill_id and line.bill_id == self.bill_id)
                or (self.charge_id and line.charge_id == self.charge_id)
            )
        )
