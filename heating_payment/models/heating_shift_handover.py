from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, formatLang


class HeatingShift(models.Model):
    """How a closed shift is handed over (交账): totals, what is missing and why.

    Nothing of it is known before the cash is counted, so that the count stays blind.
    """

    _inherit = "heating.shift"

    tender_summary = fields.Html(
        string="By Means of Payment",
        compute="_compute_tender_summary",
        sanitize=False,
        help="What was taken, once the cash is counted.",
    )
    difference_reason = fields.Char(
        string="Reason of the Cashier",
        readonly=True,
        tracking=True,
        help="Why the counted cash is not what was expected.",
    )
    confirm_reason = fields.Char(
        string="Reason of the Head Cashier",
        readonly=True,
        tracking=True,
        help="What the head cashier found out about a difference.",
    )
    confirmed_by_id = fields.Many2one("res.users", readonly=True)

    # === COMPUTE METHODS === #

    @api.depends("state", "tender_ids.state")
    @api.depends_context("lang")
    def _compute_tender_summary(self):
        for shift in self:
            origin = shift._origin
            shift.tender_summary = (
                self.env["ir.qweb"]._render(
                    "heating_payment.shift_totals", {"shift": origin}
                )
                if origin and origin._get_tender_totals()
                else False
            )

    def _get_tender_totals(self):
        """What a closed shift took, by means of payment, and the sum of all.

        :return: list of dicts: ``name``, ``count`` of tenders and their ``amount``,
            ``void_count`` and ``void_amount`` of those voided since, what ``stays``;
            the last one is the sum; empty while the shift is open or took nothing
        """
        self.ensure_one()
        if self.state == "open" or not self.tender_ids:
            return []
        self.env["heating.tender"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT method_id, COUNT(*), SUM(amount),
                       COUNT(*) FILTER (WHERE state = 'voided'),
                       COALESCE(SUM(amount) FILTER (WHERE state = 'voided'), 0)
                  FROM heating_tender
                 WHERE shift_id = %s
              GROUP BY method_id
                """,
                self.id,
            )
        )
        methods = self.env["heating.tender.method"]
        rows = [(methods.browse(method_id), *row) for method_id, *row in rows]
        rows.sort(key=lambda row: (row[0].sequence, row[0].id))
        keys = ("count", "amount", "void_count", "void_amount")
        totals = [
            {"name": method.name, **dict(zip(keys, row, strict=True))}
            for method, *row in rows
        ]
        total = {key: sum(line[key] for line in totals) for key in keys}
        totals.append({"name": self.env._("Total"), **total})
        for line in totals:
            line["stays"] = line["amount"] - line["void_amount"]
        return totals

    def _get_cash_in_out(self):
        """Cash taken, given back for voids and refunds, and turned in, in yuan.

        :rtype: tuple
        """
        self.ensure_one()
        voided = self.void_tender_ids.filtered(lambda tender: tender.kind == "cash")
        cash_out = self.currency_id.round(
            sum(voided.mapped("amount")) + sum(self.refund_ids.mapped("cash_amount"))
        )
        turned_in = self._get_cash_turned_in()
        taken = self.expected_cash - self.opening_float + cash_out + turned_in
        return self.currency_id.round(taken), cash_out, turned_in

    def _format_difference(self):
        """“¥ 12.00 short” or “¥ 12.00 over”."""
        self.ensure_one()
        amount = formatLang(
            self.env, abs(self.cash_difference), currency_obj=self.currency_id
        )
        if self.cash_difference < 0:
            return self.env._("%(amount)s short", amount=amount)
        return self.env._("%(amount)s over", amount=amount)

    def _get_print_name(self):
        """The name of the sheet's file, and what the browser calls it."""
        if len(self) != 1:
            return self.env._("Hand-over sheets")
        return self.env._("Hand-over %(shift)s", shift=self.name)

    # === ACTIONS === #

    def action_explain(self, reason):
        """Say why one's own closed shift is over or short; until it is confirmed.

        :param str reason: in the cashier's words
        :raise AccessError: the user is no cashier
        :raise UserError: not the user's own closed shift with a difference, or no word
        """
        self.ensure_one()
        self.check_access("write")
        if self.user_id != self.env.user:
            raise UserError(self.env._("Only its cashier explains a shift."))
        if self.state != "closed" or not self.cash_difference:
            raise UserError(self.env._("There is no difference to explain."))
        self.sudo().difference_reason = self._read_reason(reason)

    def action_confirm(self, reason=""):
        """Confirm the hand-over of a closed shift; by somebody other than its cashier.

        :param str reason: what was found out about a difference; needed where its
            cashier gave no reason
        :raise AccessError: the user is no head cashier
        :raise UserError: own shift, not a closed one, or a difference unexplained
        """
        if not self.env.user.has_group("heating_customer.group_head_cashier"):
            raise AccessError(self.env._("Only a head cashier confirms shifts."))
        reason = reason and self._read_reason(reason)
        # a client may name one twice: it is handed over once
        self = self.browse(dict.fromkeys(self.ids))
        for shift in self:
            shift._check_confirm(reason)
        shifts_sudo = self.sudo()
        shifts_sudo.write({"state": "confirmed", "confirmed_by_id": self.env.uid})
        shifts_sudo._book_hand_over()
        if reason:
            shifts_sudo.filtered("cash_difference").confirm_reason = reason

    def _check_confirm(self, reason):
        self.ensure_one()
        if self.user_id == self.env.user:
            raise UserError(self.env._("Your own shift is confirmed by somebody else."))
        if self.state != "closed":
            raise UserError(
                self.env._("Shift %(shift)s is not closed.", shift=self.name)
            )
        if self.cash_difference and not (self.difference_reason or reason):
            raise UserError(
                self.env._(
                    "Shift %(shift)s is %(difference)s, and nobody has said why: write "
                    "down the reason.",
                    shift=self.name,
                    difference=self._format_difference(),
                )
            )

    @api.model
    def _read_reason(self, reason):
        """A reason without blanks around it.

        :raise UserError: there is none
        """
        reason = reason.strip() if isinstance(reason, str) else ""
        if not reason:
            raise UserError(self.env._("Write down the reason in a few words."))
        return reason
