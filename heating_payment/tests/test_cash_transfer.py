from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from odoo.addons.heating_customer.tests.common_migration import run_migration

from .common import HeatingPaymentCommon


@tagged("post_install", "-at_install")
class TestCashTransfer(HeatingPaymentCommon):
    """Cash between drawers and the safe; a drawer's account is what lies in it."""

    def _get_balance(self, journal):
        lines = self.env["account.move.line"].search(
            [
                ("account_id", "=", journal.default_account_id.id),
                ("parent_state", "=", "posted"),
            ]
        )
        return round(sum(lines.mapped("balance")), 2)

    def _drawer(self, desk=None):
        return self._get_balance((desk or self.desk).sudo().cash_journal_id)

    def _safe(self):
        return self._get_balance(self.company.heating_safe_journal_id)

    def _turn_in(self, amount, user=None):
        form = Form(
            self.env["heating.shift.turn.in"]
            .with_user(user or self.cashier)
            .with_context(default_shift_id=self.shift.id)
        )
        form.amount = amount
        form.save().action_turn_in()
        return self.shift.cash_transfer_ids.sorted("id")[-1]

    def test_a_float_comes_out_of_the_safe(self):
        self.assertEqual((self._drawer(), self._safe()), (500.0, -500.0))

    def test_what_is_turned_in_is_counted_by_another(self):
        self._take(self.household, ("cash", 800.0))
        transfer = self._turn_in(1000.0)
        self.assertEqual(transfer.state, "handed")
        self.assertEqual(self.shift.sudo()._get_expected_cash(), 300.0)
        self.assertEqual(self._drawer(), 1300.0)
        with self.assertRaisesRegex(AccessError, "Only a head cashier"):
            transfer.with_user(self.cashier).action_confirm()
        transfer.with_user(self.head_cashier).action_confirm()
        self.assertEqual(transfer.confirmed_by_id, self.head_cashier)
        self.assertEqual((self._drawer(), self._safe()), (300.0, 500.0))
        with self.assertRaisesRegex(UserError, "decided on already"):
            transfer.with_user(self.head_cashier).action_refuse()
        self.shift.action_close(300.0)
        self.assertEqual(self.shift.cash_difference, 0.0)
        self.assertEqual(self.shift._get_cash_in_out(), (800.0, 0.0, 1000.0))
        self.shift.with_user(self.head_cashier).action_confirm()
        self.assertEqual((self._drawer(), self._safe()), (0.0, 800.0))

    def test_a_head_cashier_does_not_count_their_own(self):
        shift = self._open_shift(self.head_cashier, self.desk_2, 100.0)
        shift.action_turn_in(60.0)
        transfer = shift.cash_transfer_ids.filtered(lambda each: each.kind == "turn_in")
        with self.assertRaisesRegex(AccessError, "somebody else"):
            transfer.action_confirm()

    def test_named_twice_it_is_counted_once(self):
        """A client of the API may send the same id twice."""
        self._take(self.household, ("cash", 800.0))
        transfer = self._turn_in(1000.0)
        transfer.browse([transfer.id] * 2).with_user(self.head_cashier).action_confirm()
        self.assertEqual((self._drawer(), self._safe()), (300.0, 500.0))
        self.shift.action_close(300.0)
        shifts = self.shift.browse([self.shift.id] * 2)
        shifts.with_user(self.head_cashier).action_confirm()
        self.assertEqual((self._drawer(), self._safe()), (0.0, 800.0))

    def test_who_turned_it_in_takes_it_back_while_nobody_counted(self):
        """In a hall with one head cashier nobody else could decide on their cash."""
        shift = self._open_shift(self.head_cashier, self.desk_2, 100.0)
        shift.action_turn_in(60.0)
        transfer = shift.cash_transfer_ids.filtered(lambda each: each.kind == "turn_in")
        with self.assertRaisesRegex(AccessError, "Only a head cashier"):
            transfer.with_user(self.cashier).action_refuse()
        transfer.with_user(self.head_cashier).action_refuse()
        self.assertEqual(transfer.state, "refused")
        shift.action_close(100.0)
        self.assertEqual(shift.cash_difference, 0.0)

    def test_account_of_a_drawer_with_a_float_stays(self):
        for journal in (
            self.desk.sudo().cash_journal_id,
            self.company.heating_safe_journal_id,
        ):
            with self.assertRaisesRegex(UserError, "make a new journal"):
                journal.default_account_id = journal.default_account_id.copy()

    def test_what_is_refused_lies_in_the_drawer_again(self):
        transfer = self._turn_in(200.0)
        with self.assertRaisesRegex(UserError, "200.00.*not counted yet"):
            self.shift.action_close(300.0)
        transfer.with_user(self.head_cashier).action_refuse()
        self.assertFalse(transfer.move_id)
        self.shift.action_close(500.0)
        self.assertEqual(self.shift.cash_difference, 0.0)

    def test_no_more_than_there_is(self):
        for amount, words in ((500.01, "not enough cash"), (0.0, "more than 0")):
            with self.assertRaisesRegex(UserError, words):
                self._turn_in(amount)
        with self.assertRaisesRegex(UserError, "Only its cashier"):
            self._turn_in(1.0, self.head_cashier)
        self.shift.action_close(500.0)
        with self.assertRaisesRegex(UserError, "closed already"):
            self._turn_in(1.0)

    def test_a_shift_that_is_short(self):
        """The difference is booked when the hand-over is confirmed, not before."""
        self._take(self.household, ("cash", 800.0))
        self.shift.action_close(1290.0)
        self.assertEqual(self._drawer(), 1300.0)
        self.shift.with_user(self.head_cashier).action_confirm("Not found")
        self.assertEqual((self._drawer(), self._safe()), (0.0, 790.0))
        [loss] = self.shift.sudo().difference_move_id.line_ids.filtered(
            lambda line: line.account_id.account_type == "expense"
        )
        self.assertEqual(loss.balance, 10.0)

    def test_a_shift_that_is_over(self):
        self.shift.action_close(500.5)
        self.shift.with_user(self.head_cashier).action_confirm("Nobody came back")
        self.assertEqual((self._drawer(), self._safe()), (0.0, 0.5))

    def test_cash_that_another_desk_gives_back(self):
        receipt = self._take(self.household, ("cash", 300.0))
        self.shift.action_close(800.0)
        self._open_shift(self.head_cashier, self.desk_2, 400.0)
        receipt.with_user(self.head_cashier).action_void("Typed wrong")
        self.assertEqual(self._drawer(), 800.0)
        self.assertEqual(self._drawer(self.desk_2), 100.0)

    def test_nobody_writes_it_by_hand(self):
        transfer = self.shift.cash_transfer_ids
        transfers = self.env["heating.cash.transfer"].with_user(self.head_cashier)
        with self.assertRaises(UserError):
            transfers.create(
                {"kind": "turn_in", "shift_id": self.shift.id, "amount": 1.0}
            )
        with self.assertRaises(UserError):
            transfer.with_user(self.head_cashier).write({"amount": 1.0})
        with self.assertRaises(UserError):
            transfer.sudo().unlink()

    def test_a_company_without_a_safe(self):
        self.company.heating_safe_journal_id = False
        with self.assertRaisesRegex(UserError, "no cash journal for its safe"):
            self._open_shift(self.head_cashier, self.desk_2, 100.0)

    def test_drawers_of_an_older_version(self):
        """What was never booked out of the drawers lies in the safe."""
        self._take(self.household, ("cash", 800.0))
        self.shift.action_close(1300.0)
        self.shift.with_user(self.head_cashier).action_confirm()
        self._open_shift(self.cashier, self.desk, 200.0)
        # as it was: neither floats nor hand-overs were booked
        self.env.flush_all()
        self.env.cr.execute(
            """
            UPDATE account_move SET state = 'draft'
             WHERE id IN (SELECT move_id FROM heating_cash_transfer);
            UPDATE account_move_line SET parent_state = 'draft'
             WHERE move_id IN (SELECT move_id FROM heating_cash_transfer)
            """
        )
        self.env.invalidate_all()
        self.company.heating_safe_journal_id = False
        self.assertEqual(self._drawer(), 800.0)
        run_migration(
            self.env, "heating_payment/migrations/19.0.1.4.0/post-safe.py", "19.0.1.3.0"
        )
        self.assertEqual((self._drawer(), self._safe()), (200.0, 600.0))
