from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.heating_billing.models.posting import may_post


class AccountPayment(models.Model):
    _inherit = "account.payment"

    heating_tender_id = fields.Many2one(
        "heating.tender",
        string="Heating Tender",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )

    @api.model_create_multi
    def create(self, vals_list):
        if not may_post(self.env) and any(
            vals.get("heating_tender_id") for vals in vals_list
        ):
            raise AccessError(
                self.env._("Payments for heat are made by receipts only.")
            )
        return super().create(vals_list)

    def write(self, vals):
        if not may_post(self.env):
            if "heating_tender_id" in vals:
                raise AccessError(
                    self.env._("Payments for heat are made by receipts only.")
                )
            if {"state", "amount", "date", "journal_id", "partner_id"} & set(vals):
                self._check_not_heating()
        return super().write(vals)

    def _check_not_heating(self):
        """Refuse Odoo's draft, cancel and delete: they would leave debts paid.

        :raise UserError: one of the payments is a heating tender
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
