"""Money that a platform pays back: once, whatever becomes of its answers."""

from odoo.exceptions import AccessError, UserError

from odoo.addons.heating_payment.tests.common_refund import HeatingRefundCommon

from tests.online.common import OnlineCommon


class TestPlatformRefunds(HeatingRefundCommon, OnlineCommon):
    """A household that paid 2,000 yuan twice: by cash, and by its phone."""

    laxer = ("a household is billed or excused",)

    def _pay_twice(self, code):
        tx, _page = self._order(code)
        self._take(self.household, ("cash", 2000.0))
        self._pay(tx, code)
        self._look(tx)
        self.assertEqual(self.household.advance_balance, 2000.0)
        return tx

    def _ready(self, amount=2000.0):
        refund = self._approved(self.household, kind="overpaid", amount_asked=amount)
        refund = self.env["heating.refund"].browse(refund.id)
        self.assertEqual(refund.state, "approved")
        return refund

    def _run_until_told(self):
        self._while_platforms_tell(lambda: None)
        self._run_job()
        self._while_platforms_tell(lambda: None)
        self._run_job()

    def _assert_paid_back(self, code, tx, refund, amount):
        self.assertEqual(refund.state, "paid")
        self.assertEqual(refund.payment_id.amount, amount)
        self.assertEqual(refund.method_id, tx.provider_id.heating_method_id)
        order = self.double.order(code, tx.reference)
        self.assertEqual(order.refunded, round(amount * 100))
        self.assertEqual(len(order.refunds), 1)
        self.assert_laws()

    def _assert_pays_back(self, code, amount):
        tx = self._pay_twice(code)
        refund = self._ready(amount)
        self.assertEqual(refund.platform_state, "possible")
        refund.with_user(self.users["accountant"]).action_pay_out()
        self.assertEqual(refund.platform_state, "sent")
        self._run_until_told()
        self._assert_paid_back(code, tx, refund, amount)

    def test_alipay_pays_back_all(self):
        self._assert_pays_back("alipay", 2000.0)

    def test_wechat_pays_back_a_part(self):
        self._assert_pays_back("wechatpay", 700.5)

    def test_lost_answer_asks_with_the_same_number(self):
        """Trap 7: Odoo would ask once more with another number."""
        tx = self._pay_twice("wechatpay")
        refund = self._ready()
        self.double.faults.add("wechatpay.refund*", "lost", times=1)
        refund.with_user(self.users["accountant"]).action_pay_out()
        child = refund.transaction_ids
        self._run_job()
        self.assertEqual(refund.transaction_ids, child)
        self._run_until_told()
        self._assert_paid_back("wechatpay", tx, refund, 2000.0)

    def test_while_it_is_unclear_nothing_else_pays_it(self):
        self._pay_twice("alipay")
        refund = self._ready()
        accountant = self.users["accountant"]
        self.double.faults.add("alipay.trade.*refund*", "status", times=9, code=502)
        refund.with_user(accountant).action_pay_out()
        self._run_job()
        self.assertEqual(refund.transaction_ids.state, "pending")
        for act in (
            lambda: refund.with_user(accountant).action_pay_out(),
            lambda: refund.with_user(accountant).action_pay_out("by hand 1"),
            lambda: refund.with_user(self.users["archive_clerk"]).action_keep(),
        ):
            with self.assertRaisesRegex(UserError, "already"):
                act()
        self.double.faults.clear()
        self._run_until_told()
        self.assertEqual(refund.state, "paid")
        self.assert_laws()

    def test_refused_waits_again_and_may_be_kept(self):
        tx = self._pay_twice("wechatpay")
        refund = self._ready()
        self.double.faults.add(
            "wechatpay.refund",
            "refuse",
            times=9,
            code="NOT_ENOUGH",
            message="余额不足",
            status=403,
        )
        refund.with_user(self.users["accountant"]).action_pay_out()
        self._run_job()
        self.assertEqual(refund.state, "approved")
        self.assertEqual(refund.platform_state, "failed")
        self.assertIn("NOT_ENOUGH", refund.platform_note)
        self.double.faults.clear()
        refund.with_user(self.users["accountant"]).action_pay_out()
        self._run_until_told()
        self._assert_paid_back("wechatpay", tx, refund, 2000.0)

    def test_refused_question_is_no_refused_refund(self):
        """A key that was changed says nothing of what was asked before."""
        tx = self._pay_twice("wechatpay")
        refund = self._ready()
        # the platform works, its answer gets lost, and then it refuses to be asked
        self.double.faults.add("wechatpay.refund", "lost", times=1)
        refund.with_user(self.users["accountant"]).action_pay_out()
        self._run_job()
        child = refund.transaction_ids
        self.double.faults.add(
            "wechatpay.query_refund",
            "refuse",
            times=9,
            code="SIGN_ERROR",
            message="签名错误",
            status=401,
        )
        self._run_job()
        self.assertEqual(child.state, "pending")
        self.assertEqual(refund.platform_state, "sent")
        self.double.faults.clear()
        self._run_until_told()
        self._assert_paid_back("wechatpay", tx, refund, 2000.0)

    def test_settled_on_the_platforms_site(self):
        """The payer's account is gone: the same number goes on, no other is made."""
        tx = self._pay_twice("wechatpay")
        refund = self._ready()
        self.double.faults.add(
            "wechatpay.*refund*", "change", times=9, fields={"status": "ABNORMAL"}
        )
        self.double.faults.add("wechatpay.notify", "drop", times=9)
        refund.with_user(self.users["accountant"]).action_pay_out()
        self._run_job()
        self.assertEqual(refund.platform_state, "sent")
        self.assertIn(tx.reference, refund.platform_note)
        with self.assertRaisesRegex(UserError, "already"):
            refund.with_user(self.users["accountant"]).action_pay_out("by hand")
        self.double.faults.clear()
        self._run_until_told()
        self._assert_paid_back("wechatpay", tx, refund, 2000.0)

    def test_paid_back_in_part(self):
        """One of two orders fails: the rest is not given by hand, nor kept."""
        orders = [self._begin(way) for way in ("qr", "wap")]
        self._take(self.household, ("cash", 2000.0))
        for tx in orders:
            self._pay(tx, "alipay")
            self._look(tx)
        self.assertEqual(self.household.advance_balance, 4000.0)
        refund = self._ready(3000.0)
        parts = refund._get_platform_parts()
        self.assertEqual(sorted(parts.values()), [1000.0, 2000.0])
        self.double.faults.add(
            "alipay.trade.refund",
            "refuse",
            times=1,
            code="ACQ.SELLER_BALANCE_NOT_ENOUGH",
        )
        accountant = self.users["accountant"]
        refund.with_user(accountant).action_pay_out()
        self._run_until_told()
        self.assertEqual(
            sorted(refund.transaction_ids.mapped("state")), ["done", "error"]
        )
        self.assertEqual(refund.platform_state, "failed")
        with self.assertRaisesRegex(UserError, "already"):
            refund.with_user(accountant).action_pay_out("by hand")
        with self.assertRaisesRegex(UserError, "already"):
            refund.with_user(self.clerk).action_keep()
        with self.assertRaisesRegex(UserError, "draft"):
            refund.with_user(self.clerk).restart_validation()
        refund.with_user(accountant).action_pay_out()
        self._run_until_told()
        self.assertEqual(refund.state, "paid")
        for tx, amount in parts.items():
            order = self.double.order("alipay", tx.reference)
            self.assertEqual(order.refunded, amount * 100)
        self.assert_laws()

    def _begin(self, way):
        """An order for all that is owed; an older one is closed, yet may be paid."""
        tx = self.env["payment.transaction"]._heating_order(
            self.providers["alipay"],
            self.household,
            self.household._get_online_offer(),
            way,
            "/",
            "127.0.0.1",
        )
        opened = tx._heating_open()
        if way == "wap":
            self.url_open(opened)
        return tx

    def test_four_people(self):
        self._pay_twice("alipay")
        refund = self._ready()
        for role in ("archive_clerk", "approver", "cashier", "manager"):
            with self.assertRaises(AccessError):
                refund.with_user(self.users[role]).action_pay_out()
        self.assertFalse(refund.transaction_ids)

    def test_never_more_than_came(self):
        """The same order is not paid back beyond its amount, by whatever refund."""
        tx = self._pay_twice("alipay")
        with self.assertRaisesRegex(UserError, "2000.00"):
            tx._refund(2000.01)

    def test_odoos_own_refund_is_refused(self):
        """Trap 6: it would book money out and leave the bill paid."""
        tx = self._pay_twice("alipay")
        with self.assertRaises(AccessError):
            tx.action_refund(10.0)
