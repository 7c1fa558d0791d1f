from datetime import date
from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.heating_payment.tests.common import HeatingPaymentCommon

PARTS = (("2026-12-01", 1000.0), ("2027-01-01", 600.0), ("2027-02-01", 400.0))


@tagged("post_install", "-at_install")
class TestPayableDays(HeatingPaymentCommon):
    """Arrears go by the next instalment where a plan runs, else by the due day.

    The first household pays 2,000 yuan by instalments, the second has no plan.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bill = cls.env["heating.bill"].search(
            [("household_id", "=", cls.household.id)]
        )

    def setUp(self):
        super().setUp()
        self._go_to(date(2026, 10, 20))
        self.plan = (
            self.env["heating.instalment.plan"]
            .with_user(self.clerk)
            .create(
                {
                    "bill_id": self.bill.id,
                    "reason": "Out of work",
                    "line_ids": [
                        Command.create({"date": day, "amount": amount})
                        for day, amount in PARTS
                    ],
                }
            )
        )
        self.plan.request_validation()
        self.plan.with_user(self.approver).validate_tier()

    def _go_to(self, day):
        patcher = patch.object(
            type(self.env["res.company"]), "_heating_today", lambda _company: day
        )
        patcher.start()
        self.addCleanup(patcher.stop)
        self.env.invalidate_all()

    def _get_arrears(self, household):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env["heating.arrears"].search([("household_id", "=", household.id)])

    def _get_age(self, household, day):
        self.env.flush_all()
        self.env.invalidate_all()
        return (
            self.env["heating.receivable.age"]
            .with_context(as_of=str(day))
            .search([("household_id", "=", household.id)])
        )

    def test_lists_by_table(self):
        due = self.bill.date_due
        for day, overdue, days, bucket, days_without in (
            (date(2026, 11, 28), False, 0, "not_due", 0),
            (date(2026, 12, 1), False, 0, "not_due", 0),
            (date(2026, 12, 5), True, 4, "d30", 0),
            (date(2027, 1, 10), True, 40, "d90", 10),
        ):
            with self.subTest(day=day):
                self._go_to(day)
                arrears = self._get_arrears(self.household)
                self.assertEqual(
                    (arrears.date_due, arrears.overdue), (date(2026, 12, 1), overdue)
                )
                age = self._get_age(self.household, day)
                self.assertEqual(
                    (age.date_due, age.days_overdue, age.bucket),
                    (date(2026, 12, 1), days, bucket),
                )
                without = self._get_arrears(self.household_2)
                self.assertEqual(
                    (without.date_due, without.overdue), (due, bool(days_without))
                )
                age = self._get_age(self.household_2, day)
                self.assertEqual(age.days_overdue, days_without)

    def test_a_paid_instalment_moves_on_and_the_past_stays(self):
        self._go_to(date(2026, 12, 10))
        self._take(self.household, ("card", 1000.0))
        self.assertFalse(self._get_arrears(self.household).overdue)
        age = self._get_age(self.household, date(2026, 12, 10))
        self.assertEqual((age.date_due, age.bucket), (date(2027, 1, 1), "not_due"))
        age = self._get_age(self.household, date(2026, 12, 9))
        self.assertEqual((age.date_due, age.days_overdue), (date(2026, 12, 1), 8))

    def test_a_plan_that_ended_counts_from_the_due_day_again(self):
        self._go_to(date(2026, 12, 20))
        self.env["heating.instalment.plan"]._end_missed()
        self.assertEqual(self.plan.state, "ended")
        self.assertEqual(self._get_arrears(self.household).date_due, self.bill.date_due)
        age = self._get_age(self.household, date(2026, 12, 20))
        self.assertEqual(age.date_due, self.bill.date_due)
        # on a day on which the plan ran it was next on its own day
        age = self._get_age(self.household, date(2026, 11, 28))
        self.assertEqual(age.date_due, date(2026, 12, 1))

    def test_who_pays_by_instalments_is_not_cut_off(self):
        kind = self.env.ref("heating_customer.application_type_cut_off")
        day = date(2026, 11, 28)
        self._go_to(day)
        sentences = [
            self.env["heating.application"]
            .create(
                {
                    "type_id": kind.id,
                    "household_id": household.id,
                    "date_from": day,
                }
            )
            ._get_no_arrears_refusal()
            for household in (self.household, self.household_2)
        ]
        self.assertIn("instalments as agreed", sentences[0])
        self.assertIn("may be paid until 2026/12/31", sentences[1])

    def test_a_missed_instalment_is_reason_enough(self):
        kind = self.env.ref("heating_customer.application_type_cut_off")
        day = date(2026, 12, 5)
        self._go_to(day)
        application = self.env["heating.application"].create(
            {
                "type_id": kind.id,
                "household_id": self.household.id,
                "date_from": day,
            }
        )
        self.assertFalse(application._get_no_arrears_refusal())

    def test_the_counter_says_the_day_of_the_instalment(self):
        debts = (
            self.env["heating.receipt"]
            .with_user(self.cashier)
            .counter_debts(self.household.ids)["debts"]
        )
        self.assertEqual([debt["date_due"] for debt in debts], [date(2026, 12, 1)])
