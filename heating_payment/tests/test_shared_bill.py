from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.heating_billing.tests.common_parts import SharedBillCommon

from .common import HeatingPaymentCommon


@tagged("post_install", "-at_install")
class TestSharedBill(HeatingPaymentCommon, SharedBillCommon):
    """A shop's 3,000 yuan, of which the employer pays 700; 1 ‰ a day when late."""

    @classmethod
    def _create_tariff(cls, name, **vals):
        return super()._create_tariff(
            name, late_fee_daily_rate=0.001, late_fee_cap=1.0, **vals
        )

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bill = cls.shop.bill_ids
        cls.part = cls.bill.part_ids
        cls.theirs = cls.bill.move_ids.filtered("heating_payer_kind_id")

    def _go_to(self, days):
        """Be so many days after the bill was due."""
        day = self.bill.date_due + timedelta(days=days)
        patcher = patch.object(
            type(self.env["res.company"]), "_heating_today", lambda _company: day
        )
        patcher.start()
        self.addCleanup(patcher.stop)
        self.env.invalidate_all()

    def _get_debts(self):
        receipts = self.env["heating.receipt"].with_user(self.cashier)
        return receipts.counter_debts(self.shop.ids)["debts"]

    def test_the_counter_tells_the_parts_apart(self):
        self.assertEqual(
            [(d["open"], d["others"], d["debtor"]) for d in self._get_debts()],
            [(2300.0, False, ""), (700.0, True, "Cotton Mill")],
        )

    def test_the_household_pays_its_own_part(self):
        receipt = self._take(self.shop, ("cash", 2300.0))
        self.assertEqual(receipt.payer_name, self.customer.name)
        self.assertEqual(self.bill.amount_own_residual, 0.0)
        self.assertEqual(self.part.amount_residual, 700.0)
        self.assertEqual(self.bill.payment_state, "partial")
        self.assertEqual(self.shop.amount_due, 0.0)

    def test_more_than_its_part_is_not_taken_for_the_employer(self):
        with self.assertRaisesRegex(UserError, "Only 2300.00"):
            self._take(self.shop, ("cash", 2301.0))
        # or is the household's own prepayment, which does not pay for the employer
        self._take(self.shop, ("cash", 2400.0), surplus="advance", advance=100.0)
        self.assertEqual(self.part.amount_residual, 700.0)
        self.assertEqual(self.shop.advance_balance, 100.0)
        self.env["heating.advance.application"]._apply(self.shop)
        self.assertEqual(self.shop.advance_balance, 100.0)

    def test_the_employer_pays_its_part_alone(self):
        """Old arrears of the household are none of the employer's business."""
        self._open_debt(self.shop, 50.0, "2025-11-01")
        receipt = self._take(self.shop, ("card", 700.0), move_ids=self.theirs.ids)
        self.assertEqual(receipt.payer_name, "Cotton Mill")
        self.assertEqual(receipt.tender_ids.payment_id.partner_id, self.employer)
        self.assertEqual(self.part.amount_residual, 0.0)
        self.assertEqual(self.bill.amount_own_residual, 2300.0)
        receipt.with_user(self.head_cashier).action_void("Wrong company")
        self.assertEqual(self.part.amount_residual, 700.0)

    def test_what_waits_for_the_household_does_not_wait_for_the_employer(self):
        bills = type(self.env["heating.bill"])
        with patch.object(bills, "_bill_settled", autospec=True) as settled:
            self._take(self.shop, ("card", 700.0), move_ids=self.theirs.ids)
            self.assertFalse(settled.call_args.args[0])
            self._take(self.shop, ("cash", 2300.0))
            self.assertEqual(settled.call_args.args[0].ids, self.bill.ids)

    def test_each_pays_its_own_late_fee(self):
        self._go_to(20)
        # 2,300 yuan by 20 days by 1 ‰; the employer's 14 yuan are not the household's
        self.assertEqual(self.bill.late_fee_today, 46.0)
        self.assertEqual(
            [(d["open"], d["late_fee"]) for d in self._get_debts()],
            [(2300.0, 46.0), (700.0, 14.0)],
        )
        self._take(self.shop, ("cash", 2346.0))
        self.assertEqual(self.shop.amount_due, 0.0)
        self._take(self.shop, ("card", 714.0), move_ids=self.theirs.ids)
        fees = self.env["heating.charge"].search(
            [("kind", "=", "late_fee"), ("household_id", "=", self.shop.id)],
            order="id",
        )
        self.assertRecordValues(
            fees,
            [
                {
                    "partner_id": self.customer.id,
                    "payer_kind_id": False,
                    "amount": 46.0,
                    "amount_residual": 0.0,
                },
                {
                    "partner_id": self.employer.id,
                    "payer_kind_id": self.employer_kind.id,
                    "amount": 14.0,
                    "amount_residual": 0.0,
                },
            ],
        )
        self.assertEqual(fees.move_ids.heating_payer_kind_id, self.employer_kind)

    def test_an_undone_late_fee_leaves_the_parts_apart(self):
        self._go_to(20)
        receipt = self._take(self.shop, ("card", 714.0), move_ids=self.theirs.ids)
        receipt.with_user(self.head_cashier).action_void("Wrong company")
        moves = (
            self.env["heating.charge"]
            .search([("kind", "=", "late_fee"), ("household_id", "=", self.shop.id)])
            .move_ids
        )
        self.assertEqual(len(moves), 2)
        self.assertEqual(set(moves.mapped("amount_residual")), {0.0})
        self.assertEqual(moves.heating_payer_kind_id, self.employer_kind)
