from odoo import models


class AccountPaymentRegister(models.TransientModel):
    _inherit = "account.payment.register"

    def _create_payments(self):
        """Override of `account`: money for heat comes in by receipts only."""
        self.line_ids.move_id._check_no_payment_register()
        return super()._create_payments()
