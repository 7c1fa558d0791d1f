"""From the code on a paper bill to the receipt, over HTTP."""

from datetime import datetime, timedelta
from unittest.mock import patch

from odoo import fields

from odoo.addons.heating_payment.models.payment_transaction_online import (
    PaymentTransaction,
)

from tests.online.common import COMPUTER, IN_ALIPAY, IN_WECHAT, PHONE, OnlineCommon

# as the product has it: the common class lets orders live longer
STOCK_MIDNIGHT = PaymentTransaction._heating_get_midnight


class TestBillLink(OnlineCommon):
    def test_page_shows_no_name_and_no_phone(self):
        self.customer.write({"name": "欧阳建国", "phone": "13800001234"})
        text = self._visit(self._get_path()).text
        self.assertIn(self.household.number, text)
        self.assertIn("欧***", text)
        self.assertNotIn("欧阳", text)
        self.assertNotIn("0001234", text)
        self.assertIn("2,000.00", text)

    def test_a_guessed_link_leads_nowhere(self):
        path = self._get_path()
        for wrong in (
            path[:-1] + ("0" if path[-1] != "0" else "1"),
            path[:-4],
            "/heating/b/1-x",
        ):
            page = self._visit(wrong)
            self.assertEqual(page.status_code, 404)
            self.assertNotIn(self.household.number, page.text)

    def test_link_of_a_former_customer_ends(self):
        path = self._get_path()
        self.household.customer_id = self.env["res.partner"].create({"name": "New"})
        self.assertEqual(self._visit(path).status_code, 404)

    def test_by_code_on_a_screen(self):
        for code in ("alipay", "wechatpay"):
            with self.subTest(code=code):
                tx, page = self._order(code)
                self.assertIn("data:image/png;base64", page.text)
                self.assertEqual(tx.heating_way, "qr")
                self.assertEqual(tx.amount, 2000.0)

    def test_what_opens_the_link_decides_how_it_is_paid(self):
        ways = {}
        for agent in (COMPUTER, PHONE, IN_WECHAT, IN_ALIPAY):
            text = self._visit(self._get_path(), agent).text
            ways[agent] = {
                code
                for code, provider in self.providers.items()
                if f'value="{provider.id}"' in text
            }
        self.assertEqual(
            ways,
            {
                COMPUTER: {"alipay", "wechatpay"},
                PHONE: {"alipay", "wechatpay"},
                IN_WECHAT: {"wechatpay"},
                IN_ALIPAY: {"alipay"},
            },
        )

    def test_notified_then_shown(self):
        tx, _page = self._order("wechatpay")
        self._pay(tx, "wechatpay")
        self.assertEqual(tx.state, "done")
        answer = self._look(tx)
        self.assertEqual(answer["state"], "done")
        self.assert_paid_once(tx)
        self.assertEqual(self.household.amount_due, 0.0)
        receipt = self._visit(answer["receipt"])
        self.assertIn(tx.heating_receipt_id.number, receipt.text)
        message = self._get_messages()
        self.assertEqual(message.state, "followed")
        self.assertEqual(message.receipt_id, tx.heating_receipt_id)
        # what is paid cannot be paid once more
        self.assertIn("Nothing is open", self._visit(self._get_path()).text)

    def test_alipay_on_a_phone(self):
        tx, page = self._order("alipay", PHONE)
        self.assertEqual(tx.heating_way, "wap")
        self.assertIn(self.double.url, page.text)
        self.assertIn("alipay.trade.wap.pay", page.text)

    def test_inside_wechat_by_openid(self):
        tx, page = self._order("wechatpay", IN_WECHAT)
        # through WeChat's page of consent and back, in one go
        self.assertIn("/heating/pay/", page.url)
        self.assertIn("prepay_id=", page.text)
        self.assertEqual(tx.heating_way, "jsapi")
        self._pay(tx, "wechatpay")
        self._look(tx)
        self.assert_paid_once(tx)

    def test_wechat_from_a_phones_browser(self):
        tx, page = self._order("wechatpay", PHONE)
        self.assertEqual(tx.heating_way, "h5")
        self.assertIn("heating_pay_leave", page.text)

    def test_amount_is_the_servers(self):
        path = self._get_path()
        token = (
            self._visit(path).text.split('name="csrf_token" value="')[1].split('"')[0]
        )
        self._visit(
            f"{path}/pay",
            data={
                "csrf_token": token,
                "provider_id": self.providers["alipay"].id,
                "amount": "0.01",
            },
        )
        self.env.invalidate_all()
        self.assertEqual(self._get_orders().amount, 2000.0)

    def test_the_same_button_twice_is_one_order(self):
        first, _page = self._order()
        again, _page = self._order()
        self.assertEqual(first, again)

    def test_on_the_portal(self):
        """Everything that is owed, a charge of no bill too."""
        user = self._create_portal_user(self.customer)
        self._open_debt(self.household, 12.5, "2026-11-20")
        self.authenticate(user.login, user.login)
        page = self._visit(f"/my/heating/{self.household.id}")
        self.assertIn(f"/my/heating/{self.household.id}/pay", page.text)
        tx, page = self._order("wechatpay", path=f"/my/heating/{self.household.id}/pay")
        self.assertEqual(tx.amount, 2012.5)
        self._pay(tx, "wechatpay")
        self._look(tx)
        self.assert_paid_once(tx, 2012.5)
        self.assertEqual(self.household.amount_due, 0.0)

    def _create_portal_user(self, partner):
        return self.env["res.users"].create(
            {
                "login": "payer-portal",
                "password": "payer-portal",
                "partner_id": partner.id,
                "lang": "en_US",
                "group_ids": [(6, 0, self.env.ref("base.group_portal").ids)],
            }
        )

    def test_a_program_does_not_make_orders_for_ever(self):
        for _time in range(20):
            tx, _page = self._order("alipay")
            # as if each were closed
            tx.state = "cancel"
        self.assertEqual(len(self._get_orders()), 20)
        _tx, page = self._order("alipay")
        self.assertIn("Too many payments", page.text)
        self.assertEqual(len(self._get_orders()), 20)

    def test_no_order_over_midnight(self):
        """What is asked and what is booked are of one day."""
        transactions = self.env["payment.transaction"]
        now = fields.Datetime.now()
        for left, made in ((9, False), (20, True)):
            midnight = now + timedelta(minutes=left)
            with patch.object(
                type(transactions), "_heating_get_midnight", lambda *_, m=midnight: m
            ):
                tx, page = self._order("alipay")
            self.assertEqual(bool(tx), made)
            self.assertEqual("after midnight" in page.text, not made)
        self.assertEqual(tx.heating_expires_at, midnight.replace(microsecond=0))

    def test_end_of_the_companys_day(self):
        transactions = self.env["payment.transaction"]
        midnight = STOCK_MIDNIGHT(
            transactions, self.company, datetime(2026, 12, 1, 15, 30)
        )
        self.assertEqual(midnight, datetime(2026, 12, 1, 15, 59, 59))

    def test_hold_closes_the_way(self):
        self.env["heating.hold"].create(
            {"household_id": self.household.id, "kind": "no_online", "reason": "Court"}
        )
        text = self._visit(self._get_path()).text
        self.assertIn("cannot pay online", text)
        self.assertNotIn('name="csrf_token"', text)

    def test_paid_at_the_counter_meanwhile_is_a_prepayment(self):
        tx, _page = self._order("wechatpay")
        self._take(self.household, ("cash", 2000.0))
        self._pay(tx, "wechatpay")
        self._look(tx)
        self.assert_paid_once(tx)
        self.assertEqual(self.household.advance_balance, 2000.0)

    def test_receipt_is_not_voided(self):
        tx, _page = self._order("wechatpay")
        self._pay(tx, "wechatpay")
        self._look(tx)
        with self.assertRaisesRegex(Exception, "refund"):
            tx.heating_receipt_id.with_user(self.head_cashier).action_void("Wrong")
