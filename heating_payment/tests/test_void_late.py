from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import HeatingPaymentCommon


@tagged("post_install", "-at_install")
class TestVoidLate(HeatingPaymentCommon):
    """Voids after the shift was closed: whose drawer gives the cash back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.colleague = cls._create_user("cashier", login="colleague")
        cls.colleague_shift = cls._open_shift(cls.colleague, cls.desk_2, 300.0)
        hall = cls.desk.hall_id
        cls.desk_3 = cls.env["heating.desk"].create(
            {"name": "Desk 3", "code": "T3", "hall_id": hall.id}
        )

    def setUp(self):
        super().setUp()
        self.receipt = self._take(self.household, ("cash", 100.0), ("card", 50.0))
        self.shift.action_close(600.0)
        self.closed = self._read_shift()

    def _read_shift(self):
        self.env.invalidate_all()
        (values,) = self.shift.sudo().read()
        # tells what has become of its receipts since, like the receipts themselves
        del values["tender_summary"]
        return {
            name: value
            for name, value in values.items()
            if not name.startswith(("message_", "receipt_count", "amount_total"))
        }

    def _void(self, user, *args, receipt=None):
        """As a client of the API calls it."""
        receipt = receipt or self.receipt
        self.rpc(user, "heating.receipt", "action_void", receipt.ids, "late", *args)
        self.env.invalidate_all()

    def _assert_given_by(self, shift):
        """Only that drawer changed, and its own law holds when it is closed."""
        self.assertEqual(self.receipt.state, "voided")
        cash = self.receipt.tender_ids.filtered(lambda t: t.kind == "cash")
        self.assertEqual(cash.void_shift_id, shift)
        self.assertFalse((self.receipt.tender_ids - cash).void_shift_id)
        self.assertEqual(shift.void_tender_ids, cash)
        self.assertEqual(self._read_shift(), self.closed)

    def test_an_approver_names_a_colleague_s_open_shift(self):
        with self.assertRaisesRegex(UserError, "name the open shift"):
            self._void(self.approver)
        self._void(self.approver, self.colleague_shift.id)
        self._assert_given_by(self.colleague_shift)
        self.assertEqual(self.colleague_shift.sudo()._get_expected_cash(), 200.0)
        self.assertIn(
            self.receipt.number,
            "".join(self.colleague_shift.sudo().message_ids.mapped("body")),
        )
        self.assertEqual(self.household.amount_due, 2000.0)
        self.colleague_shift.action_close(200.0)
        self.assertEqual(self.colleague_shift.cash_difference, 0.0)

    def test_a_head_cashier_gives_from_their_own_shift(self):
        with self.assertRaisesRegex(UserError, "open a shift first"):
            self._void(self.head_cashier)
        own = self._open_shift(self.head_cashier, self.desk_3, 100.0)
        with self.assertRaisesRegex(AccessError, "Only an approver"):
            self._void(self.head_cashier, self.colleague_shift.id)
        self._void(self.head_cashier)
        self._assert_given_by(own)
        self.assertEqual(own.sudo()._get_expected_cash(), 0.0)

    def test_who_is_both_may_do_either(self):
        both = self._create_user("head_cashier", "approver", login="both")
        own = self._open_shift(both, self.desk_3, 300.0)
        second = self._take(self.household, ("cash", 10.0), user=self.colleague)
        self.colleague_shift.action_close(310.0)
        self.env.flush_all()
        third = self._open_shift(self.head_cashier, self.desk_2, 50.0)
        self._void(both, third.id, receipt=second)
        self.assertEqual(second.tender_ids.void_shift_id, third)
        self._void(both)
        self._assert_given_by(own)

    def test_who_took_the_money_neither_voids_nor_gives_it_back(self):
        again = self._open_shift(self.cashier, self.desk, 500.0)
        for extra in ("approver", "head_cashier"):
            with self.subTest(extra=extra):
                group = self.env.ref(f"heating_customer.group_{extra}")
                self.cashier.group_ids |= group
                with self.assertRaisesRegex(UserError, "somebody else"):
                    self._void(self.cashier, again.id)
        with self.assertRaisesRegex(UserError, "somebody else's drawer"):
            self._void(self.approver, again.id)

    def test_an_approver_hands_out_no_cash(self):
        """Approving and giving the money are two people's acts."""
        teller = self._create_user("cashier", "approver", login="teller")
        own = self._open_shift(teller, self.desk_3, 300.0)
        with self.assertRaisesRegex(UserError, "a colleague hands out"):
            self._void(teller, own.id)
        with self.assertRaisesRegex(UserError, "name the open shift"):
            self._void(teller)

    def test_a_drawer_that_cannot_give_is_refused(self):
        self.env["heating.shift"].flush_model()
        elsewhere = self.env["heating.hall"].create(
            {"name": "West Hall", "branch_id": self.other_branch.id}
        )
        desk = self.env["heating.desk"].create(
            {"name": "Desk W", "code": "W1", "hall_id": elsewhere.id}
        )
        west = self._open_shift(self.head_cashier, desk, 500.0)
        east = self._create_user("approver", login="east", branches=self.branch)
        poor = self._open_shift(
            self._create_user("cashier", login="poor"), self.desk_3, 99.99
        )
        for user, shift, sentence in (
            (self.approver, self.shift.id, "shift that is open"),
            (self.approver, 0, "name the open shift"),
            (self.approver, 999999999, "shift that is open"),
            (east, west.id, "shift that is open"),
            (self.approver, poor.id, "not enough cash"),
        ):
            with (
                self.subTest(shift=shift),
                self.assertRaisesRegex(UserError, sentence),
                self.env.cr.savepoint(),
            ):
                self._void(user, shift)
        self.env.invalidate_all()
        self.assertEqual(self.receipt.state, "posted")
        self.assertEqual(self._read_shift(), self.closed)

    def test_without_cash_no_drawer_is_needed(self):
        for user in (self.approver, self.head_cashier):
            with self.subTest(user=user.login):
                receipt = self._take(
                    self.household, ("wechat", 10.0), user=self.colleague
                )
                self.colleague_shift.action_close(300.0)
                self._void(user, receipt=receipt)
                self.assertEqual(receipt.state, "voided")
                self.assertFalse(receipt.tender_ids.void_shift_id)
                self.colleague_shift = self._open_shift(
                    self.colleague, self.desk_2, 300.0
                )

    def test_no_other_role_voids(self):
        for role in ("cashier", "accountant", "manager", "administrator"):
            user = self._create_user(role, login=f"other_{role}")
            with self.subTest(role=role), self.assertRaises(AccessError):
                self._void(user, self.colleague_shift.id)

    def test_while_the_shift_is_open_its_own_drawer_gives(self):
        receipt = self._take(self.household, ("cash", 10.0), user=self.colleague)
        own = self._open_shift(self.head_cashier, self.desk_3, 100.0)
        with self.assertRaisesRegex(UserError, "its own drawer"):
            self._void(self.head_cashier, own.id, receipt=receipt)
        with self.assertRaisesRegex(AccessError, "only a head cashier"):
            self._void(self.approver, own.id, receipt=receipt)
        self._void(self.head_cashier, receipt=receipt)
        self.assertEqual(receipt.tender_ids.void_shift_id, self.colleague_shift)
        self.assertFalse(own.void_tender_ids)

    # === THROUGH THE DIALOG === #

    def _dialog(self, user, receipt=None):
        return Form(
            self.env["heating.receipt.void"]
            .with_user(user)
            .with_context(default_receipt_id=(receipt or self.receipt).id)
        )

    def test_the_dialog_of_an_approver(self):
        dialog = self._dialog(self.approver)
        self.assertEqual(dialog.cash_amount, 100.0)
        self.assertFalse(dialog.shift_id)
        dialog.shift_id = self.colleague_shift
        dialog.reason = "late"
        dialog.save().action_void()
        self.env.invalidate_all()
        self._assert_given_by(self.colleague_shift)

    def test_the_dialog_of_a_head_cashier(self):
        own = self._open_shift(self.head_cashier, self.desk_3, 100.0)
        dialog = self._dialog(self.head_cashier)
        self.assertEqual(dialog.shift_id, own)
        with self.assertRaisesRegex(AssertionError, "readonly"):
            dialog.shift_id = self.colleague_shift
        dialog.reason = "late"
        dialog.save().action_void()
        self.env.invalidate_all()
        self._assert_given_by(own)

    def test_the_dialog_while_the_shift_is_open(self):
        receipt = self._take(self.household, ("cash", 10.0), user=self.colleague)
        self._open_shift(self.head_cashier, self.desk_3, 100.0)
        dialog = self._dialog(self.head_cashier, receipt)
        self.assertEqual(dialog.shift_id, self.colleague_shift)
        dialog.reason = "wrong household"
        dialog.save().action_void()
        self.env.invalidate_all()
        self.assertEqual(receipt.tender_ids.void_shift_id, self.colleague_shift)
