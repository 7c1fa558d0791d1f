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
