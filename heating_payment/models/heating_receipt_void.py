from odoo import fields, models
from odoo.exceptions import AccessError, LockError, UserError

from odoo.addons.heating_billing.models.posting import HEATING_POSTING


class HeatingReceipt(models.Model):
    """Voids. Cash that goes back leaves the drawer of an open shift.

    While the shift that took the money is open, a head cashier voids its receipt and
    the cash leaves that drawer. After that a head cashier gives it from their own open
    shift, or an approver names the open shift of a colleague, whose cashier hands it
    out. Who took the money does neither.
    """

    _inherit = "heating.receipt"

    def action_void(self, reason, shift_id=False):
        """Void the receipt: each tender gets an opposite entry, its debts are open.

        :param str reason: why, in words
        :param int shift_id: the open shift whose drawer gives the cash back; by
            default the receipt's own while it is open, then the head cashier's own
        :raise AccessError: the user has not the role
        :raise UserError: own receipt, no reason, voided already, or no shift for cash
        """
        self.ensure_one()
        self.check_access("read")
        reason = str(reason or "").strip()
        if not reason:
            raise UserError(self.env._("Say why the receipt is voided."))
        void_shift_sudo = self._get_void_shift(shift_id).sudo()
        receipt_sudo = self.sudo().with_context(heating_posting=HEATING_POSTING)
        if void_shift_sudo:
            void_shift_sudo._lock_for_taking()
        try:
            receipt_sudo.lock_for_update(allow_referencing=True)
        except LockError:
            raise UserError(
                self.env._(
                    "Somebody else is at receipt %(number)s at this moment: look at "
                    "it again.",
                    number=self.number,
                )
            ) from None
        receipt_sudo.invalidate_recordset(["state"])
        if receipt_sudo.state != "posted":
            raise UserError(
                self.env._("Receipt %(number)s is voided already.", number=self.number)
            )
        self._check_cash_in_drawer(void_shift_sudo)
        for tender in receipt_sudo.tender_ids:
            tender._void(void_shift_sudo)
        receipt_sudo.write(
            {
                "state": "voided",
                "voided_by_id": self.env.uid,
                "voided_at": fields.Datetime.now(),
                "void_reason": reason,
            }
        )
        receipt_sudo.line_ids.household_id.bill_ids._end_outgrown_plans()
        self._tell_shift_of_void(void_shift_sudo)

    def _get_void_shift(self, shift_id=False):
        """Check who voids, and find the shift whose drawer gives the cash back.

        :param int shift_id: the shift that the user names, if any
        :return: an open shift, or none where no cash was taken and the shift is closed
        :rtype: heating.shift
        :raise AccessError: the user has not the role
        :raise UserError: own receipt, or a drawer that must not give this cash
        """
        user = self.env.user
        if self.cashier_id == user:
            raise UserError(
                self.env._("You took this money, so somebody else has to void it.")
            )
        is_head_cashier = user.has_group("heating_customer.group_head_cashier")
        taken_in_sudo = self.sudo().shift_id
        if taken_in_sudo.state == "open":
            if not is_head_cashier:
                raise AccessError(
                    self.env._(
                        "While its shift is open, only a head cashier voids a receipt."
                    )
                )
            if shift_id and shift_id != taken_in_sudo.id:
                raise UserError(
                    self.env._(
                        "The shift of this receipt is open, so the cash leaves its "
                        "own drawer."
                    )
                )
            return taken_in_sudo
        if not (is_head_cashier or user.has_group("heating_customer.group_approver")):
            raise AccessError(
                self.env._(
                    "The shift is closed: a head cashier or an approver has to void "
                    "this receipt."
                )
            )
        if self.currency_id.is_zero(self._get_cash_amount()):
            return self.env["heating.shift"]
        if shift_id:
            return self._get_named_void_shift(shift_id)
        return self._get_own_void_shift()

    def _get_own_void_shift(self):
        """The head cashier's own open shift.

        :raise UserError: there is none, or the user is no head cashier
        """
        if not self.env.user.has_group("heating_customer.group_head_cashier"):
            raise UserError(
                self.env._(
                    "The shift of this receipt is closed: name the open shift whose "
                    "cashier hands out the cash."
                )
            )
        own_shift = self.env["heating.shift"]._get_own_open(self.company_id)
        if not own_shift:
            raise UserError(
                self.env._(
                    "The shift of this receipt is closed, so the cash leaves your own "
                    "drawer: open a shift first."
                )
            )
        return own_shift

    def _get_named_void_shift(self, shift_id):
        """The open shift that the user names: not of who took the money.

        An approver hands out no cash and a head cashier none of others, so that a void
        out of a colleague's drawer always needs two people.

        :raise UserError: not an open shift, or one that must not give this cash
        """
        user = self.env.user
        # found by the user's own rights: no drawer of another branch or company
        shift = self.env["heating.shift"].search([("id", "=", shift_id)])
        shift_sudo = shift.sudo()
        if shift_sudo.state != "open" or shift_sudo.company_id != self.company_id:
            raise UserError(self.env._("Name a shift that is open, to give the cash."))
        if shift_sudo.user_id == self.cashier_id:
            raise UserError(
                self.env._(
                    "%(name)s took this money, so the cash leaves somebody else's "
                    "drawer.",
                    name=self.cashier_id.sudo().name,
                )
            )
        if shift_sudo.user_id == user:
            if not user.has_group("heating_customer.group_head_cashier"):
                raise UserError(
                    self.env._("You approve, so a colleague hands out the cash.")
                )
        elif not user.has_group("heating_customer.group_approver"):
            raise AccessError(
                self.env._("Only an approver names the drawer of a colleague.")
            )
        return shift

    def _get_cash_amount(self):
        """Cash that the receipt took and a void gives back, in yuan."""
        self.ensure_one()
        cash = self.sudo().tender_ids.filtered(lambda tender: tender.kind == "cash")
        return self.currency_id.round(sum(cash.mapped("amount")))

    def _check_cash_in_drawer(self, shift_sudo):
        """Refuse to give what does not lie in the drawer.

        :raise UserError: without the sum, which its cashier counts blind
        """
        cash = self._get_cash_amount()
        if shift_sudo and (
            self.currency_id.compare_amounts(shift_sudo._get_expected_cash(), cash) < 0
        ):
            raise UserError(
                self.env._(
                    "There is not enough cash in the drawer of %(shift)s.",
                    shift=shift_sudo.name,
                )
            )

    def _tell_shift_of_void(self, shift_sudo):
        """Note on a shift that its drawer gives cash for another shift's receipt."""
        if shift_sudo and shift_sudo != self.sudo().shift_id:
            shift_sudo._message_log(
                body=self.env._(
                    "Receipt %(number)s was voided by %(user)s: %(amount).2f yuan of "
                    "cash leave this drawer.",
                    number=self.number,
                    user=self.env.user.name,
                    amount=self._get_cash_amount(),
                )
            )
