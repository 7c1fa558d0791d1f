from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import HeatingPaymentCommon


@tagged("post_install", "-at_install")
class TestVoid(HeatingPaymentCommon):
    def _balances(self):
        """Balance of each account over everything posted."""
        return dict(
            self.env["account.move.line"]._read_group(
                [("parent_state", "=", "posted")], ["account_id"], ["balance:sum"]
            )
        )

    def test_both_entries_stay_and_the_debt_is_open_again(self):
        before = self._balances()
        receipt = self._take(
            self.household, ("cash", 500.0), ("wechat", 1800.0), surplus="advance"
        )
        receipt.with_user(self.head_cashier).action_void("wrong household")
        self.env.invalidate_all()
        self.assertRecordValues(
            receipt,
            [
                {
                    "state": "voided",
                    "voided_by_id": self.head_cashier.id,
                    "void_reason": "wrong household",
                    "amount_total": 2300.0,
                    "amount_standing": 0.0,
                }
            ],
        )
        self.assertEqual(set(receipt.line_ids.mapped("amount_standing")), {0.0})
        self.assertEqual(self.household.amount_due, 2000.0)
        self.assertEqual(self.household.advance_balance, 0.0)
        self.assertEqual(set(receipt.tender_ids.mapped("state")), {"voided"})
        moves = receipt.tender_ids.payment_id.move_id + receipt.tender_ids.void_move_id
        self.assertEqual(set(moves.mapped("state")), {"posted"})
        after = {a: b for a, b in self._balances().items() if b}
        self.assertEqual(after, {a: b for a, b in before.items() if b})
        # red on the same side, so that turnovers do not grow by a mistake
        self.assertTrue(
            all(
                line.debit <= 0 and line.credit <= 0
                for line in receipt.tender_ids.void_move_id.line_ids
            )
        )

    def test_an_applied_advance_is_taken_back(self):
        household = self._create_household("T000030", self.customer)
        receipt = self._take(household, ("cash", 1500.0), surplus="advance")
        run = self._create_run()
        run.action_rehearse()
        run.with_user(self.approver).action_approve()
        run.action_start()
        self.env.invalidate_all()
        self.assertEqual(household.amount_due, 500.0)
        self.assertEqual(household.advance_balance, 0.0)
        receipt.with_user(self.head_cashier).action_void("returned")
        self.env.invalidate_all()
        self.assertEqual(household.amount_due, 2000.0)
        self.assertEqual(household.advance_balance, 0.0)

    def test_who_may_void(self):
        receipt = self._take(self.household, ("cash", 100.0))
        with self.assertRaisesRegex(UserError, "somebody else"):
            receipt.with_user(self.cashier).action_void("mine")
        for role in ("accountant", "manager", "approver"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                receipt.with_user(self.users[role]).action_void("no")
        with self.assertRaisesRegex(UserError, "Say why"):
            receipt.with_user(self.head_cashier).action_void("  ")

    def test_a_receipt_is_voided_once(self):
        receipt = self._take(self.household, ("cash", 100.0))
        receipt.with_user(self.head_cashier).action_void("once")
        with self.assertRaisesRegex(UserError, "voided already"):
            receipt.with_user(self.head_cashier).action_void("twice")
