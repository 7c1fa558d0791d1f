from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.heating_payment.tests.common import HeatingPaymentCommon
from odoo.addons.heating_report.audit import broken_laws


class CashRoundingCommon(HeatingPaymentCommon):
    UNIT = "1"

    @classmethod
    def _create_tariff(cls, name, **vals):
        return super()._create_tariff(name, cash_rounding=cls.UNIT, **vals)

    def tearDown(self):
        self.assertEqual(broken_laws(self.env), {})
        super().tearDown()

    def _owe(self, amount):
        """Let the household's bill be open by so much."""
        if amount < 2000:
            self._take(self.household, ("card", round(2000 - amount, 2)))

    def _check(self, owed, tenders, rounding):
        """Pay what is owed by these tenders; the debt is settled to the cent."""
        savepoint = self.env.cr.savepoint(flush=True)
        self._owe(owed)
        before = self.shift.sudo()._get_expected_cash()
        receipt = self._take(self.household, *tenders)
        cash = sum(amount for kind, amount in tenders if kind == "cash")
        self.assertEqual(self.household.amount_due, 0.0)
        self.assertEqual(self.household.advance_balance, 0.0)
        self.assertAlmostEqual(receipt.cash_rounding, rounding, 7)
        found = self.shift.sudo()._get_expected_cash()
        self.assertAlmostEqual(found, before + cash, 7)
        lines = receipt.tender_ids.payment_id.move_id.line_ids.filtered(
            lambda line: line.account_id.internal_group in ("income", "expense")
        )
        self.assertAlmostEqual(-sum(lines.mapped("balance")), rounding, 7)
        if rounding:
            company = self.company
            self.assertEqual(
                lines.account_id,
                company.default_cash_difference_income_account_id
                if rounding > 0
                else company.default_cash_difference_expense_account_id,
            )
        self.assertEqual(broken_laws(self.env), {})
        receipt.with_user(self.head_cashier).action_void("Wrong household")
        self.env.invalidate_all()
        self.assertEqual(self.household.amount_due, owed)
        self.assertAlmostEqual(self.shift.sudo()._get_expected_cash(), before, 7)
        self.assertEqual(broken_laws(self.env), {})
        savepoint.rollback()
        self.env.invalidate_all(flush=False)


@tagged("post_install", "-at_install")
class TestCashInWholeYuan(CashRoundingCommon):
    def test_by_table(self):
        for owed, tenders, rounding in (
            (1698.84, [("cash", 1699.0)], 0.16),
            (1698.50, [("cash", 1699.0)], 0.50),
            (1698.49, [("cash", 1698.0)], -0.49),
            (1698.00, [("cash", 1698.0)], 0.0),
            (1698.84, [("card", 1698.84)], 0.0),
            (1698.84, [("card", 698.5), ("cash", 1000.0)], -0.34),
            (1698.84, [("cash", 1000.0), ("card", 698.84)], 0.0),
        ):
            with self.subTest(owed=owed, tenders=tenders):
                self._check(owed, tenders, rounding)

    def test_cash_is_whole_yuan_even_where_cents_are_owed(self):
        self._owe(1698.84)
        with self.assertRaisesRegex(UserError, "whole 1 yuan"):
            with self.env.cr.savepoint():
                self._take(self.household, ("cash", 1698.84))
        self.env.invalidate_all()

    def test_more_than_rounding_is_not_passed_over(self):
        self._owe(1698.84)
        with self.assertRaisesRegex(UserError, "Only 1698.84"):
            with self.env.cr.savepoint():
                self._take(self.household, ("cash", 1700.0))
        self.env.invalidate_all()
        # a yuan less leaves the rest open: nothing is given away
        self._take(self.household, ("cash", 1698.0))
        self.assertEqual(self.household.amount_due, 0.84)

    def test_a_part_payment_is_not_rounded(self):
        self._owe(1698.84)
        receipt = self._take(self.household, ("cash", 1000.0))
        self.assertFalse(receipt.cash_rounding)
        self.assertEqual(self.household.amount_due, 698.84)

    def test_the_counter_is_told_the_unit(self):
        receipts = self.env["heating.receipt"].with_user(self.cashier)
        debts = receipts.counter_debts(self.household.ids)["debts"]
        self.assertEqual([debt["cash_unit"] for debt in debts], [100])

    def test_without_accounts_it_says_what_to_set(self):
        self._owe(1698.84)
        self.company.default_cash_difference_income_account_id = False
        self.desk.cash_journal_id.profit_account_id = False
        with self.assertRaisesRegex(UserError, "profit and loss account"):
            with self.env.cr.savepoint():
                self._take(self.household, ("cash", 1699.0))
        self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestCashInTenCents(CashRoundingCommon):
    UNIT = "0.1"

    def test_by_table(self):
        for owed, tenders, rounding in (
            (1698.84, [("cash", 1698.8)], -0.04),
            (1698.85, [("cash", 1698.9)], 0.05),
            (1698.80, [("cash", 1698.8)], 0.0),
        ):
            with self.subTest(owed=owed, tenders=tenders):
                self._check(owed, tenders, rounding)


@tagged("post_install", "-at_install")
class TestCashInCents(CashRoundingCommon):
    UNIT = "0.01"

    def test_nothing_is_rounded(self):
        self._check(1698.84, [("cash", 1698.84)], 0.0)
