"""Alipay and WeChat Pay at the counter: a code that is shown, and the payer's own."""

import threading
import time
from datetime import timedelta

from odoo.exceptions import UserError

from tests.gateways.book import PaymentCode
from tests.online.common import OnlineCommon

COUNTER = "/odoo/heating-counter"
# as it is typed in the tours
CODES = {"wechatpay": "134567890123456789", "alipay": "283456789012345678"}


class TestCounterOrders(OnlineCommon):
    def _begin(self, code="wechatpay", amount=2000.0, digits="", key=None):
        """What the screen asks before it takes the money."""
        self.acts_begun = getattr(self, "acts_begun", 0) + 1
        kind = {"alipay": "alipay", "wechatpay": "wechat"}[code]
        answer = (
            self.env["heating.receipt"]
            .with_user(self.cashier)
            .counter_order(
                {
                    "key": key or f"test-order-{self.acts_begun:04d}",
                    "household_ids": self.household.ids,
                    "method_id": self.methods[kind].id,
                    "amount": amount,
                    "code": digits,
                }
            )
        )
        self.env.invalidate_all()
        return answer

    def _give_code(self, code, **options):
        self.double.book.codes[CODES[code]] = PaymentCode(code, CODES[code], **options)
        return CODES[code]

    def _ask(self, answer, method="counter_order_state"):
        receipts = self.env["heating.receipt"].with_user(self.cashier)
        found = getattr(receipts, method)(answer["token"])
        self.env.invalidate_all()
        return found

    def _take_order(self, answer, code="wechatpay", amount=2000.0, others=(), **vals):
        kind = {"alipay": "alipay", "wechatpay": "wechat"}[code]
        act = self._act(self.household, (kind, amount), *others, **vals)
        act["tenders"][0]["order"] = answer["token"]
        receipts = self.env["heating.receipt"].with_user(self.cashier)
        result = receipts.counter_take(act)
        self.env.invalidate_all()
        return self.env["heating.receipt"].browse(result["id"]), act

    def _assert_taken(self, receipt, amount=2000.0):
        tender = receipt.tender_ids.filtered("transaction_id")
        self.assertEqual(tender.amount, amount)
        self.assertEqual(tender.transaction_id.heating_receipt_id, receipt)
        self.assertEqual(
            tender.payment_id.payment_transaction_id, tender.transaction_id
        )
        self.assertEqual(receipt.source, "counter")
        self.assert_laws()

    def test_payers_code(self):
        for code in ("wechatpay", "alipay"):
            with self.subTest(code=code):
                amount = 700.0
                answer = self._begin(code, amount, self._give_code(code))
                self.assertEqual(answer["state"], "done")
                receipt, _act = self._take_order(answer, code, amount)
                self._assert_taken(receipt, amount)
        self.assertFalse(
            self.env["payment.transaction"].search_count(
                [("heating_code", "in", list(CODES.values()))]
            )
        )

    def test_shown_code_and_cash_on_one_receipt(self):
        answer = self._begin("alipay", 1500.0)
        self.assertIn("data:image/png", answer["qr_image"])
        tx = self._get_orders()[:1]
        self._pay(tx, "alipay")
        self.assertEqual(self._ask(answer)["state"], "done")
        receipt, _act = self._take_order(
            answer, "alipay", 1500.0, others=[("cash", 500.0)]
        )
        self.assertEqual(receipt.amount_total, 2000.0)
        self._assert_taken(receipt, 1500.0)

    def test_payer_types_the_password(self):
        digits = self._give_code("wechatpay", password=True)
        answer = self._begin("wechatpay", 2000.0, digits)
        self.assertEqual(answer["state"], "pending")
        tx = self._get_orders()[:1]
        self.double.pay("wechatpay", tx.reference)
        self._let_time_pass(tx)
        self.assertEqual(self._ask(answer)["state"], "done")
        receipt, _act = self._take_order(answer)
        self._assert_taken(receipt)

    def _let_time_pass(self, tx, seconds=10):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE payment_transaction SET write_date = write_date - %s,"
            " last_state_change = last_state_change - %s WHERE id = %s",
            (timedelta(seconds=seconds), timedelta(seconds=seconds), tx.id),
        )
        self.env.invalidate_all()

    def test_lost_answer_pays_once(self):
        digits = self._give_code("wechatpay")
        self.double.faults.add("wechatpay.codepay", "lost", times=1)
        answer = self._begin("wechatpay", 2000.0, digits, key="lost-answer")
        self.assertIn(answer["state"], ("draft", "pending"))
        again = self._begin("wechatpay", 2000.0, digits, key="lost-answer")
        self.assertEqual(again["token"], answer["token"])
        tx = self._get_orders()
        self.assertEqual(len(tx), 1)
        self._let_time_pass(tx)
        self.assertEqual(self._ask(answer)["state"], "done")
        receipt, act = self._take_order(answer)
        # and the act itself, asked again, is the same receipt
        result = self.env["heating.receipt"].with_user(self.cashier).counter_take(act)
        self.assertEqual(result["id"], receipt.id)
        self._assert_taken(receipt)

    def test_refused_code_says_why(self):
        digits = self._give_code("wechatpay", poor=True)
        answer = self._begin("wechatpay", 2000.0, digits)
        self.assertEqual(answer["state"], "error")
        self.assertTrue(answer["message"])
        with self.assertRaisesRegex(UserError, "not confirmed"):
            self._take_order(answer)

    def test_given_up(self):
        answer = self._begin("wechatpay")
        found = self._ask(answer, "counter_order_cancel")
        self.assertEqual(found["state"], "cancel")
        tx = self._get_orders()[:1]
        self.assertEqual(self.double.order("wechatpay", tx.reference).state, "CLOSED")

    def test_given_up_in_the_moment_it_was_paid(self):
        answer = self._begin("wechatpay")
        tx = self._get_orders()[:1]
        self.double.faults.add("wechatpay.notify", "drop", times=9)
        self._pay(tx, "wechatpay")
        found = self._ask(answer, "counter_order_cancel")
        self.assertEqual(found["state"], "done")
        receipt, _act = self._take_order(answer)
        self._assert_taken(receipt)

    def test_counter_that_breaks_down_books_itself(self):
        self._begin("wechatpay", 2000.0, self._give_code("wechatpay"))
        tx = self._get_orders()[:1]
        self.assertEqual(tx.state, "done")
        self._run_job()
        # the counter has some minutes to take it
        self.assertFalse(tx.heating_receipt_id)
        self._let_time_pass(tx, 700)
        self._run_job()
        self.assert_paid_once(tx)
        with self.assertRaisesRegex(UserError, tx.heating_receipt_id.number):
            self._take_order({"token": tx.heating_token})

    def test_only_what_was_paid_is_taken(self):
        answer = self._begin("wechatpay", 100.0, self._give_code("wechatpay"))
        with self.assertRaisesRegex(UserError, "100.00"):
            self._take_order(answer, amount=200.0)
        other = self._create_user("cashier", login="other-counter")
        self._open_shift(other, self.desk_2)
        receipts = self.env["heating.receipt"].with_user(other)
        with self.assertRaisesRegex(UserError, "no such order"):
            receipts.counter_order_state(answer["token"])

    def test_not_a_code(self):
        for digits in ("12", "abc", "1234567890123456789012345678"):
            with self.assertRaises(UserError):
                self._begin("wechatpay", 2000.0, digits)
        self.assertFalse(self._get_orders())

    def test_voided_by_a_refund_only(self):
        answer = self._begin("wechatpay", 2000.0, self._give_code("wechatpay"))
        receipt, _act = self._take_order(answer)
        with self.assertRaisesRegex(UserError, "refund"):
            receipt.with_user(self.head_cashier).action_void("Wrong")

    # === IN THE BROWSER === #

    def test_tour_by_the_payers_code(self):
        self.customer.name = "欧阳建国"
        self._give_code("wechatpay")
        self.start_tour(COUNTER, "heating_counter_code", login=self.cashier.login)
        self.env.invalidate_all()
        receipt = self.env["heating.receipt"].search([("desk_id", "=", self.desk.id)])
        self._assert_taken(receipt)

    def test_tour_by_a_code_that_is_shown(self):
        self.customer.name = "欧阳建国"
        payer = threading.Thread(target=self._scan_when_shown, daemon=True)
        payer.start()
        self.start_tour(COUNTER, "heating_counter_shown_code", login=self.cashier.login)
        payer.join(5)
        self.env.invalidate_all()
        receipt = self.env["heating.receipt"].search([("desk_id", "=", self.desk.id)])
        self._assert_taken(receipt)

    def _scan_when_shown(self):
        """A payer who stands at the counter; what is told later is asked for."""
        self.double.faults.add("wechatpay.notify", "drop", times=9)
        end = time.monotonic() + 60
        while time.monotonic() < end:
            for platform, number in list(self.double.book.orders):
                self.double.pay(platform, number)
                return
            time.sleep(0.2)
