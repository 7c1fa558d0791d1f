from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.heating_billing.models.posting import HEATING_POSTING


class HeatingReceipt(models.Model):
    _inherit = "heating.receipt"

    def action_void(self, reason):
        """Void the receipt: each tender gets an opposite entry, its debts are open.

        While the shift is open a head cashier voids it; after that an approver does,
        and cash leaves the drawer of the voider's own shift. Never who took the money.

        :param str reason: why, in words
        :raise AccessError: the user has not the role
        :raise UserError: own receipt, no reason, voided already, or no shift for cash
        """
        self.ensure_one()
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Say why the receipt is voided."))
        void_shift = self._get_void_shift()
        receipt_sudo = self.sudo().with_context(heating_posting=HEATING_POSTING)
        void_shift.sudo()._lock_for_taking()
        receipt_sudo.lock_for_update(allow_referencing=True)
        receipt_sudo.invalidate_recordset(["state"])
        if receipt_sudo.state != "posted":
            raise UserError(
                self.env._("Receipt %(number)s is voided already.", number=self.number)
            )
        for tender in receipt_sudo.tender_ids:
            tender._void(void_shift)
        receipt_sudo.write(
            {
                "state": "voided",
                "voided_by_id": self.env.uid,
                "voided_at": fields.Datetime.now(),
                "void_reason": reason,
            }
        )

    def _get_void_shift(self):
        """Who may void, and the shift whose drawer gives the cash back.

        :rtype: heating.shift
        """
        user = self.env.user
        if self.cashier_id == user:
            raise UserError(
                self.env._("You took this money, so somebody else has to void it.")
            )
        shift_sudo = self.sudo().shift_id
        if shift_sudo.state == "open":
            if not user.has_group("heating_customer.group_head_cashier"):
                raise AccessError(self.env._("Only a head cashier voids a receipt."))
            return shift_sudo
        if not user.has_group("heating_customer.group_approver"):
            raise AccessError(
                self.env._("The shift is closed: an approver has to void this receipt.")
            )
        own_shift = self.env["heating.shift"].sudo()._get_own_open()
        if not own_shift and "cash" in self.sudo().tender_ids.mapped("kind"):
            raise UserError(
                self.env._(
                    "The shift of this receipt is closed, so the cash leaves your own "
                    "drawer: open a shift first."
                )
            )
        return own_shift or shift_sudo
