from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import HeatingPaymentCommon


@tagged("post_install", "-at_install")
class TestUndoRun(HeatingPaymentCommon):
    def test_a_run_on_which_money_was_taken_stays(self):
        receipt = self._take(self.household, ("cash", 100.0))
        with self.assertRaisesRegex(UserError, "Money was taken on 1 bills"):
            self.bill_run.with_user(self.accountant).action_request_undo("Wrong")
        # voided, it is as if nothing had been taken
        receipt.with_user(self.head_cashier).action_void("Wrong household")
        self.bill_run.with_user(self.accountant).action_request_undo("Wrong")
        self._take(self.household_2, ("cash", 100.0))
        with self.assertRaisesRegex(UserError, "Money was taken"):
            self.bill_run.with_user(self.approver).action_undo()
        self.assertEqual(self.bill_run.state, "done")

    def test_a_bill_that_is_paid_while_the_run_is_undone_stays(self):
        run = self.bill_run.sudo()
        run.write({"undo_reason": "Wrong", "state": "undoing"})
        self._take(self.household, ("cash", 100.0))
        run._undo_batch(run.job_round, run.line_ids.ids)
        run._end_undo(run.job_round)
        self.assertEqual(run.state, "done")
        line = run.line_ids.filtered(lambda each: each.state == "billed")
        self.assertEqual(line.household_id, self.household)
        self.assertIn("paid before", line.reason)
        self.assertEqual(self.household.amount_due, 1900.0)
        self.assertEqual(self.household_2.amount_due, 0.0)

    def test_what_a_prepayment_paid_is_a_prepayment_again(self):
        household = self._create_household("T000060", self.customer)
        self._take(household, ("cash", 500.0), surplus="advance")
        run = self._bill_season()
        self.env.invalidate_all()
        self.assertEqual(
            (household.amount_due, household.advance_balance), (1500.0, 0.0)
        )
        run.with_user(self.accountant).action_request_undo("Wrong")
        run.with_user(self.approver).action_undo()
        self.env.invalidate_all()
        self.assertEqual(run.state, "undone")
        self.assertEqual(
            (household.amount_due, household.advance_balance), (0.0, 500.0)
        )
        self._bill_season()
        self.env.invalidate_all()
        self.assertEqual(
            (household.amount_due, household.advance_balance), (1500.0, 0.0)
        )
