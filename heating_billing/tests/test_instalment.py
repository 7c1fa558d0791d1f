from datetime import date
from unittest.mock import patch

from psycopg2 import errors

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import HeatingBillingCommon

PARTS = (("2026-12-01", 1000.0), ("2027-01-01", 600.0), ("2027-02-01", 400.0))


@tagged("post_install", "-at_install")
class TestInstalment(HeatingBillingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._bill_season()
        cls.bill = cls.env["heating.bill"].search(
            [("household_id", "=", cls.household.id)]
        )

    def setUp(self):
        super().setUp()
        self._set_today(date(2026, 10, 20))

    def _set_today(self, day):
        self.today = day
        patcher = patch.object(
            type(self.env["res.company"]), "_heating_today", lambda _company: day
        )
        patcher.start()
        self.addCleanup(patcher.stop)

    def _plan(self, *parts, user=None):
        return (
            self.env["heating.instalment.plan"]
            .with_user(user or self.clerk)
            .create(
                {
                    "bill_id": self.bill.id,
                    "reason": "Out of work",
                    "line_ids": [
                        Command.create({"date": day, "amount": amount})
                        for day, amount in parts or PARTS
                    ],
                }
            )
        )

    def _agree(self, *parts):
        plan = self._plan(*parts)
        plan.request_validation()
        plan.with_user(self.approver).validate_tier()
        return plan.sudo()

    def test_a_plan_moves_the_day_and_not_the_invoice(self):
        due = self.bill.date_due
        self.assertEqual(self.bill.date_payable, due)
        plan = self._agree()
        self.assertEqual((plan.state, plan.agreed_on), ("approved", self.today))
        self.assertEqual(self.bill.date_payable, date(2026, 12, 1))
        self.assertEqual(self.bill.date_due, due)
        self.assertEqual(self.bill.move_ids.invoice_date_due, due)

    def test_amounts_add_up_and_days_are_to_come(self):
        for parts, words in (
            (PARTS[:2], "come to"),
            (PARTS[:1], "two instalments"),
            ((("2026-10-01", 1000.0), ("2026-12-01", 1000.0)), "past"),
        ):
            with self.subTest(words=words), self.assertRaisesRegex(UserError, words):
                self._plan(*parts).request_validation()
        for parts, error in (
            ((("2026-12-01", 1000.0), ("2026-12-01", 1000.0)), errors.UniqueViolation),
            ((("2026-12-01", 2000.0), ("2026-12-02", 0.0)), errors.CheckViolation),
        ):
            with mute_logger("odoo.sql_db"), self.assertRaises(error):
                with self.env.cr.savepoint():
                    self._plan(*parts)
                    self.env.flush_all()

    def test_instalments_do_not_change_once_asked_for(self):
        plan = self._plan()
        plan.request_validation()
        with self.assertRaisesRegex(UserError, "no longer a draft"):
            plan.line_ids[0].with_user(self.clerk).amount = 1.0
        with self.assertRaisesRegex(UserError, "no longer a draft"):
            plan.line_ids[0].with_user(self.clerk).unlink()

    def test_a_missed_day_ends_it_after_the_days_of_grace(self):
        plan = self._agree()
        plans = self.env["heating.instalment.plan"]
        self._set_today(date(2026, 12, 8))
        plans._end_missed()
        self.assertEqual(plan.state, "approved")
        self._set_today(date(2026, 12, 9))
        plans._end_missed()
        self.assertEqual((plan.state, plan.ended_on), ("ended", date(2026, 12, 2)))
        self.assertEqual(self.bill.date_payable, self.bill.date_due)

    def test_a_bill_that_grows_needs_another_agreement(self):
        plan = self._agree()
        self.household.space_ids.built_area = 110.0
        self.bill._reassess("Measured anew")
        self.assertEqual(plan.state, "ended")

    def test_one_plan_a_bill_and_four_eyes(self):
        self._agree()
        second = self._plan()
        with self.assertRaisesRegex(UserError, "already"):
            second.request_validation()
        # two at once are held apart by PostgreSQL
        with mute_logger("odoo.sql_db"), self.assertRaises(errors.UniqueViolation):
            second._approval_write({"state": "requested"})
            self.env.flush_all()

    def test_roles(self):
        both = self._create_user("approver", "accountant", login="both")
        plan = self._plan(user=both)
        plan.request_validation()
        with self.assertRaises(AccessError):
            plan.with_user(both).validate_tier()
        for role in ("cashier", "service_agent", "approver", "manager"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self._plan(user=self.users[role])
