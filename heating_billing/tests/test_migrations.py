from odoo.tests import tagged

from odoo.addons.heating_customer.tests.common_migration import run_migration

from .common_fapiao import HeatingFapiaoCommon

FOLDER = "heating_billing/migrations/19.0.1.5.0/"


@tagged("post_install", "-at_install")
class TestMigrations(HeatingFapiaoCommon):
    """What upgrades do to bills and duties that were there before."""

    def _make_smaller(self, bill):
        """A tenth less area, after the bill was made."""
        bill.household_id.space_ids.built_area *= 0.9
        bill._reassess("measured")

    def test_earlier_versions_learn_their_tariff(self):
        bill = self._get_bill(self.household)
        self._make_smaller(bill)
        version = bill.version_ids
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE heating_bill_version SET tariff_id = NULL, date = NULL"
        )
        self.env.invalidate_all()
        run_migration(self.env, FOLDER + "post-version-tariffs.py", version=None)
        self.assertFalse(version.tariff_id)
        run_migration(self.env, FOLDER + "post-version-tariffs.py")
        self.assertEqual((version.tariff_id, version.date), (bill.tariff_id, bill.date))
        self.assertTrue(bill._is_replayed(version))

    def test_duties_are_worked_out_anew(self):
        bill = self._get_bill(self.household)
        self._issue(self._request(bills=bill))
        self._make_smaller(bill)
        duty = self.env["heating.fapiao.duty"].search([("bill_id", "=", bill.id)])
        self.assertEqual((duty.state, duty.amount), ("open", 200.0))
        self.env.flush_all()
        self.env.cr.execute("UPDATE heating_fapiao_duty SET amount = 1")
        self.env.invalidate_all()
        run_migration(self.env, FOLDER + "post-fapiao-duties.py", version=None)
        self.assertEqual(duty.amount, 1.0)
        run_migration(self.env, FOLDER + "post-fapiao-duties.py")
        self.assertEqual(duty.amount, 200.0)
