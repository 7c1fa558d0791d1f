from odoo.fields import Command
from odoo.tests import tagged

from .common import HeatingPaymentCommon


@tagged("post_install", "-at_install")
class TestAfterUndo(HeatingPaymentCommon):
    """What hangs on a bill when it is undone, credited or paid no more.

    Each was found by random acts; here it is told in its shortest form.
    """

    def setUp(self):
        super().setUp()
        self.bill = self._get_bill(self.household)

    def _undo(self):
        self.bill_run.with_user(self.accountant).action_request_undo("Wrong prices")
        self.bill_run.with_user(self.approver).action_undo()
        self.env.invalidate_all()

    def _agree(self, *amounts):
        plan = (
            self.env["heating.instalment.plan"]
            .with_user(self.clerk)
            .create(
                {
                    "bill_id": self.bill.id,
                    "reason": "Out of work",
                    "line_ids": [
                        Command.create({"date": f"2027-0{month}-01", "amount": amount})
                        for month, amount in enumerate(amounts, 1)
                    ],
                }
            )
        )
        plan.request_validation()
        plan.with_user(self.approver).validate_tier()
        return plan.sudo()

    def test_a_reduction_bills_nobody_who_was_undone(self):
        self._undo()
        reduction = (
            self.env["heating.reduction"]
            .with_user(self.clerk)
            .create(
                {
                    "household_id": self.household.id,
                    "season_id": self.season.id,
                    "kind_id": self.env.ref(
                        "heating_billing.reduction_kind_goodwill"
                    ).id,
                    "by": "amount",
                    "value": 10.0,
                    "reason": "Pipe burst",
                }
            )
        )
        reduction.request_validation()
        reduction.with_user(self.approver).validate_tier()
        self.env["heating.reduction"].sudo()._apply_missed()
        self.env.invalidate_all()
        self.assertEqual((self.bill.amount_total, self.household.amount_due), (0, 0))
        # it counts when the season is billed again
        self._bill_season()
        self.assertEqual(self.bill.amount_total, 1990.0)

    def test_a_plan_ends_with_its_bill(self):
        plan = self._agree(1500.0, 500.0)
        self._undo()
        self.assertEqual(plan.state, "ended")
        self.assertIn("Wrong prices", plan.end_reason)

    def test_a_plan_is_kept_by_a_credit_note_that_leaves_nothing(self):
        plan = self._agree(1500.0, 500.0)
        self._take(self.household, ("cash", 1500.0))
        self.assertEqual(plan.state, "approved")
        self.household.space_ids.built_area = 75.0
        self.bill._reassess("Measured anew")
        self.assertEqual((self.bill.amount_residual, plan.state), (0.0, "kept"))

    def test_a_plan_ends_when_more_is_open_than_was_agreed(self):
        receipt = self._take(self.household, ("cash", 500.0))
        plan = self._agree(1000.0, 500.0)
        receipt.with_user(self.head_cashier).action_void("Typed wrong")
        self.assertEqual(plan.state, "ended")
        self.assertIn("agree anew", plan.end_reason)

    def test_a_void_within_what_was_agreed_leaves_the_plan(self):
        plan = self._agree(1500.0, 500.0)
        receipt = self._take(self.household, ("cash", 500.0))
        receipt.with_user(self.head_cashier).action_void("Typed wrong")
        self.assertEqual(plan.state, "approved")

    def test_the_day_on_which_a_kept_plan_is_paid_costs_no_late_fee(self):
        plan = self._agree(1500.0, 500.0)
        self._take(self.household, ("cash", 2000.0))
        self.assertEqual(plan.state, "kept")
        self.assertEqual(plan._get_running_until(plan.ended_on), plan.ended_on)
