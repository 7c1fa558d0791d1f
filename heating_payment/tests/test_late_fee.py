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

    def test_a_prepayment_that_settles_a_debt_leaves_its_late_fee_open(self):
        receipt = self._take(self.household_2, ("card", 2040.0))
        self._take(self.household_2, ("card", 300.0), surplus="advance")
        prepaid = self.env["heating.receipt"].search([], limit=1)
        receipt.with_user(self.head_cashier).action_void("Bounced")
        household = self.household_2
        self._open_debt(household, 100.0, "2026-01-01", season_id=self.season.id)
        charges = self.env["heating.charge"].search(
            [("household_id", "=", household.id), ("state", "=", "posted")]
        )
        fee = charges.filtered("origin_charge_id")
        self.assertTrue(fee.caused_by_advance_id)
        self.assertEqual(fee.amount_residual, fee.amount)
        prepaid.with_user(self.head_cashier).action_void("Bounced as well")
        self.assertEqual(fee.state, "cancelled")

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
