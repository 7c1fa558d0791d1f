from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.heating_billing.models.posting import HEATING_POSTING, QUIET_POSTING


class HeatingShift(models.Model):
    """Cash of a drawer that goes to and comes from the safe, and its entries."""

    _inherit = "heating.shift"

    cash_transfer_ids = fields.One2many(
        "heating.cash.transfer", "shift_id", string="Cash Handed Over", readonly=True
    )
    difference_move_id = fields.Many2one(
        "account.move",
        string="Entry of the Difference",
        readonly=True,
        copy=False,
        ondelete="restrict",
        help="What was over or short, booked when the hand-over was confirmed.",
    )

    # === ACTIONS === #

    def action_turn_in(self, amount):
        """Turn cash of one's own drawer in during the day; a head cashier counts it.

        :param float amount: yuan, at most what lies in the drawer
        :return: the transfer that waits to be counted
        :raise UserError: not the user's own open shift, or not so much cash
        """
        self.ensure_one()
        self.check_access("write")
        if self.user_id != self.env.user:
            raise UserError(self.env._("Only its cashier turns cash of a drawer in."))
        shift_sudo = self.sudo()
        shift_sudo._lock_for_taking()
        shift_sudo.invalidate_recordset(["state"])
        if shift_sudo.state != "open":
            raise UserError(self.env._("This shift is closed already."))
        currency = self.currency_id
        amount = currency.round(amount)
        if currency.compare_amounts(amount, 0) <= 0:
            raise UserError(self.env._("Turn in more than 0 yuan."))
        if currency.compare_amounts(amount, shift_sudo._get_expected_cash()) > 0:
            raise UserError(
                self.env._(
                    "There is not enough cash in the drawer of %(shift)s.",
                    shift=self.name,
                )
            )
        transfers = self.env["heating.cash.transfer"].sudo()
        return transfers.with_context(heating_posting=HEATING_POSTING).create(
            {
                "kind": "turn_in",
                "shift_id": self.id,
                "amount": amount,
                "state": "handed",
            }
        )

    # === BUSINESS METHODS === #

    def _get_cash_turned_in(self):
        """Cash that left the drawer during the day, counted yet or not, in yuan."""
        self.ensure_one()
        ((amount,),) = self.env["heating.cash.transfer"]._read_group(
            [
                ("shift_id", "=", self.id),
                ("kind", "=", "turn_in"),
                ("state", "!=", "refused"),
            ],
            [],
            ["amount:sum"],
        )
        return amount or 0.0

    def _check_nothing_to_count(self):
        """Refuse to close a drawer while what was turned in is not counted.

        :raise UserError: something waits for a head cashier
        """
        waiting = self.sudo().cash_transfer_ids.filtered(
            lambda transfer: transfer.state == "handed"
        )
        if waiting:
            raise UserError(
                self.env._(
                    "%(amount)s that you turned in are not counted yet: a head cashier "
                    "confirms or refuses them before you close the shift.",
                    amount=self.currency_id.format(sum(waiting.mapped("amount"))),
                )
            )

    def _book_hand_over(self):
        """Book what a confirmed shift was over or short, and its cash into the safe."""
        for shift in self.sudo():
            difference = shift.cash_difference
            if not shift.currency_id.is_zero(difference):
                shift._book_difference(difference)
            self.env["heating.cash.transfer"]._record(
                "hand_over", shift, shift.counted_cash
            )

    def _book_difference(self, difference):
        """Bring the drawer's account to what was counted.

        :param float difference: yuan, over when positive
        :raise UserError: no account for cash differences is set
        """
        self.ensure_one()
        journal = self.desk_id.cash_journal_id
        account = self.company_id._get_cash_difference_account(journal, difference)
        self.difference_move_id = self._post_cash_entry(
            journal,
            self._format_difference(),
            [(journal, difference)],
            (account, -difference),
        )

    def _post_cash_entry(self, journal, words, moved, other=None):
        """Post an entry of cash.

        :param journal: the drawer's journal, which the entry is in
        :param str words: what it is
        :param list moved: pairs of a cash journal and yuan that come to it
        :param other: a pair of another account and yuan
        :return: the entry
        """
        self.ensure_one()
        sides = [
            (
                each.inbound_payment_method_line_ids[:1].payment_account_id
                or each.default_account_id,
                amount,
            )
            for each, amount in moved
        ]
        if other:
            sides.append(other)
        move = (
            self.env["account.move"]
            .sudo()
            .with_context(**QUIET_POSTING)
            .create(
                {
                    "move_type": "entry",
                    "journal_id": journal.id,
                    "company_id": self.company_id.id,
                    "date": self.company_id._heating_today(),
                    "ref": f"{words}: {self.name}",
                    "line_ids": [
                        fields.Command.create(
                            {
                                "account_id": account.id,
                                "name": f"{words}: {self.name}",
                                "balance": amount,
                            }
                        )
                        for account, amount in sides
                    ],
                }
            )
        )
        move._post(soft=False)
        return move
