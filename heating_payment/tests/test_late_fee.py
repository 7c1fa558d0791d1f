from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import HeatingPaymentCommon


@tagged("post_install", "-at_install")
class TestLateFee(HeatingPaymentCommon):
    """2,000 yuan, 1 ‰ a day, twenty days after the due day: 40 yuan of late fee."""

    @classmethod
    def _create_tariff(cls, name, **vals):
        vals = {
            "late_fee_daily_rate": 0.001,
            "late_fee_cap": 1.0,
            "late_fee_first": "late_fee",
            "late_fee_scope": "all",
            **vals,
        }
        return super()._create_tariff(name, **vals)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bill = cls.env["heating.bill"].search(
            [("household_id", "=", cls.household.id)]
        )

    def setUp(self):
        super().setUp()
        self._go_to(20)

    def _go_to(self, days):
        """Be so many days after the bill was due."""
        day = self.bill.date_due + timedelta(days=days)
        patcher = patch.object(
            type(self.env["res.company"]), "_heating_today", lambda _company: day
        )
        patcher.start()
        self.addCleanup(patcher.stop)
        self.env.invalidate_all()

    def _pay_principal_first(self):
        """As if the tariff had said so when it was approved."""
        self.env.cr.execute("UPDATE heating_tariff SET late_fee_first = 'principal'")
        self.env.invalidate_all()

    def _get_fees(self):
        return self.env["heating.charge"].search(
            [("kind", "=", "late_fee"), ("household_id", "=", self.household.id)],
            order="id",
        )

    def test_the_counter_shows_it_and_takes_it_with_the_debt(self):
        receipts = self.env["heating.receipt"].with_user(self.cashier)
        debts = receipts.counter_debts(self.household.ids)["debts"]
        self.assertEqual([(d["open"], d["late_fee"]) for d in debts], [(2000.0, 40.0)])
        receipt = self._take(self.household, ("card", 2040.0))
        fee = self._get_fees()
        self.assertRecordValues(
            fee,
            [
                {
                    "amount": 40.0,
                    "state": "posted",
                    "origin_bill_id": self.bill.id,
                    "amount_residual": 0.0,
                    "caused_by_receipt_id": receipt.id,
                }
            ],
        )
        self.assertEqual(receipt.line_ids.mapped("amount"), [40.0, 2000.0])
        self.assertEqual(self.bill.payment_state, "paid")
        self.assertFalse(receipts.counter_debts(self.household.ids)["debts"])

    def test_more_than_both_is_refused(self):
        with self.assertRaisesRegex(UserError, "Only 2040.00"):
            self._take(self.household, ("card", 2040.01))

    def test_a_part_pays_the_late_fee_first(self):
        self._take(self.household, ("card", 1040.0))
        self.assertEqual(self._get_fees().amount, 40.0)
        self.assertEqual(self.bill.amount_residual, 1000.0)
        self._go_to(30)
        # ten more days on what is left
        self.assertEqual(self.bill.late_fee_today, 10.0)
        self._take(self.household, ("card", 4.0))
        self.assertEqual(self._get_fees().mapped("amount"), [40.0, 4.0])
        self.assertEqual(self.bill.amount_residual, 1000.0)
        self._take(self.household, ("card", 1006.0))
        self.assertEqual(sum(self._get_fees().mapped("amount")), 50.0)
        self.assertEqual(self.household.amount_due, 0.0)

    def test_a_late_fee_alone_changes_the_row_that_other_payments_wait_for(self):
        """Else two payments at once would both charge it."""
        debt = self.bill.move_ids.line_ids.filtered("amount_residual")

        def get_row():
            self.env.cr.execute(
                "SELECT ctid FROM account_move_line WHERE id = %s", debt.ids
            )
            return self.env.cr.fetchone()

        before = get_row()
        self._take(self.household, ("card", 4.0))
        self.assertEqual(debt.amount_residual, 2000.0)
        self.assertNotEqual(get_row(), before)

    def test_a_part_pays_the_principal_first(self):
        self._pay_principal_first()
        self._take(self.household, ("card", 1000.0))
        self.assertFalse(self._get_fees())
        self.assertEqual(self.bill.amount_residual, 1000.0)
        self._go_to(30)
        # 20 days on 2,000 and 10 on 1,000: charged as soon as the principal is paid
        self._take(self.household, ("card", 1020.0))
        fee = self._get_fees()
        self.assertEqual((fee.amount, fee.amount_residual), (50.0, 30.0))
        self._go_to(300)
        self._take(self.household, ("card", 30.0))
        self.assertEqual(self.household.amount_due, 0.0)
        self.assertEqual(len(self._get_fees()), 1)

    def test_all_of_the_principal_and_no_more_leaves_the_late_fee_open(self):
        self._pay_principal_first()
        receipt = self._take(self.household, ("card", 2000.0))
        fee = self._get_fees()
        self.assertEqual((fee.amount, fee.amount_residual), (40.0, 40.0))
        self.assertEqual(fee.caused_by_receipt_id, receipt)

    def test_voiding_the_receipt_undoes_the_late_fee_it_caused(self):
        receipt = self._take(self.household, ("card", 2040.0))
        receipt.with_user(self.head_cashier).action_void("Wrong household")
        fee = self._get_fees()
        self.assertEqual((fee.state, fee.amount_residual), ("cancelled", 0.0))
        self.assertEqual(sum(fee.move_ids.mapped("amount_total_signed")), 0.0)
        self.assertEqual(self.household.amount_due, 2000.0)
        self._go_to(30)
        self.assertEqual(self.bill.late_fee_today, 60.0)
        self._take(self.household, ("card", 2060.0))
        self.assertEqual(self.household.amount_due, 0.0)

    def test_what_was_waived_beforehand_is_not_asked_for(self):
        waiver = (
            self.env["heating.late.fee.waiver"]
            .with_user(self.clerk)
            .create(
                {
                    "bill_id": self.bill.id,
                    "percent": 50.0,
                    "date_until": self.bill.date_due + timedelta(days=20),
                    "reason": "In hospital",
                }
            )
        )
        waiver.request_validation()
        waiver.with_user(self.approver).validate_tier()
        self._take(self.household, ("card", 2020.0))
        self.assertEqual(self._get_fees().amount, 20.0)
        self.assertEqual(self.household.amount_due, 0.0)

    def _prepay(self, amount):
        """Pay all of household 2, prepay *amount*, and open a debt that is late.

        :return: the receipt of the prepayment, the debt, and its late fee so far
        """
        household = self.household_2
        self._take(household, ("card", 2040.0))
        prepaid = self._take(household, ("card", amount), surplus="advance")
        start = self._get_today() - timedelta(days=100)
        debt = self._open_debt(household, 100.0, start, season_id=self.season.id)
        return prepaid, debt, self._get_fees_of(debt)

    def _get_fees_of(self, debt):
        return self.env["heating.charge"].search([("origin_charge_id", "=", debt.id)])

    def _get_today(self):
        return self.env.company._heating_today()

    def test_a_prepayment_pays_the_late_fee_like_the_counter(self):
        """100 yuan, 1 ‰ a day, 100 days late: 110 of 300 prepaid yuan are used."""
        prepaid, debt, fee = self._prepay(300.0)
        self.assertEqual(fee.amount, 10.0)
        self.assertTrue(fee.caused_by_advance_id)
        self.assertEqual((fee + debt).mapped("amount_residual"), [0.0, 0.0])
        self.assertEqual(self.household_2.advance_balance, 190.0)
        prepaid.with_user(self.head_cashier).action_void("Bounced")
        self.assertEqual(fee.state, "cancelled")
        self.assertEqual(debt.amount_residual, 100.0)
        self.assertEqual(debt.late_fee_today, 10.0)

    def test_a_small_prepayment_pays_the_late_fee_first(self):
        _prepaid, debt, fee = self._prepay(30.0)
        self.assertEqual((fee.amount, fee.amount_residual), (10.0, 0.0))
        self.assertEqual(debt.amount_residual, 80.0)

    def test_a_small_prepayment_pays_the_principal_first(self):
        self._pay_principal_first()
        _prepaid, debt, fee = self._prepay(30.0)
        self.assertFalse(fee)
        self.assertEqual(debt.amount_residual, 70.0)

    def test_a_prepayment_that_only_reaches_the_principal(self):
        self._pay_principal_first()
        _prepaid, debt, fee = self._prepay(100.0)
        self.assertEqual((fee.amount, fee.amount_residual), (10.0, 10.0))
        self.assertEqual(debt.amount_residual, 0.0)

    def test_the_counter_says_what_a_prepayment_would_pay(self):
        """Beside a debt that a void has opened again: its late fee, too."""
        household = self.household_2
        receipt = self._take(household, ("card", 2040.0))
        self._take(household, ("card", 2500.0), surplus="advance")
        receipt.with_user(self.head_cashier).action_void("Bounced")
        counter = self.env["heating.receipt"].with_user(self.cashier)
        [data] = counter.counter_debts(household.ids)["households"]
        self.assertEqual(data["usable"], 2040.0)
        self.assertEqual(counter.counter_use_advance(household.ids)["total"], 2040.0)
        self.env.invalidate_all()
        self.assertEqual(household.amount_due, 0.0)
        self.assertEqual(household.advance_balance, 460.0)

    def test_a_void_of_what_paid_the_late_fee_only_leaves_it_open(self):
        """Somebody else has paid the debt since, so nobody would ask for it."""
        first = self._take(self.household, ("card", 10.0))
        self.assertEqual(self.bill.amount_residual, 2000.0)
        self.assertEqual(self._get_fees().caused_by_receipt_id, first)
        second = self._take(self.household, ("card", 2030.0))
        first.with_user(self.head_cashier).action_void("Bounced")
        cancelled, second_fee, anew = self._get_fees()
        self.assertEqual(cancelled.state, "cancelled")
        self.assertEqual(anew.caused_by_receipt_id, second)
        self.assertEqual(anew.amount_residual, 10.0)
        self.assertEqual(self.household.amount_due, 10.0)
        second.with_user(self.head_cashier).action_void("Bounced as well")
        self.assertEqual((second_fee + anew).mapped("state"), ["cancelled"] * 2)
        self.assertEqual(self.bill.late_fee_today, 40.0)

    def test_a_credit_note_that_settles_a_debt_forgets_no_late_fee(self):
        """1,900 yuan were twenty days late when the other 100 turn out not owed."""
        self._pay_principal_first()
        receipt = self._take(self.household, ("card", 1900.0))
        self._go_to(50)
        self.bill._post_difference(self.bill._spread(-100.0), "a smaller area")
        fee = self._get_fees()
        self.assertEqual((fee.amount, fee.amount_residual), (38.0, 38.0))
        self.assertEqual(fee.caused_by_receipt_id, receipt)

    def test_a_part_pays_the_late_fee_of_that_part(self):
        """Where it is asked on the part that is paid: 51 yuan are 50 and 1 of fee."""
        self.env.cr.execute("UPDATE heating_tariff SET late_fee_scope = 'paid'")
        self.env.invalidate_all()
        self._take(self.household, ("card", 51.0))
        self.assertEqual(self._get_fees().amount, 1.0)
        self.assertEqual(self.bill.amount_residual, 1950.0)
        self.assertEqual(self.bill.late_fee_today, 39.0)
        self._go_to(30)
        # ten more days on what is left
        self.assertEqual(self.bill.late_fee_today, 58.5)
        self._take(self.household, ("card", 2008.5))
        self.assertEqual(sum(self._get_fees().mapped("amount")), 59.5)
        self.assertEqual(self.household.amount_due, 0.0)

    def test_several_households_and_tenders(self):
        households = self.household | self.household_2
        self._take(households, ("card", 1000.0), ("transfer", 3080.0))
        self.assertEqual(sum(households.mapped("amount_due")), 0.0)
        fees = self.env["heating.charge"].search([("kind", "=", "late_fee")])
        self.assertEqual(fees.mapped("amount"), [40.0, 40.0])


@tagged("post_install", "-at_install")
class TestNoLateFee(HeatingPaymentCommon):
    def test_without_a_rate_nothing_changes(self):
        self._open_debt(self.household, 10.0, "2020-01-01", season_id=self.season.id)
        self._take(self.household, ("card", 2010.0))
        self.assertFalse(self.env["heating.charge"].search([("kind", "=", "late_fee")]))
