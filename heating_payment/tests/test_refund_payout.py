import base64

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common_refund import HeatingRefundCommon


@tagged("post_install", "-at_install")
class TestRefundPayout(HeatingRefundCommon):
    """The payout: once, by another, out of a drawer or by a transfer."""

    def test_cash_leaves_the_drawer_against_a_signature(self):
        refund = self._approved()
        with self.assertRaisesRegex(UserError, "who signs"):
            self._pay_out(refund, received_by=" ")
        self._pay_out(refund)
        self.assertEqual(refund.state, "paid")
        self.assertEqual(refund.received_by, "Zhang San")
        self.assertEqual(refund.shift_id, self.colleague_shift)
        self.assertEqual(self._get_balance(), 0.0)
        payment = refund.sudo().payment_id
        self.assertEqual(
            [
                (line.account_id, line.partner_id, line.balance, line.reconciled)
                for line in payment.move_id.line_ids.sorted("balance")
            ],
            [
                (
                    self.desk_2.cash_journal_id.default_account_id,
                    self.customer,
                    -500.0,
                    False,
                ),
                (
                    self.company.heating_advance_account_id,
                    self.customer,
                    500.0,
                    True,
                ),
            ],
        )
        self.assertEqual(payment.payment_type, "outbound")
        shift = self.colleague_shift
        self.assertEqual(shift.sudo()._get_expected_cash(), 500.0)
        shift.action_close(500.0)
        self.assertEqual(shift.cash_difference, 0.0)
        self.assertEqual(shift._get_cash_in_out(), (0.0, 500.0, 0.0))

    def test_once_only(self):
        refund = self._approved()
        self._pay_out(refund)
        with self.assertRaisesRegex(UserError, "paid out already"):
            self._pay_out(refund)
        with self.assertRaisesRegex(UserError, "paid out already"):
            refund.action_keep()
        with self.assertRaisesRegex(UserError, "cannot be voided any more"):
            self.receipt.with_user(self.head_cashier).action_void("Typed wrong")
        with self.assertRaisesRegex(UserError, "Nothing stands"):
            self._draft(method_id=self.methods["cash"].id).request_validation()
        with self.assertRaisesRegex(UserError, "cannot be cancelled"):
            refund.action_cancel()
        with self.assertRaisesRegex(UserError, "cannot go back"):
            refund.restart_validation()

    def test_not_by_who_asked_approved_or_took_it(self):
        refund = self._approved()
        group = self.env.ref("heating_customer.group_cashier")
        (self.clerk + self.approver).group_ids += group
        with self.assertRaisesRegex(AccessError, "You took this money"):
            self._pay_out(refund, self.cashier)
        self.desk_3, self.desk_4 = self.env["heating.desk"].create(
            [
                {"name": f"Desk {code}", "code": code, "hall_id": self.desk.hall_id.id}
                for code in ("T3", "T4")
            ]
        )
        self._open_shift(self.clerk, self.desk_3, 900.0)
        self._open_shift(self.approver, self.desk_4, 900.0)
        with self.assertRaisesRegex(AccessError, "You asked"):
            self._pay_out(refund, self.clerk)
        with self.assertRaisesRegex(AccessError, "You approved"):
            self._pay_out(refund, self.approver)
        self.assertEqual(refund.state, "approved")

    def test_cash_needs_a_cashier_a_shift_and_the_cash(self):
        self._take(self.prepaid, ("cash", 600.0), surplus="advance")
        refund = self._approved()
        with self.assertRaisesRegex(AccessError, "Only a cashier"):
            self._pay_out(refund, self.accountant)
        with self.assertRaisesRegex(UserError, "not enough cash"):
            self._pay_out(refund)
        self.colleague_shift.action_close(1000.0)
        with self.assertRaisesRegex(UserError, "open a shift first"):
            self._pay_out(refund)
        self.assertEqual(refund.state, "approved")

    def test_nothing_goes_out_before_it_is_approved(self):
        refund = self._draft()
        with self.assertRaisesRegex(UserError, "does not wait"):
            self._pay_out(refund)
        refund.request_validation()
        with self.assertRaisesRegex(UserError, "does not wait"):
            self._pay_out(refund)

    def _approved_transfer(self):
        return self._approved(
            method_id=self.methods["transfer"].id,
            account_holder="Zhang San",
            account_number="6222 0001",
        )

    def test_a_transfer_is_noted_by_an_accountant(self):
        refund = self._approved_transfer()
        with self.assertRaisesRegex(AccessError, "Only an accountant"):
            self._pay_out(refund, reference="B-1")
        with self.assertRaisesRegex(UserError, "Give the number"):
            self._pay_out(refund, self.accountant)
        self._pay_out(refund, self.accountant, reference="B-1")
        self.assertEqual((refund.state, refund.reference), ("paid", "B-1"))
        self.assertFalse(refund.shift_id)
        self.assertEqual(
            refund.sudo().payment_id.journal_id, self.methods["transfer"].journal_id
        )
        self.assertEqual(self._get_balance(), 0.0)

    def test_a_transfer_that_came_back(self):
        """Booked back, and paid out again by another transfer."""
        refund = self._approved_transfer()
        self._pay_out(refund, self.accountant, reference="B-1")
        first = refund.sudo().payment_id
        with self.assertRaisesRegex(AccessError, "Only an accountant"):
            refund.action_return("No such account")
        with self.assertRaisesRegex(UserError, "Say why"):
            refund.with_user(self.accountant).action_return(" ")
        refund.with_user(self.accountant).action_return("No such account")
        self.env.invalidate_all()
        self.assertEqual((refund.state, refund.reference), ("approved", False))
        self.assertTrue(first.heating_return_move_id)
        self.assertEqual(self._get_balance(), 500.0)
        # still held back
        self.assertEqual(refund.free_amount, 0.0)
        self._pay_out(refund, self.accountant, reference="B-2")
        self.assertNotEqual(refund.sudo().payment_id, first)
        self.assertEqual(self._get_balance(), 0.0)

    def test_cash_does_not_come_back(self):
        refund = self._approved()
        self._pay_out(refund)
        with self.assertRaisesRegex(UserError, "none came back"):
            refund.with_user(self.accountant).action_return("Brought back")

    def test_kept_as_a_balance(self):
        """It pays what is open, and what comes next."""
        refund = self._approved()
        self._open_debt(self.prepaid, 60.0, "2026-10-01")
        self.env.invalidate_all()
        self.assertEqual(self.prepaid.amount_due, 60.0)
        with self.assertRaises(AccessError):
            refund.with_user(self.cashier).action_keep()
        refund.action_keep()
        self.env.invalidate_all()
        self.assertEqual(refund.state, "kept")
        self.assertEqual(self.prepaid.amount_due, 0.0)
        self.assertEqual(self._get_balance(), 440.0)
        with self.assertRaisesRegex(UserError, "does not wait"):
            self._pay_out(refund)

    def test_odoo_s_own_buttons_are_refused(self):
        refund = self._approved_transfer()
        self._pay_out(refund, self.accountant, reference="B-1")
        payment = refund.sudo().payment_id.with_user(self.accountant)
        for method in ("action_draft", "action_cancel"):
            with self.assertRaisesRegex(UserError, f"refund {refund.number}"):
                getattr(payment, method)()
        with self.assertRaises(AccessError):
            payment.heating_return_move_id = payment.move_id
        with self.assertRaises(AccessError):
            payment.copy().heating_refund_id = refund

    def test_the_dialog_and_the_slip(self):
        refund = self._approved()
        dialog = Form(
            self.env["heating.refund.pay.out"]
            .with_user(self.colleague)
            .with_context(default_refund_id=refund.id)
        )
        self.assertEqual(dialog.received_by, self.customer.name)
        dialog.signature = base64.b64encode(b"a drawing")
        dialog.save().action_pay_out()
        self.env.invalidate_all()
        self.assertEqual(refund.state, "paid")
        self.assertTrue(refund.signature)
        report = self.env["ir.actions.report"].with_user(self.colleague)
        html, _kind = report._render_qweb_html(
            "heating_payment.refund_document", refund.ids
        )
        self.assertIn(refund.number, html.decode())
        self.assertIn("伍佰元整", html.decode())
        draft = self._draft(self.household, method_id=self.methods["cash"].id)
        with self.assertRaisesRegex(UserError, "once it is approved"):
            report._render_qweb_html("heating_payment.refund_document", draft.ids)
