from odoo import models
from odoo.exceptions import UserError

from .changes import find_changes

FIXED_FIELDS = ("type", "company_id", "currency_id", "default_account_id")


class AccountJournal(models.Model):
    _inherit = "account.journal"

    def write(self, vals):
        """Override of `account`: where money for heat was booked stays where it is."""
        self.filtered(
            lambda journal: find_changes(journal, vals, FIXED_FIELDS)
        )._check_no_heating_money()
        return super().write(vals)

    def _check_no_heating_money(self):
        """Refuse to lead the money of a drawer or a channel to another account.

        :raise UserError: receipts have booked money in one of the journals
        """
        if not self:
            return
        payment_sudo = (
            self.env["account.payment"]
            .sudo()
            .search(
                [
                    ("journal_id", "in", self.ids),
                    "|",
                    ("heating_tender_id", "!=", False),
                    ("heating_refund_id", "!=", False),
                ],
                limit=1,
            )
        )
        used = payment_sudo.journal_id or self._get_moved_cash_journal()
        if used:
            raise UserError(
                self.env._(
                    "Receipts have booked money in journal %(journal)s, so its "
                    "accounts, type and company stay: make a new journal, with a new "
                    "desk or means of payment for it.",
                    journal=used.display_name,
                )
            )

    def _get_moved_cash_journal(self):
        """One of these, drawers and safes, whose account cash was moved to or from."""
        for journal in self.sudo().filtered(lambda each: each.type == "cash"):
            if (
                self.env["account.move.line"]
                .sudo()
                .search_count(
                    [
                        ("account_id", "=", journal.default_account_id.id),
                        ("parent_state", "=", "posted"),
                    ],
                    limit=1,
                )
            ):
                return journal
        return self.browse()

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
