from datetime import date
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import HeatingPaymentCommon


@tagged("post_install", "-at_install")
class TestEarlyBird(HeatingPaymentCommon):
    """2,000 yuan, 2 % off for payment in full in October: 1,960 are enough."""

    @classmethod
    def _create_tariff(cls, name, **vals):
        windows = (
            ("2026-09-01", "2026-09-30", 0.03),
            ("2026-10-01", "2026-10-31", 0.02),
        )
        return super()._create_tariff(
            name,
            discount_ids=[
                Command.create({"date_from": start, "date_to": end, "rate": rate})
                for start, end, rate in windows
            ],
            **vals,
        )

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bill = cls.household.bill_ids

    def setUp(self):
        super().setUp()
        self._go_to(date(2026, 10, 31))

    def _go_to(self, day):
        patcher = patch.object(
            type(self.env["res.company"]), "_heating_today", lambda _company: day
        )
        patcher.start()
        self.addCleanup(patcher.stop)
        self.env.invalidate_all()

    def _get_debts(self):
        receipts = self.env["heating.receipt"].with_user(self.cashier)
        data = receipts.counter_debts(self.household.ids)
        off = {each["bill_id"]: each["discount"] for each in data["early_birds"]}
        return [(debt["open"], off.pop(debt["bill_id"], 0.0)) for debt in data["debts"]]

    def _assert_bill(self, discounted, residual, bill=None):
        self.env.invalidate_all()
        bill = bill or self.bill
        self.assertEqual(
            (bill.amount_total, bill.amount_discounted, bill.amount_residual),
            (2000.0, discounted, residual),
        )

    # === GRANTED === #

    def test_paid_in_full_in_the_window(self):
        self.assertEqual(self._get_debts(), [(2000.0, 40.0)])
        self.assertIn(
            "1,960.00 instead of ¥ 2,000.00",
            self.bill.discount_text.replace("\xa0", " "),
        )
        receipt = self._take(self.household, ("cash", 1960.0))
        self._assert_bill(40.0, 0.0)
        self.assertEqual(self.bill.payment_state, "paid")
        self.assertEqual(receipt.line_ids.mapped("amount"), [1960.0])
        discount = self.bill.discount_ids
        self.assertRecordValues(
            discount,
            [
                {
                    "amount": 40.0,
                    "amount_needed": 1960.0,
                    "rate": 0.02,
                    "state": "granted",
                    "date": date(2026, 10, 31),
                }
            ],
        )
        note = discount.move_ids
        self.assertEqual((note.move_type, note.amount_total), ("out_refund", 40.0))
        self.assertEqual(note.journal_id, self.company.heating_charge_journal_id)
        self.assertEqual(note.heating_bill_id, self.bill)
        self.assertRegex(note.invoice_line_ids.name, r"\b2 ?%|优惠2%")
        self.assertFalse(self.bill.discount_text)

    def test_a_cent_short_gets_nothing(self):
        self._take(self.household, ("cash", 1959.99))
        self._assert_bill(0.0, 40.01)
        # but what was paid counts: the last cent in the window is enough
        self.assertEqual(self._get_debts(), [(40.01, 40.0)])
        self._take(self.household, ("cash", 0.01))
        self._assert_bill(40.0, 0.0)

    def test_more_than_the_net_is_refused_or_kept(self):
        with (
            self.assertRaisesRegex(UserError, "Only 1960.00"),
            self.env.cr.savepoint(),
        ):
            self._take(self.household, ("cash", 2000.0))
        self._assert_bill(0.0, 2000.0)
        self._take(self.household, ("cash", 2000.0), surplus="advance", advance=40.0)
        self._assert_bill(40.0, 0.0)
        self.assertEqual(self.household.advance_balance, 40.0)

    def test_payments_in_the_window_are_added_up(self):
        self._go_to(date(2026, 10, 12))
        self._take(self.household, ("card", 1000.0))
        self._assert_bill(0.0, 1000.0)
        self._go_to(date(2026, 10, 20))
        self._take(self.household, ("cash", 500.0), ("card", 460.0))
        self._assert_bill(40.0, 0.0)

    def test_outside_of_every_window_all_is_due(self):
        self._go_to(date(2026, 11, 1))
        self.assertEqual(self._get_debts(), [(2000.0, 0.0)])
        self.assertFalse(self.bill.discount_text)
        self._take(self.household, ("cash", 1960.0))
        self._assert_bill(0.0, 40.0)

    def test_each_window_has_its_rate(self):
        self._go_to(date(2026, 9, 30))
        self.assertEqual(self._get_debts(), [(2000.0, 60.0)])
        receipts = self.env["heating.receipt"].with_user(self.cashier)
        data = receipts.counter_debts(self.household.ids)
        self.assertEqual(
            data["early_birds"][0]["steps"],
            [
                {"discount": 60.0, "until": date(2026, 9, 30)},
                {"discount": 40.0, "until": date(2026, 10, 31)},
            ],
            "after the first window it is not all that is due",
        )

    def test_old_arrears_come_first(self):
        self._open_debt(self.household, 50.0, "2025-11-01")
        self._take(self.household, ("cash", 1960.0))
        self._assert_bill(0.0, 90.0)
        self._take(self.household, ("cash", 50.0))
        self._assert_bill(40.0, 0.0)

    def test_two_households_in_one_payment(self):
        both = self.household | self.household_2
        self._take(both, ("card", 3919.0))
        self._assert_bill(40.0, 0.0)
        self._assert_bill(0.0, 41.0, self.household_2.bill_ids)
        self._take(self.household_2, ("card", 1.0))
        self._assert_bill(40.0, 0.0, self.household_2.bill_ids)

    def test_only_a_part_of_the_bill_is_chosen(self):
        """Paid by the bill's own lines only: none of it may be left out."""
        self.bill._post_difference(self.bill._spread(100.0), "more")
        first = self.bill.move_ids.sorted("id")[0]
        self._take(self.household, ("cash", 2000.0), move_ids=first.ids)
        self.assertFalse(self.bill.discount_ids)

    def test_a_prepayment_from_before_the_bill_counts_in_full(self):
        household = self._create_household("T000005", self.customer, room="105")
        self._take(household, ("cash", 1960.0), surplus="advance", advance=1960.0)
        self._bill_season(date="2026-10-15")
        self._assert_bill(40.0, 0.0, household.bill_ids)
        self.assertEqual(household.advance_balance, 0.0)

    # === TAKEN BACK === #

    def test_a_void_takes_it_along(self):
        receipt = self._take(self.household, ("cash", 1960.0))
        receipt.with_user(self.head_cashier).action_void("Wrong household")
        self._assert_bill(0.0, 2000.0)
        self.assertEqual(self.bill.discount_ids.state, "undone")
        self.assertEqual(
            self.bill.discount_ids.move_ids.sorted("id").mapped("amount_total_signed"),
            [-40.0, 40.0],
        )
        # in the window it is offered again, and outside it is not
        self.assertEqual(sum(d for _open, d in self._get_debts()), 40.0)
        self._take(self.household, ("cash", 1960.0))
        self._assert_bill(40.0, 0.0)

    def test_the_void_of_an_earlier_part_takes_it_along(self):
        part = self._take(self.household, ("card", 1000.0))
        self._take(self.household, ("cash", 960.0))
        part.with_user(self.head_cashier).action_void("Wrong card")
        self._assert_bill(0.0, 1040.0)

    def test_a_prepayment_that_is_undone_takes_it_along(self):
        household = self._create_household("T000005", self.customer, room="105")
        receipt = self._take(
            household, ("cash", 1960.0), surplus="advance", advance=1960.0
        )
        self._bill_season(date="2026-10-15")
        receipt.with_user(self.head_cashier).action_void("Wrong household")
        self._assert_bill(0.0, 2000.0, household.bill_ids)

    def test_a_bill_that_is_undone_takes_it_along(self):
        """Billed again, the prepayment earns it again, and nothing is left over."""
        household = self._create_household("T000005", self.customer, room="105")
        self._take(household, ("cash", 1960.0), surplus="advance", advance=1960.0)
        run = self._bill_season(date="2026-10-15")
        bill = household.bill_ids
        self._assert_bill(40.0, 0.0, bill)
        run.with_user(self.accountant).action_request_undo("Wrong")
        run.with_user(self.approver).action_undo()
        self.env.invalidate_all()
        self.assertEqual(bill.amount_discounted, 0.0)
        self.assertEqual(bill.discount_ids.state, "undone")
        self.assertEqual(
            (household.amount_due, household.advance_balance), (0.0, 1960.0)
        )
        of_bill = bill.move_ids - bill.discount_ids.move_ids
        for documents in (of_bill, bill.discount_ids.move_ids):
            self.assertEqual(sum(documents.mapped("amount_total_signed")), 0.0)
        self._bill_season(date="2026-10-16")
        self._assert_bill(40.0, 0.0, bill)
        self.assertEqual(household.advance_balance, 0.0)

    # === THE BILL BECOMES ANOTHER === #

    def test_a_void_lets_a_prepayment_pay_and_get_it(self):
        receipt = self._take(self.household, ("card", 1960.0))
        self._take(self.household, ("card", 2500.0), surplus="advance")
        receipt.with_user(self.head_cashier).action_void("Bounced")
        self.env.invalidate_all()
        undone, granted = self.bill.discount_ids.sorted("id")
        self.assertEqual((undone.state, granted.state), ("undone", "granted"))
        self.assertFalse(granted.receipt_id)
        self.assertEqual(self.bill.amount_residual, 0.0)
        self.assertEqual(self.household.advance_balance, 540.0)

    def test_of_a_smaller_bill_less_is_off(self):
        self._take(self.household, ("cash", 1960.0))
        self.household.space_ids.built_area = 50.0
        self.bill._reassess("Measured again")
        self.env.invalidate_all()
        self.assertEqual(
            (self.bill.amount_total, self.bill.amount_discounted), (1000.0, 20.0)
        )
        self.assertEqual(self.bill.amount_residual, 0.0)
        self.assertEqual(self.household.advance_balance, 980.0)

    def test_a_bigger_bill_keeps_what_was_given(self):
        self._take(self.household, ("cash", 1960.0))
        self.household.space_ids.built_area = 110.0
        self.bill._reassess("Measured again")
        self.env.invalidate_all()
        self.assertEqual(
            (self.bill.amount_total, self.bill.amount_discounted), (2200.0, 40.0)
        )
        self.assertEqual(self.bill.amount_residual, 200.0)
        # the rest has no discount of its own, and its void takes none along
        self.assertEqual(self._get_debts(), [(200.0, 0.0)])
        rest = self._take(self.household, ("cash", 200.0))
        rest.with_user(self.head_cashier).action_void("Wrong household")
        self.env.invalidate_all()
        self.assertEqual(
            (self.bill.amount_discounted, self.bill.amount_residual), (40.0, 200.0)
        )

    def test_the_same_act_again_grants_nothing_again(self):
        act = self._act(self.household, ("cash", 1960.0))
        receipts = self.env["heating.receipt"].with_user(self.cashier)
        first = receipts.counter_take(act)
        self.assertEqual(receipts.counter_take(act)["id"], first["id"])
        self.assertEqual(len(self.bill.discount_ids), 1)
