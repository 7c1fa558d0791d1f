"""Twelve traps of Odoo 19's payment framework: what it does, then what happens here.

The stock side runs Odoo's own methods with a provider that no addon of this suite
changes; only what a provider has to say of its data is put into their mouth.
"""

import contextlib
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tools import mute_logger

from odoo.addons.payment.models.payment_transaction import (
    PaymentTransaction as StockTransaction,
)

from tests.online.common import OnlineCommon

STOCK_LOG = "odoo.addons.payment.models.payment_transaction"


class TestTraps(OnlineCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stock = cls.env["payment.provider"].create(
            {
                "name": "Stock",
                "code": "none",
                "state": "test",
                "company_id": cls.company.id,
            }
        )
        cls.plain = cls.env["res.partner"].create({"name": "A buyer of scrap"})

    # === HOW STOCK ODOO IS SHOWN === #

    def _stock_order(self, amount=100.0, **vals):
        return self.env["payment.transaction"].create(
            {
                "provider_id": self.stock.id,
                "payment_method_id": self.env.ref("payment.payment_method_unknown").id,
                "amount": amount,
                "currency_id": self.company.currency_id.id,
                "partner_id": self.plain.id,
                "operation": "online_redirect",
                **vals,
            }
        )

    @contextlib.contextmanager
    def _stock_speaks(self):
        """A provider as any addon writes one: it names the amount and follows it."""

        def extract(tx, data):
            return {"amount": data["amount"], "currency_code": "CNY"}

        def follow(tx, data):
            tx.provider_reference = data.get("number")
            tx._set_done()

        with (
            mute_logger(STOCK_LOG),
            patch.object(StockTransaction, "_extract_amount_data", extract),
            patch.object(StockTransaction, "_apply_updates", follow),
        ):
            yield

    def _give_stock_a_journal(self):
        journal = self.env["account.journal"].create(
            {
                "name": "Stock",
                "type": "bank",
                "code": "STK",
                "company_id": self.company.id,
            }
        )
        journal.inbound_payment_method_line_ids[:1].write(
            {
                "payment_provider_id": self.stock.id,
                "payment_account_id": journal.default_account_id.id,
            }
        )
        self.stock.invalidate_recordset(["journal_id"])

    def _stock_invoice(self, amount, due="2026-11-23"):
        invoice = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.plain.id,
                "invoice_date": "2026-11-01",
                "invoice_date_due": due,
                "invoice_line_ids": [
                    (0, 0, {"name": "Scrap", "price_unit": amount, "tax_ids": False})
                ],
            }
        )
        invoice.action_post()
        return invoice

    # === THE TRAPS === #

    def test_01_wrong_amount_told_twice(self):
        tx = self._stock_order(reference="stock-1")
        with self._stock_speaks():
            tx._process("none", {"amount": 0.01})
            self.assertEqual(tx.state, "error")
            tx._process("none", {"amount": 0.01})
        self.assertEqual(tx.state, "done")  # a cent paid a hundred yuan

        ours, _page = self._order("wechatpay")
        self.double.faults.add("wechatpay.notify", "amount", times=9, fen=1)
        self.double.faults.add("wechatpay.notify", "repeat", times=2)
        self._pay(ours, "wechatpay")
        self.assertIn(ours.state, ("draft", "pending"))
        self.assertFalse(ours.payment_id)
        self.assertEqual(set(self._get_messages().mapped("state")), {"waiting"})

    def test_02_paid_after_it_was_closed(self):
        tx = self._stock_order(reference="stock-2")
        with self._stock_speaks():
            tx._set_canceled()
            tx._process("none", {"amount": 100.0})
        self.assertEqual(tx.state, "cancel")  # the money is taken, the bill open

        ours, _page = self._order("alipay")
        ours._heating_close()
        self._pay(ours)
        self._look(ours)
        self.assert_paid_once(ours)

    def test_03_number_that_no_platform_takes(self):
        invoice = self._stock_invoice(100.0)
        reference = self.env["payment.transaction"]._compute_reference(
            "none", invoice_ids=[(6, 0, invoice.ids)]
        )
        self.assertIn("/", reference)
        for code in ("alipay", "wechatpay"):
            found = {
                self.env["payment.transaction"]._compute_reference(
                    code, prefix="采暖费2026", invoice_ids=[(6, 0, invoice.ids)]
                )
                for _time in range(3)
            }
            self.assertEqual(len(found), 3)
            for reference in found:
                self.assertRegex(reference, r"\A[0-9A-Za-z_]{6,32}\Z")

    def test_04_other_payment_of_an_order_that_is_paid(self):
        tx = self._stock_order(reference="stock-4")
        with self._stock_speaks():
            tx._process("none", {"amount": 100.0, "number": "first"})
            tx._process("none", {"amount": 100.0, "number": "second"})
        self.assertEqual(tx.provider_reference, "second")  # the first is forgotten

        ours, _page = self._order("wechatpay")
        self._pay(ours, "wechatpay")
        self._look(ours)
        known = ours.provider_reference
        order = self.double.order("wechatpay", ours.reference)
        order.platform_number = "4200009999202612010000000001"
        self._while_platforms_tell(lambda: self.double.notices.paid(order))
        self.assertEqual(ours.provider_reference, known)
        message = self._get_messages()[:1]
        self.assertEqual(message.state, "waiting")
        self.assertIn(order.platform_number, message.note)
        self.assert_paid_once(ours)

    def test_05_two_codes_for_one_bill(self):
        invoice = self._stock_invoice(100.0)
        self._give_stock_a_journal()
        orders = [
            self._stock_order(
                reference=f"stock-5-{count}", invoice_ids=[(6, 0, invoice.ids)]
            )
            for count in (1, 2)
        ]
        with self._stock_speaks():
            for tx in orders:
                tx._process("none", {"amount": 100.0})
                tx._post_process()
        self.assertEqual(invoice.payment_state, "paid")
        # nobody sees that it was paid twice
        self.assertFalse(orders[1].payment_id.is_reconciled)

        first, _page = self._order("alipay")
        second, _page = self._order("wechatpay")
        self.env.invalidate_all()
        # the older code was closed before the new one was shown
        self.assertEqual(first.state, "cancel")
        # and where it is paid in its last moment all the same, nothing is lost
        self._pay(second, "wechatpay")
        self._look(second)
        self._pay(first, "alipay")
        self._look(first)
        self.assert_paid_once(second)
        self.assert_paid_once(first)
        self.assertEqual(self.household.advance_balance, 2000.0)
        self.assertEqual(self.household.amount_due, 0.0)

    def test_08_refund_before_the_payment_was_booked(self):
        self._give_stock_a_journal()
        invoice = self._stock_invoice(100.0)
        tx = self._stock_order(reference="stock-8", invoice_ids=[(6, 0, invoice.ids)])
        with self._stock_speaks():
            tx._process("none", {"amount": 100.0})
            child = tx._create_child_transaction(100.0, is_refund=True)
            child._set_done()
            tx._post_process()
        self.assertFalse(tx.payment_id)  # the money is in no book
        self.assertEqual(invoice.payment_state, "not_paid")

        ours, _page = self._order("wechatpay")
        self._pay(ours, "wechatpay")
        child = ours._create_child_transaction(10.0, is_refund=True)
        child._set_done()
        ours._post_process()
        self.assert_paid_once(ours)

    def test_09_amount_of_the_client(self):
        self.providers["alipay"].is_published = True
        invoice = self.bill.move_ids
        answer = self.make_jsonrpc_request_raw(
            f"/invoice/transaction/{invoice.id}",
            {
                "access_token": invoice._portal_ensure_token(),
                "amount": 0.01,
                "provider_id": self.providers["alipay"].id,
                "payment_method_id": self.providers["alipay"].payment_method_ids.id,
                "token_id": None,
                "flow": "redirect",
                "tokenization_requested": False,
                "landing_route": "/my",
            },
        )
        self.assertEqual(answer["error"]["data"]["name"], "odoo.exceptions.AccessError")
        self.assertFalse(self._get_orders())

    def make_jsonrpc_request_raw(self, path, params):
        """The whole answer, errors included."""
        with mute_logger("odoo.http"):
            return self.url_open(
                path, json={"jsonrpc": "2.0", "method": "call", "params": params}
            ).json()

    def test_10_order_of_another_merchant(self):
        other = self.stock.copy({"name": "Other", "state": "test"})
        tx = self._stock_order(reference="stock-10")
        found = self.env["payment.transaction"]._search_by_reference(
            "none", {"reference": "stock-10"}
        )
        self.assertEqual(found, tx)  # whoever told it
        self.assertTrue(other)

        ours, _page = self._order("alipay")
        foreign = self.providers["alipay"].copy({"name": "Other merchant"})
        trade = self.providers["alipay"]._heating_get_client().query(ours.reference)
        found = self.env["payment.transaction"]._search_by_reference(
            "alipay", {"trade": trade, "provider_id": foreign.id}
        )
        self.assertFalse(found)

    def test_11_paid_too_much(self):
        self._give_stock_a_journal()
        invoice = self._stock_invoice(80.0)
        tx = self._stock_order(reference="stock-11", invoice_ids=[(6, 0, invoice.ids)])
        with self._stock_speaks():
            tx._process("none", {"amount": 100.0})
            tx._post_process()
        self.assertEqual(invoice.payment_state, "paid")
        self.assertEqual(
            sum(
                tx.payment_id.move_id.line_ids.filtered(
                    lambda line: line.account_id == tx.payment_id.destination_account_id
                ).mapped("amount_residual")
            ),
            -20.0,
        )

        ours, _page = self._order("wechatpay")
        self._take(self.household, ("cash", 300.0))
        self._pay(ours, "wechatpay")
        self._look(ours)
        self.assertEqual(self.household.advance_balance, 300.0)
        self.assertIn(
            300.0,
            ours.heating_receipt_id.line_ids.filtered(
                lambda line: not line.move_id
            ).mapped("amount"),
        )
        self.assert_paid_once(ours)

    def test_12_oldest_debt_first(self):
        self._give_stock_a_journal()
        asked = self._stock_invoice(60.0, due="2026-12-31")
        other = self._stock_invoice(70.0, due="2026-11-23")
        tx = self._stock_order(
            reference="stock-12", invoice_ids=[(6, 0, (asked | other).ids)]
        )
        with self._stock_speaks():
            tx._process("none", {"amount": 100.0})
            tx._post_process()
        self.assertEqual(asked.amount_residual, 30.0)  # by the due date only

        old = self._open_debt(
            self.household, 70.0, "2024-11-01", season_id=self._old_season().id
        )
        ours, _page = self._order("wechatpay")
        self.assertEqual(ours.amount, 2070.0)
        self._open_debt(self.household, 40.0, "2023-11-01")
        self._pay(ours, "wechatpay")
        self._look(ours)
        # what the payer was asked for is paid, though an older debt came up meanwhile
        self.assertEqual(sum(old.move_ids.mapped("amount_residual")), 0.0)
        self.assertEqual(sum(self.bill.move_ids.mapped("amount_residual")), 0.0)
        self.assert_paid_once(ours, 2070.0)

    def _old_season(self):
        return self.env["heating.season"].search(
            [("company_id", "=", self.company.id)], order="date_start", limit=1
        )

    def test_13_nothing_is_made_or_changed_by_clients(self):
        tx, _page = self._order("alipay")
        accountant = self.users["accountant"]
        for values in ({"state": "done"}, {"amount": 1.0}, {"heating_way": "h5"}):
            with self.assertRaises(AccessError):
                tx.with_user(accountant).write(values)
        # a system administrator reads providers, and so gets furthest
        system = self.env.ref("base.user_admin")
        orders = self.env["payment.transaction"].with_user(system)
        refund = self.env["heating.refund"].create(
            {"household_id": self.household.id, "reason": "Test"}
        )
        plain = {
            "provider_id": self.stock.id,
            "payment_method_id": self.env.ref("payment.payment_method_unknown").id,
            "reference": "stock-14",
            "amount": -2000.0,
            "currency_id": self.company.currency_id.id,
            "partner_id": self.plain.id,
            "operation": "refund",
            "state": "done",
        }
        for named in (
            {"heating_refund_id": refund.id},
            {"source_transaction_id": tx.id},
            {"heating_shift_id": self.shift.id},
        ):
            with self.assertRaises(AccessError):
                orders.create({**plain, **named})
            by_default = {f"default_{name}": value for name, value in named.items()}
            with self.assertRaises(AccessError):
                orders.with_context(**by_default).create(plain)
        own = orders.create(plain)
        with self.assertRaises(AccessError):
            own.source_transaction_id = tx
        with self.assertRaises(AccessError):
            tx.with_user(accountant).copy()
        with self.assertRaises(AccessError):
            self._stock_order(reference="stock-13").with_user(accountant).write(
                {"heating_household_ids": [(6, 0, self.household.ids)]}
            )
        with self.assertRaises(AccessError):
            tx.with_user(accountant).unlink()
