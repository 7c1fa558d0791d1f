from datetime import date
from decimal import Decimal
from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from ..models.heating_debt_late_fee import LateFeeOf
from .common import HeatingBillingCommon


@tagged("post_install", "-at_install")
class TestLateFee(HeatingBillingCommon):
    """2,000 yuan due on the day before the season, 1 ‰ a day."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.season.date_due = "2026-11-14"
        cls.tariff.active = False
        cls.tariff = cls._create_tariff(
            "With a late fee",
            late_fee_daily_rate=0.001,
            late_fee_cap=1.0,
        )
        cls.tariff.with_user(cls.approver).action_approve()
        cls._bill_season()
        cls.bill = cls.env["heating.bill"].search(
            [("household_id", "=", cls.household.id)]
        )

    def _set_today(self, day):
        patcher = patch.object(
            type(self.env["res.company"]), "_heating_today", lambda _company: day
        )
        patcher.start()
        self.addCleanup(patcher.stop)

    def _fee(self, day, debt=None):
        debt = debt or self.bill
        return float(debt._get_late_fees(day).get(debt, LateFeeOf()).open)

    def test_any_day_is_worked_out_from_facts(self):
        for day, expected in (
            (date(2026, 11, 14), 0.0),
            (date(2026, 11, 15), 2.0),
            (date(2026, 11, 30), 32.0),
            (date(2040, 1, 1), 2000.0),
        ):
            with self.subTest(day=day):
                self.assertEqual(self._fee(day), expected)

    def test_it_is_said_for_today_and_the_end_of_the_month(self):
        self._set_today(date(2026, 11, 20))
        self.env.invalidate_all()
        self.assertEqual(self.bill.late_fee_today, 12.0)
        for words in ("12.00", "32.00", "30"):
            self.assertIn(words, self.bill.late_fee_text)
        sections = self.household.get_overview()
        fees = [each for each in sections if each["code"] == "late_fees"]
        self.assertEqual(fees[0]["rows"][0]["values"][0], self.bill.number)

    def test_it_stands_on_the_printed_notice_and_for_the_householder(self):
        self._set_today(date(2026, 11, 20))
        self.env.invalidate_all()
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "heating_billing.heating_bill_report", self.bill.ids
        )
        self.assertIn(self.bill.late_fee_text, html.decode())
        user = new_test_user(
            self.env,
            "householder",
            groups="base.group_portal",
            partner_id=self.customer.id,
        )
        self.assertIn("12.00", self.bill.with_user(user).late_fee_text)

    def test_a_credit_note_was_never_owed(self):
        self._set_today(date(2026, 12, 1))
        self.household.space_ids.built_area = 50.0
        self.bill._reassess("Measured anew")
        self.assertEqual(self._fee(date(2026, 12, 4)), 20.0)

    def test_frozen_while_disputed_or_cut_off(self):
        self.env["heating.supply"].create(
            {
                "household_id": self.household.id,
                "state": "cut_off",
                "date_from": "2026-11-20",
                "date_to": "2026-11-24",
            }
        )
        # five days, and the day of the reconnection
        self.assertEqual(self._fee(date(2026, 11, 30)), 20.0)
        self.env["heating.hold"].with_user(self.clerk).create(
            {
                "household_id": self.household.id,
                "kind": "dispute",
                "reason": "Area",
                "date_from": "2026-11-23",
            }
        )
        self.assertEqual(self._fee(date(2026, 11, 30)), 10.0)

    def test_an_outage_freezes_it(self):
        households = type(self.env["heating.household"])
        ranges = {self.household.id: [(date(2026, 11, 16), date(2026, 11, 17))]}
        with patch.object(households, "_get_outage_ranges", lambda _self: ranges):
            self.assertEqual(self._fee(date(2026, 11, 30)), 28.0)

    def test_a_plan_holds_it_off_until_a_day_is_missed(self):
        self._set_today(date(2026, 11, 20))
        plan = (
            self.env["heating.instalment.plan"]
            .with_user(self.clerk)
            .create(
                {
                    "bill_id": self.bill.id,
                    "reason": "Out of work",
                    "line_ids": [
                        Command.create({"date": "2026-12-01", "amount": 1000.0}),
                        Command.create({"date": "2027-01-01", "amount": 1000.0}),
                    ],
                }
            )
        )
        plan.request_validation()
        plan.with_user(self.approver).validate_tier()
        # five days before the agreement, from the 15th to the 19th
        self.assertEqual(self._fee(date(2026, 12, 5)), 10.0)
        self._set_today(date(2026, 12, 20))
        self.env["heating.instalment.plan"]._end_missed()
        self.assertEqual(self._fee(date(2026, 12, 5)), 18.0)

    def test_a_waiver_takes_its_share_up_to_its_day(self):
        waiver = (
            self.env["heating.late.fee.waiver"]
            .with_user(self.clerk)
            .create(
                {
                    "bill_id": self.bill.id,
                    "percent": 50.0,
                    "date_until": "2026-11-24",
                    "reason": "In hospital",
                }
            )
        )
        waiver.request_validation()
        self.assertEqual(waiver.amount, 10.0)
        self.assertEqual(self._fee(date(2026, 11, 24)), 20.0)
        waiver.with_user(self.approver).validate_tier()
        self.assertEqual(self._fee(date(2026, 11, 24)), 10.0)
        self.assertEqual(self._fee(date(2026, 11, 30)), 22.0)

    def test_a_charge_has_the_late_fee_of_its_season(self):
        charges = self.env["heating.charge"].create(
            [
                {
                    "household_id": self.household.id,
                    "amount": 100.0,
                    "date": "2026-11-14",
                    "season_id": season,
                }
                for season in (self.season.id, False)
            ]
        )
        charges._post_invoices()
        day = date(2026, 11, 24)
        self.assertEqual([self._fee(day, each) for each in charges], [1.0, 0.0])

    def test_without_a_rate_nothing_is_asked(self):
        rule = self.tariff._get_late_fee_rule()
        self.assertEqual(rule.daily_rate, Decimal("0.001"))
        self.assertFalse(self._create_tariff("Kind")._get_late_fee_rule())

    def test_the_number_of_queries_does_not_grow_with_the_debts(self):
        bills = self.env["heating.bill"].search([("season_id", "=", self.season.id)])
        self.assertGreater(len(bills), 2)

        def count(debts):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            debts._get_late_fees(date(2026, 12, 1))
            return self.env.cr.sql_log_count - before

        count(bills)
        self.assertEqual(count(bills[:1]), count(bills))
