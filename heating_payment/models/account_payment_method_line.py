from odoo import api, models

from .changes import find_changes

FIXED_FIELDS = ("journal_id", "payment_account_id", "payment_method_id", "sequence")


class AccountPaymentMethodLine(models.Model):
    """Says on which account the money of a journal stands."""

    _inherit = "account.payment.method.line"

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `account`: no client leads money for heat to another account."""
        lines = super().create(vals_list)
        if not self.env.su:
            lines.journal_id._check_no_heating_money()
        return lines

    def write(self, vals):
        """Override of `account`: money for heat stays on the account it is on."""
        self.filtered(
            lambda line: find_changes(line, vals, FIXED_FIELDS)
        ).journal_id._check_no_heating_money()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_heating(self):
        self.journal_id._check_no_heating_money()
