"""Messages of the platforms: forged, twice, late, out of order, for another, never."""

from datetime import timedelta
from decimal import Decimal
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tools import mute_logger

from tests.online.common import OnlineCommon


class TestNotifications(OnlineCommon):
    def _forge(self, code, kind, **options):
        """Pay an order with a message that is wrong each time it is sent."""
        tx, _page = self._order(code)
        self.double.faults.add(f"{code}.notify", kind, times=9, **options)
        self._pay(tx, code)
        return tx

    def test_what_is_not_proven_touches_nothing(self):
        for code in ("alipay", "wechatpay"):
            for kind in ("tamper", "broken_signature", "wrong_key", "sha1"):
                with self.subTest(code=code, kind=kind):
                    tx = self._forge(code, kind)
                    self.assertIn(tx.state, ("draft", "pending"))
                    self.assertFalse(self._get_messages())
                    statuses = {
                        each.status
                        for each in self.double.notices.deliveries
                        if each.order_number == tx.reference
                    }
                    self.assertEqual(statuses, {401})
                    tx._set_canceled()
                    tx.heating_ask_at = False

    def test_probes_and_stale_messages_of_wechat_are_refused(self):
        for kind in ("signtest", "stale", "unknown_serial", "unsigned"):
            with self.subTest(kind=kind):
                tx = self._forge("wechatpay", kind)
                self.assertIn(tx.state, ("draft", "pending"))
                self.assertFalse(self._get_messages())
                tx._set_canceled()
                tx.heating_ask_at = False

    def test_another_merchants_message_is_kept_and_not_followed(self):
        for code in ("alipay", "wechatpay"):
            with self.subTest(code=code):
                tx = self._forge(code, "merchant")
                self.assertIn(tx.state, ("draft", "pending"))
                message = self._get_messages()[:1]
                self.assertEqual(message.state, "waiting")
                self.assertFalse(message.transaction_id)
                tx._set_canceled()
                tx.heating_ask_at = False

    def test_twice_is_booked_once(self):
        tx, _page = self._order("alipay")
        self.double.faults.add("alipay.notify", "repeat", times=1)
        self._pay(tx)
        self._look(tx)
        self.assert_paid_once(tx)

    def test_the_same_message_is_one_row(self):
        tx, _page = self._order("wechatpay")
        self._pay(tx, "wechatpay")
        sent = self.double.notices.deliveries[-1]
        job = self._get_job(sent)
        for _time in range(2):
            self._while_platforms_tell(lambda: self.double.notices._start(job, 0))
        self._look(tx)
        self.assert_paid_once(tx)
        again = self._get_messages().filtered(lambda each: each.key == "EV-again")
        self.assertRecordValues(again, [{"times": 2, "state": "followed"}])

    def _get_job(self, delivery):
        order = self.double.order(delivery.platform, delivery.order_number)
        fields_sent = self.double.wechat.words.trade(order)
        return (order, delivery.event, delivery.url, fields_sent, {}, "EV-again")

    def test_never_notified_is_found_by_the_job(self):
        tx, _page = self._order("wechatpay")
        self.double.faults.add("wechatpay.notify", "drop", times=9)
        self._pay(tx, "wechatpay")
        self.assertIn(tx.state, ("draft", "pending"))
        self._run_job()
        self.assert_paid_once(tx)

    def test_never_notified_is_found_by_who_waits(self):
        tx, _page = self._order("wechatpay")
        self.double.faults.add("wechatpay.notify", "drop", times=9)
        self._pay(tx, "wechatpay")
        # the page asked a moment ago
        self.env.cr.execute(
            "UPDATE payment_transaction SET write_date = %s WHERE id = %s",
            (fields.Datetime.now() - timedelta(seconds=10), tx.id),
        )
        self.env.invalidate_all()
        self.assertEqual(self._look(tx)["state"], "done")
        self.assert_paid_once(tx)

    def test_late_after_it_was_closed_is_booked(self):
        tx, _page = self._order("alipay")
        tx._heating_close()
        self.assertEqual(tx.state, "cancel")
        self._pay(tx)
        self.assertEqual(tx.state, "done")
        self._look(tx)
        self.assert_paid_once(tx)

    def test_paid_in_its_last_minute_is_asked_for_until_it_is_known(self):
        tx, _page = self._order("alipay")
        tx._heating_close()
        self.double.faults.add("alipay.notify", "drop", times=9)
        self._pay(tx)
        tx.heating_expires_at = fields.Datetime.now() - timedelta(minutes=1)
        self.double.faults.add("alipay.trade.query", "status", times=1, code=502)
        self._run_job()
        self.assertEqual(tx.state, "cancel")
        self.assertTrue(tx.heating_ask_at)
        self._run_job()
        self.assert_paid_once(tx)

    def test_an_order_that_nobody_opened_comes_to_an_end(self):
        tx = self.env["payment.transaction"]._heating_order(
            self.providers["alipay"],
            self.household,
            self.household._get_online_offer(),
            "qr",
            "/",
            "127.0.0.1",
        )
        self.assertTrue(tx.heating_ask_at)
        tx.heating_expires_at = fields.Datetime.now() - timedelta(minutes=1)
        self._run_job()
        self.assertEqual(tx.state, "cancel")
        self._run_job()
        self.assertFalse(tx.heating_ask_at)

    def test_one_that_cannot_be_followed_stops_no_other(self):
        first, _page = self._order("alipay")
        second, _page = self._order("wechatpay")
        self.double.faults.add("wechatpay.notify", "drop", times=9)
        self._pay(second, "wechatpay")
        transactions = type(self.env["payment.transaction"])
        ask = transactions._heating_ask_once

        def fail_first(tx):
            if tx.id == first.id:
                raise ValueError("broken")
            return ask(tx)

        first.heating_ask_at = fields.Datetime.now()
        with (
            patch.object(transactions, "_heating_ask_once", fail_first),
            mute_logger("odoo.addons.heating_payment.models.payment_transaction_jobs"),
        ):
            self._run_job()
        self.assert_paid_once(second)
        self.assertGreater(first.heating_ask_at, fields.Datetime.now())

    def test_wrong_amount_is_never_booked_however_often_it_comes(self):
        for code in ("alipay", "wechatpay"):
            with self.subTest(code=code):
                tx, _page = self._order(code)
                self.double.faults.add(f"{code}.notify", "amount", times=9, fen=1)
                self.double.faults.add(f"{code}.notify", "repeat", times=1)
                self._pay(tx, code)
                self.assertIn(tx.state, ("draft", "pending"))
                self.assertFalse(tx.provider_reference)
                message = self._get_messages()[:1]
                self.assertEqual(message.state, "waiting")
                self.assertIn("0.01", message.note)
                tx._set_canceled()
                tx.heating_ask_at = False

    def test_order_of_nobody_waits_for_a_look(self):
        tx, _page = self._order("alipay")
        number = tx.reference
        tx.reference = "H2026120199999990000"
        order = self.double.order("alipay", number)
        order.known = True
        self._while_platforms_tell(lambda: self.double.pay("alipay", number))
        message = self._get_messages()
        self.assertRecordValues(
            message, [{"state": "waiting", "order_number": number, "amount": 2000.0}]
        )
        self.assertIn(number, message.note)

    def test_booking_that_fails_is_done_by_the_job(self):
        tx, _page = self._order("wechatpay")
        self._pay(tx, "wechatpay")
        receipts = type(self.env["heating.receipt"])
        with (
            patch.object(receipts, "_take_from_platform", side_effect=ValueError("x")),
            mute_logger("odoo.addons.payment.models.payment_transaction"),
        ):
            self.assertRaises(ValueError, tx._post_process)
        self.env.cr.execute(
            "UPDATE payment_transaction SET last_state_change = %s WHERE id = %s",
            (fields.Datetime.now() - timedelta(days=30), tx.id),
        )
        self.env.invalidate_all()
        self.assertFalse(tx.payment_id)
        self._run_job()
        self.assert_paid_once(tx)

    def test_message_that_failed_is_followed_by_the_job(self):
        tx, _page = self._order("alipay")
        messages = type(self.env["heating.payment.notification"])
        with (
            patch.object(messages, "_follow", side_effect=ValueError("broken")),
            mute_logger(
                "odoo.addons.heating_payment.models.heating_payment_notification_follow"
            ),
        ):
            self._pay(tx)
        message = self._get_messages()
        self.assertRecordValues(message, [{"state": "received", "note": "broken"}])
        self.assertIn(tx.state, ("draft", "pending"))
        self._run_job()
        self.assertEqual(message.state, "followed")
        self.assert_paid_once(tx)

    def test_refund_that_nobody_asked_for_needs_a_look(self):
        tx, _page = self._order("alipay")
        self._pay(tx)
        self._look(tx)
        client = self.providers["alipay"]._heating_get_client()
        self._while_platforms_tell(
            lambda: client.refund(tx.reference, "R1", Decimal("5"))
        )
        self.assertEqual(tx.state, "done")
        message = self._get_messages()[:1]
        self.assertRecordValues(
            message, [{"kind": "refund", "state": "waiting", "amount": 5.0}]
        )
        accountant = self.users["accountant"]
        message.with_user(accountant).action_explain("Refunded on the site")
        self.assertEqual(message.state, "explained")
        self.assertEqual(message.explained_by_id, accountant)
        self.assert_laws()

    def test_keys_that_cannot_work_are_refused_in_the_users_words(self):
        for code, values, words in (
            ("alipay", {"alipay_app_id": "1"}, "16 位数字"),
            ("alipay", {"alipay_private_key": "x"}, "无法读取"),
            ("wechatpay", {"wechatpay_api_v3_key": "short"}, "32 个字符"),
            (
                "wechatpay",
                {"wechatpay_public_key": False, "wechatpay_certificate": False},
                "缺少",
            ),
        ):
            provider = self.providers[code].with_context(lang="zh_CN")
            with self.assertRaises(ValidationError) as caught:
                provider.write(values)
            self.assertIn(words, str(caught.exception))

    def test_message_too_large_is_not_read(self):
        path = f"/payment/wechatpay/{self.providers['wechatpay'].id}/notify"
        answer = self.url_open(path, data=b"x" * 70000)
        self.assertEqual(answer.status_code, 404)
        self.assertFalse(self._get_messages())
