from psycopg2 import errors

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import HeatingBillingCommon


@tagged("post_install", "-at_install")
class TestChargePrice(HeatingBillingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.price = (
            cls.env["heating.charge.price"]
            .with_user(cls.administrator)
            .create(
                {
                    "name": "Connection",
                    "kind": "connection",
                    "unit": "square_metre",
                    "price": 65.0,
                    "date_from": "2026-01-01",
                }
            )
        )

    def _charge(self, user, **vals):
        charge_id = self.rpc(
            user,
            "heating.charge",
            "create",
            [
                {
                    "household_id": self.household.id,
                    "kind": "connection",
                    "date": "2026-10-10",
                    **vals,
                }
            ],
        )[0]
        return self.env["heating.charge"].browse(charge_id)

    def test_the_server_multiplies_whatever_a_client_says(self):
        charge = self._charge(
            self.clerk, price_id=self.price.id, quantity=88.37, amount=1.0
        )
        self.assertEqual(charge.amount, 5744.05)
        self.rpc(self.clerk, "heating.charge", "write", charge.ids, {"amount": 2.0})
        self.env.invalidate_all()
        self.assertEqual(charge.amount, 5744.05)
        self.rpc(self.clerk, "heating.charge", "write", charge.ids, {"quantity": 10.0})
        self.env.invalidate_all()
        self.assertEqual(charge.amount, 650.0)
        charge.with_user(self.accountant).action_confirm()
        line = charge.move_ids.invoice_line_ids
        self.assertEqual((line.quantity, charge.move_ids.amount_total), (1, 650.0))
        self.assertIn("× 65.00", line.name)

    def test_free_amounts_are_for_accountants_with_a_reason(self):
        with self.assertRaises(AccessError):
            self._charge(self.clerk, amount=5.0, name="Because")
        with self.assertRaisesRegex(UserError, "price list"):
            self._charge(self.accountant, amount=5.0)
        charge = self._charge(self.accountant, amount=5.0, name="Half a meter")
        self.assertEqual(charge.amount, 5.0)
        # the list has nothing for water, so that nothing has to be explained
        self.assertEqual(
            self._charge(self.accountant, kind="water", amount=5.0).amount, 5.0
        )

    def test_a_clerk_does_not_leave_the_list_afterwards(self):
        charge = self._charge(self.clerk, price_id=self.price.id, quantity=1.0)
        with self.assertRaises(AccessError):
            self.rpc(
                self.clerk,
                "heating.charge",
                "write",
                charge.ids,
                {"price_id": False, "amount": 1.0},
            )

    def test_roles(self):
        self._charge(self.users["inspector"], price_id=self.price.id)
        for role in ("cashier", "service_agent", "approver", "manager"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self._charge(self.users[role], price_id=self.price.id)
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.price.with_user(self.users[role]).price = 1.0
        with self.assertRaises(AccessError):
            self.price.with_user(self.accountant).price = 1.0

    def test_a_used_price_ends_and_does_not_change(self):
        self._charge(self.clerk, price_id=self.price.id)
        price = self.price.with_user(self.administrator)
        with self.assertRaisesRegex(UserError, "Charges rest"):
            price.price = 70.0
        with self.assertRaisesRegex(UserError, "Charges rest"):
            price.unlink()
        price.date_to = "2026-12-31"
        price.copy({"price": 70.0, "date_from": "2027-01-01", "date_to": False})

    def test_validity(self):
        with self.assertRaises(ValidationError):
            self._charge(self.clerk, price_id=self.price.id, date="2025-12-31")
        with self.assertRaises(ValidationError):
            self._charge(self.clerk, price_id=self.price.id, kind="water")
        with mute_logger("odoo.sql_db"), self.assertRaises(errors.ExclusionViolation):
            self.price.copy({"date_from": "2026-06-01"})

    def test_above_the_limit_another_person_approves(self):
        charge = self._charge(self.clerk, price_id=self.price.id, quantity=200.0)
        self.assertTrue(charge.needs_approval)
        with self.assertRaisesRegex(UserError, "another person"):
            charge.with_user(self.accountant).action_confirm()
        with self.assertRaises(AccessError):
            charge.with_user(self.accountant).action_approve()
        charge.with_user(self.approver).action_approve()
        self.env.invalidate_all()
        # written anew, it is approved anew
        self.rpc(self.clerk, "heating.charge", "write", charge.ids, {"quantity": 300.0})
        self.env.invalidate_all()
        self.assertFalse(charge.approved_by_id)
        charge.with_user(self.approver).action_approve()
        charge.with_user(self.accountant).action_confirm()
        self.assertEqual(charge.move_ids.amount_total, 19500.0)

    def test_who_wrote_a_charge_does_not_approve_it(self):
        both = self._create_user("approver", "accountant", login="both")
        charge = self._charge(both, amount=20000.0, name="Big")
        with self.assertRaisesRegex(UserError, "another approver"):
            charge.with_user(both).action_approve()
        charge.with_user(self.approver).action_approve()
        self.assertEqual(charge.approved_by_id, self.approver)

    def test_a_client_does_not_approve_by_writing(self):
        charge = self._charge(
            self.accountant,
            amount=20000.0,
            name="Big",
            approved_by_id=self.approver.id,
        )
        self.assertFalse(charge.approved_by_id)
        with self.assertRaises(UserError):
            self.rpc(
                self.accountant,
                "heating.charge",
                "write",
                charge.ids,
                {"approved_by_id": self.approver.id},
            )


@tagged("post_install", "-at_install")
class TestChargeWaiver(HeatingBillingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.charge = cls.env["heating.charge"].create(
            {"household_id": cls.household.id, "amount": 300.0, "kind": "water"}
        )
        cls.charge.with_user(cls.accountant).action_confirm()

    def _waive(self, asked=0.0, user=None):
        waiver = (
            self.env["heating.charge.waiver"]
            .with_user(user or self.clerk)
            .create(
                {
                    "charge_id": self.charge.id,
                    "amount_asked": asked,
                    "reason": "Our own leak",
                }
            )
        )
        waiver.request_validation()
        return waiver

    def test_a_waiver_is_a_credit_note(self):
        waiver = self._waive(100.0)
        self.assertEqual(self.charge.amount_residual, 300.0)
        waiver.with_user(self.approver).validate_tier()
        self.assertEqual(self.charge.amount_residual, 200.0)
        self.assertEqual(self.charge.amount_waived, 100.0)
        self.assertEqual(waiver.sudo().move_id.move_type, "out_refund")
        rest = self._waive()
        rest.with_user(self.approver).validate_tier()
        self.assertEqual(self.charge.amount_residual, 0.0)
        self.assertEqual(self.charge.amount_waived, 300.0)
        with self.assertRaisesRegex(UserError, "Nothing is open"):
            self._waive()

    def test_no_more_is_waived_than_was_charged(self):
        with self.assertRaisesRegex(UserError, "no more can be waived"):
            self._waive(300.01)

    def test_four_eyes_and_roles(self):
        both = self._create_user("approver", "accountant", login="both")
        waiver = self._waive(user=both)
        with self.assertRaises(AccessError):
            waiver.with_user(both).validate_tier()
        for role in ("cashier", "service_agent", "approver", "manager"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self._waive(user=self.users[role])
