from odoo.tests import tagged

from .common import HeatingPaymentCommon


@tagged("post_install", "-at_install")
class TestAdvance(HeatingPaymentCommon):
    def test_new_bills_are_paid_from_advances(self):
        """One entry for the batch; what is over stays on the household."""
        first = self._create_household("T000040", self.customer)
        second = self._create_household("T000041", self.customer_2)
        self._take(first, ("cash", 2500.0), surplus="advance")
        self._take(second, ("wechat", 700.0), surplus="advance")
        run = self._create_run()
        run.action_rehearse()
        run.with_user(self.approver).action_approve()
        run.action_start()
        self.env.invalidate_all()
        self.assertEqual((first + second).mapped("amount_due"), [0.0, 1300.0])
        self.assertEqual((first + second).mapped("advance_balance"), [500.0, 0.0])
        applications = self.env["heating.advance.application"].search([])
        self.assertEqual(len(applications.debit_line_id.move_id), 1)
        self.assertEqual(
            self._get_bill(first).move_ids.payment_state,
            "paid",
        )

    def test_applying_again_changes_nothing(self):
        household = self._create_household("T000042", self.customer)
        self._take(household, ("cash", 100.0), surplus="advance")
        applications = self.env["heating.advance.application"]
        self.assertFalse(applications._apply(household))
        self.assertEqual(household.advance_balance, 100.0)

    def test_each_keeps_their_own_advance(self):
        """A household's advance never pays for another one of the same customer."""
        first = self._create_household("T000043", self.customer)
        self._take(first, ("cash", 100.0), surplus="advance")
        self.env["heating.advance.application"]._apply(first + self.household)
        self.env.invalidate_all()
        self.assertEqual(self.household.amount_due, 2000.0)
        self.assertEqual(first.advance_balance, 100.0)
