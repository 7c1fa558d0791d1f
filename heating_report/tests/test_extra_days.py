from odoo.tests import tagged

from odoo.addons.heating_payment.tests.common import HeatingPaymentCommon

from ..audit import broken_laws


@tagged("post_install", "-at_install")
class TestExtraDaysInTheBooks(HeatingPaymentCommon):
    """Days that the government adds, charged after the season was billed and paid."""

    @classmethod
    def _create_tariff(cls, name, **vals):
        return super()._create_tariff(name, charge_extra_days=True, **vals)

    def test_every_law_holds(self):
        self._take(self.household, ("cash", 2000.0))
        self.season.action_set_extra_days(0, 6, "Notice")
        self.env.invalidate_all()
        self.assertEqual(self._get_bill(self.household).amount_total, 2100.0)
        self.assertEqual(self.household.amount_due, 100.0)
        self.assertEqual(broken_laws(self.env), {})
        # withdrawn: what was paid meanwhile is prepaid
        self._take(self.household, ("cash", 100.0))
        self.season.action_set_extra_days(0, 0, "Another notice")
        self.env.invalidate_all()
        self.assertEqual(self.household.advance_balance, 100.0)
        self.assertEqual(broken_laws(self.env), {})
