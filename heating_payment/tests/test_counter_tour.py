from datetime import timedelta

from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from odoo.addons.heating_billing.tests.common_parts import SharedBillCommon

from .common import HeatingPaymentCommon

COUNTER = "/odoo/heating-counter"


@tagged("post_install", "-at_install")
class TestCounterTour(HeatingPaymentCommon, HttpCase):
    """The counter in a browser, by the keyboard as far as a tour can press keys."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.name = "欧阳建国"

    def _get_receipt(self, desk):
        self.env.invalidate_all()
        return self.env["heating.receipt"].search([("desk_id", "=", desk.id)])

    def test_cash_with_change(self):
        """From opening the shift to the receipt; Enter pressed twice pays once."""
        newcomer = self._create_user("cashier", login="newcomer")
        self.start_tour(COUNTER, "heating_counter_cash", login=newcomer.login)
        receipt = self._get_receipt(self.desk_2)
        self.assertRecordValues(
            receipt,
            [
                {
                    "cashier_id": newcomer.id,
                    "payer_name": "欧阳建国",
                    "amount_total": 2000.0,
                    "cash_given": 2100.0,
                    "cash_change": 100.0,
                }
            ],
        )
        self.assertEqual(receipt.shift_id.opening_float, 500.0)
        payment = receipt.tender_ids.payment_id
        self.assertEqual(payment.move_id.state, "posted")
        self.assertEqual(payment.amount, 2000.0)
        bill = self._get_bill(self.household)
        self.assertEqual(bill.move_ids.mapped("amount_residual"), [0.0])
        self.assertEqual(self.household.amount_due, 0.0)

    def test_too_much_by_two_means_is_kept_as_prepayment(self):
        self.start_tour(COUNTER, "heating_counter_prepayment", login=self.cashier.login)
        receipt = self._get_receipt(self.desk)
        self.assertRecordValues(
            receipt, [{"amount_total": 2300.0, "cash_given": 500.0, "cash_change": 0.0}]
        )
        self.assertRecordValues(
            receipt.tender_ids,
            [
                {"kind": "cash", "amount": 500.0, "reference": ""},
                {"kind": "card", "amount": 1800.0, "reference": "SLIP-42"},
            ],
        )
        self.assertEqual(
            set(receipt.tender_ids.payment_id.move_id.mapped("state")), {"posted"}
        )
        self.assertEqual(self.household.amount_due, 0.0)
        self.assertEqual(self.household.advance_balance, 300.0)

    def test_a_prepayment_where_nothing_is_open(self):
        customer = self.env["res.partner"].create({"name": "诸葛明"})
        employer = self.env["res.partner"].create({"name": "热电厂"})
        household = self._create_household("T000077", customer, payer_id=employer.id)
        self.start_tour(
            COUNTER, "heating_counter_nothing_open", login=self.cashier.login
        )
        receipt = self._get_receipt(self.desk)
        self.assertEqual(receipt.amount_total, 500.0)
        self.assertEqual(receipt.payer_name, "热电厂")
        self.assertEqual(household.advance_balance, 500.0)

    def test_the_prepayment_is_used(self):
        """A void leaves a prepayment beside open debts: a button uses it."""
        household = self._create_household("T000077", self.customer_2)
        self._open_debt(household, 300.0, "2026-01-31")
        self._open_debt(household, 2000.0, "2026-02-28")
        paid = self._take(household, ("wechat", 2300.0))
        self._take(household, ("cash", 500.0), surplus="advance")
        paid.with_user(self.head_cashier).action_void("wrong household")
        self.start_tour(
            COUNTER, "heating_counter_use_prepayment", login=self.cashier.login
        )
        self.env.invalidate_all()
        self.assertEqual(household.amount_due, 1800.0)
        self.assertEqual(household.advance_balance, 0.0)

    def test_what_is_no_amount_and_a_shift_of_yesterday(self):
        self.shift.sudo().opened_at -= timedelta(days=1)
        self.start_tour(COUNTER, "heating_counter_no_amount", login=self.cashier.login)
        self.assertFalse(self._get_receipt(self.desk))

    def test_a_lost_answer_never_pays_twice(self):
        self.start_tour(
            COUNTER, "heating_counter_lost_answer", login=self.cashier.login
        )
        self.assertEqual(self._get_receipt(self.desk).mapped("amount_total"), [2000.0])
        self.assertEqual(self.household.amount_due, 0.0)
        self.assertEqual(self.household.advance_balance, 0.0)

    def test_two_households_in_one_receipt_then_the_shift_is_closed(self):
        """What the screen leaves out is left out by the server too."""
        past = self.env["heating.season"].create(
            {"date_start": "2011-11-15", "date_end": "2012-03-14"}
        )
        arrears = self.env["heating.charge"].create(
            {
                "household_id": self.household_2.id,
                "kind": "opening",
                "season_id": past.id,
                "amount": 700.0,
                "date": "2011-11-15",
                "date_due": "2012-01-31",
            }
        )
        arrears._post_invoices()
        self.start_tour(
            COUNTER, "heating_counter_two_households", login=self.cashier.login
        )
        receipt = self._get_receipt(self.desk)
        self.assertRecordValues(
            receipt.line_ids, [{"household_id": self.household.id, "amount": 2000.0}]
        )
        self.assertEqual(receipt.tender_ids.kind, "transfer")
        self.assertEqual(self.household.amount_due, 0.0)
        self.assertEqual(self.household_2.amount_due, 2700.0)
        self.assertRecordValues(
            self.shift,
            [
                {
                    "state": "closed",
                    "counted_cash": 400.0,
                    "expected_cash": 500.0,
                    "difference_reason": "找零多给",
                }
            ],
        )


@tagged("post_install", "-at_install")
class TestEarlyBirdTour(HeatingPaymentCommon, HttpCase):
    """1,698.60 yuan, 2 % off today, 1 % later, and cash in whole yuan."""

    @classmethod
    def _create_tariff(cls, name, **vals):
        today = cls.env.company._heating_today()
        windows = [
            {
                # the day may change while the browser works
                "date_from": today - timedelta(days=1),
                "date_to": today + timedelta(days=1),
                "rate": 0.02,
            },
            {
                "date_from": today + timedelta(days=2),
                "date_to": today + timedelta(days=9),
                "rate": 0.01,
            },
        ]
        return super()._create_tariff(
            name,
            discount_ids=[Command.create(window) for window in windows],
            cash_rounding="1",
            **vals,
        )

    @classmethod
    def _bill_season(cls, **vals):
        cls.customer.name = "欧阳建国"
        cls.household.space_ids.built_area = 84.93
        return super()._bill_season(**vals)

    def test_the_net_is_taken_in_whole_yuan(self):
        self.start_tour(COUNTER, "heating_counter_early_bird", login=self.cashier.login)
        self.env.invalidate_all()
        receipt = self.env["heating.receipt"].search([("desk_id", "=", self.desk.id)])
        self.assertRecordValues(
            receipt,
            [
                {
                    "amount_total": 1665.0,
                    "cash_rounding": 0.37,
                    "cash_given": 1700.0,
                    "cash_change": 35.0,
                }
            ],
        )
        self.assertEqual(receipt.line_ids.mapped("amount"), [1664.63])
        self.assertEqual(self._get_bill(self.household).amount_discounted, 33.97)
        self.assertEqual(self.household.amount_due, 0.0)
        self.assertEqual(self.shift.sudo()._get_expected_cash(), 2165.0)


@tagged("post_install", "-at_install")
class TestSharedBillTour(HeatingPaymentCommon, SharedBillCommon, HttpCase):
    """A shop's 3,000 yuan, of which the employer pays 700."""

    def test_the_household_is_asked_for_its_own_part(self):
        self.start_tour(COUNTER, "heating_counter_shared", login=self.cashier.login)
        self.env.invalidate_all()
        self.assertEqual(self.shop.amount_due, 0.0)
        self.assertEqual(self.shop.bill_ids.part_ids.amount_residual, 700.0)
