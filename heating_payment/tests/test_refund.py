from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_refund import HeatingRefundCommon


@tagged("post_install", "-at_install")
class TestRefund(HeatingRefundCommon):
    """What can be asked for, and what it holds back until it is decided."""

    def test_all_that_is_prepaid_by_the_way_it_came(self):
        refund = self._draft()
        self.assertEqual(refund.partner_id, self.customer)
        self.assertEqual(refund.free_amount, 500.0)
        self.assertEqual(refund.method_id, self.methods["cash"])
        refund.request_validation()
        self.assertEqual((refund.state, refund.amount), ("requested", 500.0))
        self.assertEqual(refund.line_ids.tender_id, self.receipt.tender_ids)
        self.assertEqual(refund.line_ids.receipt_id, self.receipt)
        self.assertEqual(refund.came_by, self.methods["cash"].name)
        self.assertEqual(refund.free_amount, 0.0)

    def test_what_came_last_goes_back_first(self):
        later = self._take(self.prepaid, ("wechat", 120.0), surplus="advance")
        refund = self._draft(amount_asked=150.0)
        self.assertEqual(refund.method_id, self.methods["wechat"])
        refund.request_validation()
        self.assertEqual(
            [(line.receipt_id, line.amount) for line in refund.line_ids],
            [(later, 120.0), (self.receipt, 30.0)],
        )
        self.assertEqual(refund.amount, 150.0)

    def test_what_a_bill_became_less_after_it_was_paid(self):
        """The money came with the payment of the bill."""
        receipt = self._take(self.household, ("alipay", 2000.0))
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
                    "value": 80.0,
                    "reason": "Cold in January",
                }
            )
        )
        reduction.request_validation()
        reduction.with_user(self.approver).validate_tier()
        refund = self._draft(self.household, kind="cold", reason="Cold in January")
        self.assertEqual(refund.method_id, self.methods["alipay"])
        refund.request_validation()
        self.assertEqual(refund.amount, 80.0)
        self.assertEqual(refund.line_ids.receipt_id, receipt)
        bill = self._get_bill(self.household)
        self.assertIn(bill.number, refund.line_ids.description)

    def test_more_than_there_is(self):
        with self.assertRaisesRegex(UserError, "500.00.*less than the.*500.01"):
            self._draft(amount_asked=500.01).request_validation()
        with self.assertRaisesRegex(UserError, "cannot be negative"):
            self._draft(amount_asked=-1.0).request_validation()
        with self.assertRaisesRegex(UserError, "Nothing stands on household"):
            self._draft(
                self.household, method_id=self.methods["cash"].id
            ).request_validation()

    def test_the_same_money_is_asked_for_once(self):
        self._draft(amount_asked=400.0).request_validation()
        second = self._draft()
        self.assertEqual(second.free_amount, 100.0)
        with self.assertRaisesRegex(UserError, "less than"):
            self._draft(amount_asked=101.0).request_validation()
        second.request_validation()
        self.assertEqual(second.amount, 100.0)

    def test_what_is_owed_is_paid_first(self):
        """A prepayment that would pay an open debt is no money to give back."""
        self._open_debt(self.prepaid, 60.0, "2026-10-01")
        refund = self._draft()
        refund.request_validation()
        self.assertEqual(refund.amount, 440.0)
        self.assertEqual(self.prepaid.amount_due, 0.0)

    def test_what_is_asked_for_pays_no_bill(self):
        refund = self._draft(amount_asked=450.0)
        refund.request_validation()
        self._open_debt(self.prepaid, 60.0, "2026-10-01")
        self.env.invalidate_all()
        self.assertEqual(self.prepaid.amount_due, 10.0)
        self.assertEqual(refund.owed_amount, 10.0)
        usable = self.env["heating.advance.application"]._get_usable_amounts(
            self.prepaid
        )
        self.assertEqual(usable, {})
        # cancelled, it pays what is open when it is looked at next
        refund.action_cancel()
        self.env["heating.advance.application"]._apply(self.prepaid)
        self.env.invalidate_all()
        self.assertEqual(self.prepaid.amount_due, 0.0)

    def test_a_receipt_is_not_voided_under_a_refund(self):
        refund = self._draft()
        refund.request_validation()
        with (
            self.assertRaisesRegex(UserError, f"Refund {refund.number} gives"),
            self.env.cr.savepoint(),
        ):
            self.receipt.with_user(self.head_cashier).action_void("Typed wrong")
        refund.action_cancel()
        self.receipt.with_user(self.head_cashier).action_void("Typed wrong")
        self.assertEqual(self.receipt.state, "voided")
        with self.assertRaisesRegex(UserError, "Nothing stands"):
            self._draft(method_id=self.methods["cash"].id).request_validation()

    def test_a_receipt_is_not_voided_where_its_bill_became_less(self):
        """What a bill became less after it was paid is money of the same receipt."""
        receipt = self._take(self.household, ("card", 2000.0))
        self.household.space_ids.built_area -= 4
        self._get_bill(self.household)._reassess("Measured anew")
        refund = self._approved(self.household, kind="overpaid")
        self.assertEqual(refund.amount, 80.0)
        with self.assertRaisesRegex(UserError, refund.number):
            receipt.with_user(self.head_cashier).action_void("Typed wrong")

    def test_a_wrong_account_is_corrected_and_approved_anew(self):
        refund = self._approved(
            method_id=self.methods["transfer"].id,
            account_holder="Payer",
            account_number="1",
        )
        accountant = self.users["accountant"]
        refund.with_user(accountant).action_pay_out("B-1")
        refund.with_user(accountant).action_return("No such account")
        refund.with_user(self.clerk).restart_validation()
        self.assertEqual(refund.state, "draft")
        refund.with_user(self.clerk).account_number = "2"
        self._approve(refund)
        refund.with_user(accountant).action_pay_out("B-2")
        self.assertEqual(refund.state, "paid")
        self.assertEqual(self._get_balance(), 0.0)

    def test_a_transfer_names_its_account(self):
        refund = self._draft(method_id=self.methods["transfer"].id)
        with self.assertRaisesRegex(UserError, "whose account"):
            refund.request_validation()
        refund.write({"account_holder": "Zhang San", "account_number": "6222 0001"})
        refund.request_validation()
        with self.assertRaisesRegex(UserError, "no longer a draft"):
            refund.account_number = "6222 0002"

    def test_nobody_approves_what_they_asked_for(self):
        refund = self._draft(user=self.accountant)
        refund.request_validation()
        self.accountant.group_ids += self.env.ref("heating_customer.group_approver")
        with self.assertRaises(AccessError):
            refund.validate_tier()

    def test_a_manager_agrees_above_5000(self):
        self._take(self.prepaid, ("card", 4500.01), surplus="advance")
        refund = self._draft()
        refund.request_validation()
        self.assertEqual(refund.amount, 5000.01)
        refund.with_user(self.approver).validate_tier()
        self.assertEqual(refund.state, "requested")
        refund.with_user(self.manager).validate_tier()
        self.assertEqual(refund.state, "approved")

    def test_who_asks(self):
        """Archive clerks and accountants, and nobody chooses the amount approved."""
        for user in (self.cashier, self.approver, self.manager):
            with self.assertRaises(AccessError):
                self._draft(user=user)
        with self.assertRaises(AccessError):
            self._draft(amount=5.0)
        with self.assertRaises(AccessError):
            self._draft(state="approved")
        refund = self._draft()
        for vals in (
            {"state": "paid"},
            {"paid_by_id": self.clerk.id},
            {"shift_id": self.shift.id},
            {"cash_amount": 1.0},
            {"line_ids": [(0, 0, {"amount": 1.0})]},
        ):
            with self.assertRaises(AccessError):
                refund.write(vals)
