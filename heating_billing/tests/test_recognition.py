from datetime import date
from unittest.mock import patch

from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import HeatingBillingCommon


@tagged("post_install", "-at_install")
class TestRecognition(HeatingBillingCommon):
    """Income month by month: 120 days, of which 16 are in November, 31 in December."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.heating_recognise = "by_days"
        cls.analytic = cls.env["account.analytic.account"].create(
            {
                "name": "Station 1",
                "plan_id": cls.env["account.analytic.plan"].create({"name": "Heat"}).id,
            }
        )
        cls.households = cls.env["heating.household"]
        for number, room in (("R000001", "901"), ("R000002", "902")):
            cls.households |= cls._create_household(number, cls.customer, room=room)
        cls.today = date(2026, 10, 10)
        cls.startClassPatcher(
            patch.object(
                type(cls.company), "_heating_today", lambda _company: cls.today
            )
        )
        cls._bill_season()
        cls.bills = cls.env["heating.bill"].search(
            [("household_id", "in", cls.households.ids)], order="number"
        )

    def _on(self, *day):
        type(self).today = date(*day)

    def _recognise(self, *month):
        """Post a month as the accountant, on its last day or later."""
        recognition = (
            self.env["heating.recognition"]
            .with_user(self.accountant)
            .create({"season_id": self.season.id, "month": date(*month, 1)})
        )
        if self.today < recognition.date:
            type(self).today = recognition.date
        recognition.action_post()
        return recognition

    def _get_balance(self, account):
        self.env.flush_all()
        [(balance,)] = self.env["account.move.line"]._read_group(
            [("account_id", "=", account.id), ("parent_state", "=", "posted")],
            [],
            ["balance:sum"],
        )
        return self.company.currency_id.round(balance or 0.0)

    def test_bills_are_deferred(self):
        line = self.bills[0].move_ids.invoice_line_ids
        self.assertEqual(line.account_id, self.company.heating_deferred_account_id)
        self.assertEqual(
            line.heating_income_account_id, self.company.heating_income_account_id
        )
        self.assertEqual(self._get_balance(self.company.heating_income_account_id), 0)

    def test_months_add_up(self):
        deferred = self.company.heating_deferred_account_id
        whole = -self._get_balance(deferred)
        self.assertGreater(whole, 0)
        months = [(2026, 11), (2026, 12), (2027, 1), (2027, 2), (2027, 3)]
        posted = [self._recognise(*month) for month in months]
        self.assertEqual([each.days for each in posted], [16, 47, 78, 106, 120])
        # each station's part is rounded on its own
        self.assertAlmostEqual(posted[0].amount, whole * 16 / 120, delta=0.02)
        self.assertEqual(self._get_balance(deferred), 0)
        self.assertEqual(
            self._get_balance(self.company.heating_income_account_id), -whole
        )
        self.assertEqual(posted[-1].amount_left, 0)
        self.assertEqual(posted[0].move_id.date, date(2026, 11, 30))
        with self.assertRaisesRegex(UserError, "nothing to recognise"):
            self._recognise(2027, 4)

    def test_a_correction_after_a_closed_month_is_caught_up(self):
        november = self._recognise(2026, 11)
        bill = self.bills[0]
        self._on(2026, 12, 5)
        # 2000 become 1000, of which 16 of 120 days are recognised already
        bill.household_id.space_ids.built_area = 50
        bill._reassess("the area was wrong")
        note = bill.move_ids.filtered(lambda move: move.move_type == "out_refund")
        self.assertEqual(
            note.invoice_line_ids.account_id, self.company.heating_deferred_account_id
        )
        self.assertEqual(
            note.invoice_line_ids.heating_income_account_id,
            self.company.heating_income_account_id,
        )
        december = self._recognise(2026, 12)
        self.assertEqual(december.amount_billed, november.amount_billed - 1000)
        self.assertAlmostEqual(
            december.amount + november.amount, december.amount_billed * 47 / 120, 2
        )

    def test_an_undone_bill_leaves_nothing_deferred(self):
        bill = self.bills[0]
        self._recognise(2026, 11)
        self._on(2026, 12, 5)
        bill._undo("wrong household")
        self.assertFalse(
            sum(
                bill.move_ids.line_ids.filtered("heating_income_account_id").mapped(
                    "balance"
                )
            )
        )

    def test_a_month_is_posted_once(self):
        self._recognise(2026, 11)
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"):
            self._recognise(2026, 11)

    def test_posted_twice_is_refused(self):
        november = self._recognise(2026, 11)
        with self.assertRaisesRegex(UserError, "already"):
            november.action_post()

    def test_months_go_in_order(self):
        self._recognise(2026, 12)
        with self.assertRaisesRegex(UserError, "later month"):
            self._recognise(2026, 11)

    def test_a_month_that_is_not_over_is_refused(self):
        self._on(2026, 11, 29)
        november = self.env["heating.recognition"].create(
            {"season_id": self.season.id, "month": "2026-11-12"}
        )
        with self.assertRaisesRegex(UserError, "not over"):
            november.with_user(self.accountant).action_post()

    def test_a_locked_month_is_refused(self):
        self.company.fiscalyear_lock_date = date(2026, 11, 30)
        with self.assertRaisesRegex(UserError, "locked up to"):
            self._recognise(2026, 11)

    def test_reversed_and_recognised_again(self):
        november = self._recognise(2026, 11)
        december = self._recognise(2026, 12)
        with self.assertRaisesRegex(UserError, "later month"):
            november.action_reverse()
        before = self._get_balance(self.company.heating_income_account_id)
        december.action_reverse()
        self.assertEqual(december.state, "reversed")
        # what the list sums up is what is in the books
        self.assertEqual(
            (november.amount_booked, december.amount_booked), (november.amount, 0.0)
        )
        self.assertEqual(
            self._get_balance(self.company.heating_income_account_id),
            self.company.currency_id.round(before + december.amount),
        )
        again = self._recognise(2026, 12)
        self.assertEqual(again.amount, december.amount)
        self.assertEqual(
            self._get_balance(self.company.heating_income_account_id), before
        )

    def test_a_reversal_in_a_locked_month_is_refused(self):
        november = self._recognise(2026, 11)
        self.company.fiscalyear_lock_date = date(2026, 11, 30)
        with self.assertRaisesRegex(UserError, "locked up to"):
            november.action_reverse()

    def test_nobody_undoes_the_entry_by_hand(self):
        november = self._recognise(2026, 11)
        with self.assertRaisesRegex(UserError, "heating books"):
            november.move_id.with_user(self.accountant).button_draft()
        with self.assertRaises(AccessError):
            november.write({"state": "draft"})
        with self.assertRaises(UserError):
            november.unlink()
        with self.assertRaises(AccessError):
            self.env["heating.recognition"].with_user(self.accountant).create(
                {"season_id": self.season.id, "month": "2026-12-01", "state": "posted"}
            )

    def test_only_the_accountant_posts(self):
        november = self.env["heating.recognition"].create(
            {"season_id": self.season.id, "month": "2026-11-01"}
        )
        with self.assertRaises(AccessError):
            november.with_user(self.users["manager"]).action_post()

    def test_income_carries_the_station(self):
        household = self.households[0]
        station = household.station_id
        self.assertTrue(station)
        station.analytic_account_id = self.analytic
        november = self._recognise(2026, 11)
        income = november.move_id.line_ids.filtered(
            lambda line: line.account_id == self.company.heating_income_account_id
        )
        self.assertIn(
            {str(self.analytic.id): 100.0}, income.mapped("analytic_distribution")
        )

    def test_queries_do_not_grow_with_bills(self):
        recognition = self.env["heating.recognition"].create(
            {"season_id": self.season.id, "month": "2026-11-01"}
        )
        self.env.flush_all()
        with self.assertQueryCount(20):
            recognition.sudo()._work_out()
            self.env.flush_all()


@tagged("post_install", "-at_install")
class TestAnalytic(HeatingBillingCommon):
    """Income booked at once carries its station; charges have their own taxes."""

    def test_lines_carry_the_station(self):
        plan = self.env["account.analytic.plan"].create({"name": "Heat"})
        analytic = self.env["account.analytic.account"].create(
            {"name": "Station 1", "plan_id": plan.id}
        )
        household = self._create_household("R000003", self.customer, room="903")
        household.station_id.analytic_account_id = analytic
        self._bill_season()
        bill = household.bill_ids
        self.assertEqual(
            bill.move_ids.invoice_line_ids.analytic_distribution,
            {str(analytic.id): 100.0},
        )

    def test_charges_carry_their_own_tax(self):
        included = self.company.heating_included_tax_id
        late, connection = (
            included.copy({"name": name, "amount": amount})
            for name, amount in (("Late", 0.0), ("Connection", 6.0))
        )
        self.company.heating_late_fee_tax_id = late
        self.company.heating_connection_tax_id = connection
        household = self._create_household("R000004", self.customer, room="904")
        charges = self.env["heating.charge"].create(
            [
                {"household_id": household.id, "amount": 106.0, "kind": kind}
                for kind in ("late_fee", "connection", "other")
            ]
        )
        charges.with_user(self.accountant).action_confirm()
        self.assertEqual(
            [
                (charge.move_ids.invoice_line_ids.tax_ids, charge.move_ids.amount_tax)
                for charge in charges
            ],
            [(late, 0.0), (connection, 6.0), (included, 8.75)],
        )
