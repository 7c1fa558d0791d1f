from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.heating_billing.models.posting import may_post

# what a receipt says of its payment, and what Odoo would change its entry by
FIXED_FIELDS = {
    "amount",
    "company_id",
    "currency_id",
    "date",
    "destination_account_id",
    "invoice_ids",
    "journal_id",
    "line_ids",
    "memo",
    "move_id",
    "outstanding_account_id",
    "partner_id",
    "partner_type",
    "payment_method_id",
    "payment_method_line_id",
    "payment_type",
    "state",
}

# which act of paying a payment belongs to
HEATING_FIELDS = {
    "heating_refund_id",
    "heating_return_move_id",
    "heating_tender_id",
}


class AccountPayment(models.Model):
    _inherit = "account.payment"

    heating_tender_id = fields.Many2one(
        "heating.tender",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )
    heating_refund_id = fields.Many2one(
        "heating.refund",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )
    heating_return_move_id = fields.Many2one(
        "account.move",
        string="Came Back By",
        readonly=True,
        copy=False,
        ondelete="restrict",
        help="The opposite entry of a refund's transfer that came back.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        payments = super().create(vals_list)
        # not by what was sent: defaults come from the context and from the user, too
        if any(payments[name] for name in HEATING_FIELDS):
            self._check_made_by_suite()
        payments._check_no_invoice_for_heat()
        return payments

    def write(self, vals):
        if not may_post(self.env):
            if HEATING_FIELDS & set(vals):
                self._check_made_by_suite()
            if FIXED_FIELDS & set(vals):
                self._check_not_heating()
        result = super().write(vals)
        if "invoice_ids" in vals:
            self._check_no_invoice_for_heat()
        return result

    def _check_made_by_suite(self):
        """Refuse to say by hand which act a payment belongs to.

        :raise AccessError: the suite does not ask
        """
        if not may_post(self.env):
            raise AccessError(
                self.env._("Payments for heat are made by receipts and refunds only.")
            )

    def _check_no_invoice_for_heat(self):
        """Refuse to name a bill as paid by money that made no receipt.

        :raise UserError: a payment names an invoice for heat
        """
        if not may_post(self.env):
            self.invoice_ids._check_no_payment_register()

    def _check_not_heating(self):
        """Refuse Odoo's draft, cancel and delete: they would leave debts paid.

        :raise UserError: one of the payments is a heating tender or refund
        """
        if may_post(self.env):
            return
        for payment in self.filtered("heating_tender_id"):
            raise UserError(
                self.env._(
                    "Payment %(payment)s belongs to receipt %(receipt)s: void the "
                    "receipt instead.",
                    payment=payment.name,
                    receipt=payment.heating_tender_id.sudo().receipt_id.number,
                )
            )
        for payment in self.filtered("heating_refund_id"):
            raise UserError(
                self.env._(
                    "Payment %(payment)s pays out refund %(refund)s: note there that "
                    "it came back.",
                    payment=payment.name,
                    refund=payment.heating_refund_id.sudo().number,
                )
            )

    def action_draft(self):
        self._check_not_heating()
        return super().action_draft()

    def action_cancel(self):
        self._check_not_heating()
        return super().action_cancel()

    def action_reject(self):
        self._check_not_heating()
        return super().action_reject()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_heating(self):
        self._check_not_heating()
