from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.heating_billing.models.posting import QUIET_POSTING


class HeatingRefund(models.Model):
    """What a payout posts: one payment, each line of it matched with its advance."""

    _inherit = "heating.refund"

    def _post_payout(self, shift):
        """Post the payment, each of its lines matched with the advance it pays out.

        :param shift: the drawer that cash leaves, if any
        :return: the payment
        :raise UserError: an advance was used meanwhile
        """
        self.ensure_one()
        self = self.with_context(**QUIET_POSTING)
        advances = self.line_ids.advance_line_id
        self._collide_on(advances)
        advances.invalidate_recordset(["amount_residual"])
        for line in self.line_ids:
            left = -line.advance_line_id.amount_residual
            if self.currency_id.compare_amounts(left, line.amount) < 0:
                raise UserError(
                    self.env._(
                        "“%(advance)s” was used meanwhile: keep the refund as a "
                        "balance and ask for what is left.",
                        advance=line.description,
                    )
                )
        journal = self.method_id._get_journal(shift.desk_id)
        method_line = journal.outbound_payment_method_line_ids[:1]
        money_account = method_line.payment_account_id or journal.default_account_id
        payment = self.env["account.payment"].create(
            {
                "payment_type": "outbound",
                "partner_type": "customer",
                "partner_id": self.partner_id.id,
                "amount": self.amount,
                "currency_id": self.currency_id.id,
                "date": self.company_id._heating_today(),
                "journal_id": journal.id,
                "payment_method_line_id": method_line.id,
                "memo": self.number,
                "heating_refund_id": self.id,
                "line_ids": self._prepare_payout_lines(money_account),
            }
        )
        payment.action_post()
        debits = (
            payment.move_id.line_ids.filtered(
                lambda line: line.account_id in advances.account_id
            )
        ).sorted("id")
        for line, debit in zip(self.line_ids, debits, strict=True):
            line.debit_line_id = debit
        self.env["account.move.line"]._reconcile_plan(
            [line.advance_line_id + line.debit_line_id for line in self.line_ids]
        )
        return payment

    def _prepare_payout_lines(self, money_account):
        """Commands for the lines of the payment: money out, and each advance.

        :rtype: list
        """
        return [
            fields.Command.create(
                {
                    "account_id": money_account.id,
                    "partner_id": self.partner_id.id,
                    "name": self.number,
                    "balance": -self.amount,
                }
            ),
            *(
                fields.Command.create(
                    {
                        "account_id": line.advance_line_id.account_id.id,
                        "partner_id": line.advance_line_id.partner_id.id,
                        "name": self.env._(
                            "Refund %(number)s: %(advance)s",
                            number=self.number,
                            advance=line.description,
                        ),
                        "balance": line.amount,
                        "heating_household_id": self.household_id.id,
                    }
                )
                for line in self.line_ids
            ),
        ]

    def _undo_payout(self, reason):
        """Post the opposite of the payment; the advances are held back as before."""
        self = self.with_context(**QUIET_POSTING)
        payment = self.payment_id
        move = payment.move_id
        payment.heating_return_move_id = move.line_ids._heating_post_opposite(
            move.journal_id, self.env._("Came back: %(number)s", number=self.number)
        )
        self.line_ids.debit_line_id = False
        self._message_log(
            body=self.env._(
                "%(payment)s came back: %(reason)s", payment=payment.name, reason=reason
            )
        )
        self.write(
            {
                "state": "approved",
                **{name: False for name in self._get_payout_fields()},
            }
        )
