from odoo.tests import tagged

from odoo.addons.heating_customer.tests.common_migration import run_migration

from .common import HeatingPaymentCommon


@tagged("post_install", "-at_install")
class TestMigrations(HeatingPaymentCommon):
    def test_what_stays_of_receipts_is_worked_out(self):
        """Of what was voided nothing stays."""
        kept = self._take(self.household, ("cash", 300.0))
        voided = self._take(self.household, ("cash", 50.0))
        voided.with_user(self.head_cashier).action_void("Typed wrong")
        self.env.flush_all()
        self.env.cr.execute("UPDATE heating_receipt SET amount_standing = NULL")
        self.env.invalidate_all()
        path = "heating_payment/migrations/19.0.1.3.0/pre-amount-standing.py"
        run_migration(self.env, path, version=None)
        self.assertEqual((kept + voided).mapped("amount_standing"), [0.0, 0.0])
        run_migration(self.env, path)
        self.assertEqual(kept.amount_standing, 300.0)
        self.assertEqual(voided.amount_standing, 0.0)

    def test_platforms_get_numbers_and_settings(self):
        """Also where money was noted by hand before there were platforms."""
        alipay = self.methods["alipay"]
        self._take(self.household, ("alipay", 300.0))
        alipay.sequence_id = False
        rules = self.env.ref("heating_payment.rule_receipt_branch")
        rules.domain_force = "[(1, '=', 1)]"
        self.env.flush_all()
        run_migration(
            self.env, "heating_payment/migrations/19.0.1.5.0/post-platforms.py"
        )
        self.assertEqual(alipay.sequence_id.code, "heating.receipt")
        self.assertEqual(alipay.sequence_id.implementation, "no_gap")
        self.assertIn("line_ids.household_id", rules.domain_force)
        self.assertEqual(
            set(
                self.env["payment.provider"]
                .search([("company_id", "=", self.company.id)])
                .mapped("code")
            )
            & {"alipay", "wechatpay"},
            {"alipay", "wechatpay"},
        )
