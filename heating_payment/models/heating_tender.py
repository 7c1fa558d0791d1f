from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.heating_billing.models.posting import HEATING_POSTING


class HeatingTender(models.Model):
    """One means within one act of paying (收款方式): one payment of its amount."""

    _name = "heating.tender"
    _description = "Tender"
    _order = "receipt_id, id"
    _rec_name = "method_id"

    receipt_id = fields.Many2one(
        "heating.receipt", required=True, ondelete="restrict", index=True
    )
    company_id = fields.Many2one(
        related="receipt_id.company_id", store=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    method_id = fields.Many2one(
        "heating.tender.method", required=True, ondelete="restrict", index=True
    )
    kind = fields.Selection(related="method_id.kind", store=True, index=True)
    shift_id = fields.Many2one(
        related="receipt_id.shift_id", store=True, index="btree_not_null"
    )
    date = fields.Date(related="receipt_id.date", store=True, index=True)
    amount = fields.Monetary(required=True)
    reference = fields.Char(help="Number of the slip or of the transfer.")
    state = fields.Selection(
        [("posted", "Posted"), ("voided", "Voided")], default="posted", required=True
    )
    transaction_id = fields.Many2one(
        "payment.transaction",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
        groups="account.group_account_invoice,base.group_system",
        help="The order at Alipay or WeChat Pay that was paid.",
    )
    payment_id = fields.Many2one("account.payment", readonly=True, ondelete="restrict")
    void_move_id = fields.Many2one("account.move", readonly=True, ondelete="restrict")
    void_shift_id = fields.Many2one(
        "heating.shift",
        readonly=True,
        index="btree_not_null",
        help="The shift whose drawer gave the cash back.",
    )

    _amount_positive = models.Constraint(
        "CHECK (amount > 0)", "A tender must be more than 0 yuan."
    )
    _transaction_unique = models.UniqueIndex(
        "(transaction_id) WHERE transaction_id IS NOT NULL",
        "This payment of a platform was booked already.",
    )
    _payment_unique = models.UniqueIndex(
        "(payment_id)", "A payment belongs to one tender."
    )

    def _post_payment(self, parts, advance, household, rounding=0.0):
        """Create and post the payment of this tender.

        :param list parts: (open receivable line, yuan) that the tender pays
        :param float advance: yuan that are over and kept for *household*
        :param household: for whose bills the advance is kept; it belongs to the
            partner who is billed for it now
        :param float rounding: yuan of cash that are more, or below zero less, than is
            paid
        :return: the payment, and pairs of lines to be matched
        """
        self.ensure_one()
        journal = self.method_id._get_journal(self.receipt_id.desk_id)
        # as Odoo books an invoice, so that the same partner is found again
        owner = household._get_billed_partner().commercial_partner_id
        partner = parts[0][0].partner_id if parts else owner
        method_line = journal.inbound_payment_method_line_ids[:1]
        money_account = method_line.payment_account_id or journal.default_account_id
        commands = [
            fields.Command.create(
                {
                    "account_id": money_account.id,
                    "partner_id": partner.id,
                    "name": self.receipt_id.number,
                    "balance": self.amount,
                }
            )
        ]
        commands += [
            fields.Command.create(
                {
                    "account_id": line.account_id.id,
                    "partner_id": line.partner_id.id,
                    "name": line.move_id.ref or line.move_id.name,
                    "balance": -amount,
                    "heating_household_id": line.heating_household_id.id,
                    "heating_bill_id": line.heating_bill_id.id,
                    "heating_charge_id": line.heating_charge_id.id,
                    "heating_season_id": line.heating_season_id.id,
                }
            )
            for line, amount in parts
        ]
        if not self.currency_id.is_zero(advance):
            commands.append(
                fields.Command.create(
                    {
                        "account_id": self.company_id.heating_advance_account_id.id,
                        "partner_id": owner.id,
                        "name": self.env._(
                            "Prepayment of %(number)s", number=household.number
                        ),
                        "balance": -advance,
                        "heating_household_id": household.id,
                    }
                )
            )
        if not self.currency_id.is_zero(rounding):
            commands.append(
                fields.Command.create(
                    {
                        "account_id": self.company_id._get_cash_difference_account(
                            journal, rounding
                        ).id,
                        "partner_id": partner.id,
                        "name": self.env._(
                            "Cash rounded: %(number)s", number=self.receipt_id.number
                        ),
                        "balance": -rounding,
                    }
                )
            )
        payment = (
            self.env["account.payment"]
            .with_context(
                heating_posting=HEATING_POSTING,
                tracking_disable=True,
                mail_create_nosubscribe=True,
            )
            .create(
                {
                    "payment_type": "inbound",
                    "partner_type": "customer",
                    "partner_id": partner.id,
                    "amount": self.amount,
                    "currency_id": self.currency_id.id,
                    "date": self.date,
                    "journal_id": journal.id,
                    "payment_method_line_id": method_line.id,
                    "memo": self.receipt_id.number,
                    "heating_tender_id": self.id,
                    "line_ids": commands,
                }
            )
        )
        payment.action_post()
        receivable = payment.move_id.line_ids.filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
        ).sorted("id")
        pairs = [
            debt + credit
            for (debt, _amount), credit in zip(parts, receivable, strict=True)
        ]
        return payment, pairs

    def _void(self, void_shift):
        """Undo the tender by an opposite entry; both stay in the books, linked.

        :param void_shift: the open shift whose drawer gives cash back
        """
        self.ensure_one()
        posting = self.with_context(heating_posting=HEATING_POSTING)
        move = posting.payment_id.move_id
        matched = move.line_ids.filtered("account_id.reconcile")
        posting.env["heating.advance.application"]._undo_for(matched)
        posting._check_advance_not_passed_on(move)
        opposite = move.line_ids._heating_post_opposite(
            move.journal_id,
            self.env._("Void of %(number)s", number=self.receipt_id.number),
        )
        if self.kind == "cash" and void_shift.desk_id != self.receipt_id.desk_id:
            self.env["heating.cash.transfer"]._record(
                "void", void_shift, self.amount, self.receipt_id
            )
        posting.write(
            {
                "state": "voided",
                "void_move_id": opposite.id,
                "void_shift_id": void_shift.id if self.kind == "cash" else False,
            }
        )

    def _check_advance_not_passed_on(self, move):
        """Refuse to void money that belongs to somebody else by now.

        :param move: the payment's entry, whose applied advances are undone
        :raise UserError: its advance passed to another customer, or is given back
        """
        account = self.company_id.heating_advance_account_id
        advance = move.line_ids.filtered(lambda line: line.account_id == account)
        refund_sudo = (
            self.env["heating.refund.line"]
            .sudo()
            .search(
                [
                    # what its bill became less was this money, too
                    "|",
                    ("advance_line_id", "in", advance.ids),
                    ("tender_id", "=", self.id),
                    ("refund_id.state", "in", ("requested", "approved", "paid")),
                ],
                limit=1,
            )
            .refund_id
        )
        if refund_sudo.state == "paid":
            raise UserError(
                self.env._(
                    "The prepayment of receipt %(number)s was given back by refund "
                    "%(refund)s, so the receipt cannot be voided any more.",
                    number=self.receipt_id.number,
                    refund=refund_sudo.number,
                )
            )
        if refund_sudo:
            raise UserError(
                self.env._(
                    "Refund %(refund)s gives the prepayment of receipt %(number)s "
                    "back: cancel it, or keep it as a balance, before the receipt is "
                    "voided.",
                    number=self.receipt_id.number,
                    refund=refund_sudo.number,
                )
            )
        if advance.matched_debit_ids:
            raise UserError(
                self.env._(
                    "The prepayment of receipt %(number)s has passed to a new "
                    "customer, so the receipt cannot be voided any more.",
                    number=self.receipt_id.number,
                )
            )
