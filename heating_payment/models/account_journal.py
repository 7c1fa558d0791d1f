from odoo import models


class AccountJournal(models.Model):
    _inherit = "account.journal"

    def _heating_set_money_account(self):
        """Let money of these journals stand on their own account from the start.

        Without an account on the method line Odoo books it on the outstanding
        receipts of the whole company, where drawers and channels mix.
        """
        for journal in self:
            lines = (
                journal.inbound_payment_method_line_ids
                | journal.outbound_payment_method_line_ids
            )
            lines.filtered(
                lambda line: not line.payment_account_id
            ).payment_account_id = journal.default_account_id
