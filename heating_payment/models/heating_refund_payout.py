from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class HeatingRefund(models.Model):
    """The payout: once, by somebody who neither asked, nor approved, nor took it.

    Cash leaves the drawer of the cashier's own open shift against a signature; an
    accountant notes the transfer, or what was returned on a platform, with its number.
    """

    _inherit = "heating.refund"

    payment_id = fields.Many2one("account.payment", readonly=True, copy=False)
    paid_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    paid_at = fields.Datetime(readonly=True, copy=False)
    shift_id = fields.Many2one(
        "heating.shift",
        string="From the Drawer of",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )
    cash_amount = fields.Monetary(
        readonly=True, copy=False, help="What left the drawer."
    )
    reference = fields.Char(
        readonly=True, copy=False, help="Number of the transfer or of the platform."
    )
    received_by = fields.Char(
        readonly=True, copy=False, help="Who signed for the cash."
    )
    signature = fields.Binary(readonly=True, copy=False, attachment=True)

    _payment_unique = models.UniqueIndex(
        "(payment_id)", "A payment belongs to one refund."
    )
    _paid_has_payment = models.Constraint(
        "CHECK ((state = 'paid') = (payment_id IS NOT NULL))",
        "A refund is paid out by a payment.",
    )
    _cash_has_shift = models.Constraint(
        "CHECK (cash_amount = 0 OR cash_amount IS NULL OR shift_id IS NOT NULL)",
        "Cash leaves the drawer of a shift.",
    )

    @api.model
    def _get_payout_fields(self):
        """Names of the fields that only the payout writes.

        :rtype: set[str]
        """
        return {
            "payment_id",
            "paid_by_id",
            "paid_at",
            "shift_id",
            "cash_amount",
            "reference",
            "received_by",
            "signature",
        }

    # === ACTIONS === #

    def action_pay_out(self, reference="", received_by="", signature=False):
        """Pay the refund out, by the way that was approved.

        :param str reference: number of the transfer or of the platform; not for cash
        :param str received_by: who signed for the cash
        :param signature: the signature as an image in base 64, where it was drawn on
            the screen
        :raise AccessError: the user has not the role, or asked, approved or took it
        :raise UserError: not waiting for its payout, no shift, no reference, no cash
        """
        self.ensure_one()
        self.check_access("read")
        self._approval_lock()
        refund_sudo = self._approval_trusted()
        refund_sudo.invalidate_recordset()
        self._check_waits_for_payout()
        shift = self._get_payout_shift()
        self._check_pays_others_work()
        values = self._read_payout(shift, reference, received_by, signature)
        if shift:
            shift.sudo()._lock_for_taking()
            self._check_cash_for_payout(shift.sudo())
        payment = refund_sudo._post_payout(shift.sudo())
        refund_sudo.write(
            {
                **values,
                "state": "paid",
                "payment_id": payment.id,
                "paid_by_id": self.env.uid,
                "paid_at": fields.Datetime.now(),
            }
        )

    def action_keep(self):
        """The customer keeps the money as a balance: it pays what comes next.

        :raise AccessError: the user may not ask for refunds
        :raise UserError: not waiting for its payout
        """
        self.ensure_one()
        self._check_may_ask()
        self.check_access("write")
        self._approval_lock()
        refund_sudo = self._approval_trusted()
        refund_sudo.invalidate_recordset(["state"])
        self._check_waits_for_payout()
        refund_sudo.write({"state": "kept"})
        refund_sudo.env["heating.advance.application"]._apply(refund_sudo.household_id)

    def action_return(self, reason):
        """The transfer came back: the refund waits for its payout again.

        Cash that was signed for does not come back; who brings it prepays anew.

        :param str reason: what the bank or the platform says
        :raise AccessError: the user is no accountant
        :raise UserError: not paid out, or in cash, or no reason
        """
        self.ensure_one()
        self.check_access("read")
        if not self.env.user.has_group("heating_customer.group_accountant"):
            raise AccessError(
                self.env._("Only an accountant notes that a transfer came back.")
            )
        reason = str(reason or "").strip()
        if not reason:
            raise UserError(self.env._("Say why the money came back."))
        self._approval_lock()
        refund_sudo = self._approval_trusted()
        refund_sudo.invalidate_recordset()
        if refund_sudo.state != "paid" or refund_sudo.shift_id:
            raise UserError(
                self.env._(
                    "%(refund)s was not paid out by a transfer, so none came back.",
                    refund=self.display_name,
                )
            )
        refund_sudo._undo_payout(reason)

    # === BUSINESS METHODS === #

    def _check_waits_for_payout(self):
        if self.state == "paid":
            raise UserError(
                self.env._(
                    "%(refund)s has been paid out already.", refund=self.display_name
                )
            )
        if self.state != "approved":
            raise UserError(
                self.env._(
                    "%(refund)s does not wait for its payout.",
                    refund=self.display_name,
                )
            )

    def _get_payout_shift(self):
        """Check the role, and find the drawer that cash leaves.

        :return: the user's own open shift for cash, else none
        :rtype: heating.shift
        :raise AccessError: the user has not the role
        :raise UserError: no open shift
        """
        user = self.env.user
        shifts = self.env["heating.shift"]
        if self.method_kind != "cash":
            if not user.has_group("heating_customer.group_accountant"):
                raise AccessError(
                    self.env._("Only an accountant pays out what is not cash.")
                )
            return shifts
        if not user.has_group("heating_customer.group_cashier"):
            raise AccessError(self.env._("Only a cashier hands out cash."))
        shift = shifts._get_own_open(self.company_id)
        if not shift:
            raise UserError(
                self.env._("Cash leaves your own drawer: open a shift first.")
            )
        return shift

    def _check_pays_others_work(self):
        """Raise where who pays it out asked for it, approved it or took the money."""
        refund_sudo = self.sudo()
        user = self.env.user
        if user in refund_sudo._get_approval_askers():
            raise AccessError(
                self.env._("You asked for this refund: somebody else pays it out.")
            )
        if user in refund_sudo.review_ids.done_by:
            raise AccessError(
                self.env._("You approved this refund: somebody else pays it out.")
            )
        if user in refund_sudo.line_ids.tender_id.receipt_id.cashier_id:
            raise AccessError(
                self.env._("You took this money: somebody else gives it back.")
            )

    def _read_payout(self, shift, reference, received_by, signature):
        """What is noted of the payout.

        :raise UserError: nobody signed, or the transfer has no number
        """
        if shift:
            received_by = str(received_by or "").strip()
            if not received_by:
                raise UserError(self.env._("Say who signs for the cash."))
            return {
                "shift_id": shift.id,
                "cash_amount": self.amount,
                "received_by": received_by,
                "signature": signature or False,
            }
        reference = str(reference or "").strip()
        if not reference:
            raise UserError(
                self.env._("Give the number of the transfer or of the platform.")
            )
        return {"reference": reference}

    def _check_cash_for_payout(self, shift_sudo):
        """Refuse to give what does not lie in the drawer, without its sum."""
        if (
            self.currency_id.compare_amounts(
                shift_sudo._get_expected_cash(), self.amount
            )
            < 0
        ):
            raise UserError(
                self.env._(
                    "There is not enough cash in the drawer of %(shift)s.",
                    shift=shift_sudo.name,
                )
            )
