from odoo.tests import tagged

from odoo.addons.heating_billing.tests.common_parts import SharedBillCommon
from odoo.addons.heating_payment.tests.common import HeatingPaymentCommon


@tagged("post_install", "-at_install")
class TestAdvancesOfOthers(HeatingPaymentCommon, SharedBillCommon):
    """What an employer paid too much of its part is the employer's."""

    def test_it_waits_for_who_pays_the_part(self):
        bill = self.shop.bill_ids
        theirs = bill.move_ids.filtered("heating_payer_kind_id")
        self._take(self.shop, ("card", 700.0), move_ids=theirs.ids)
        self.shop.space_ids.built_area = 90.0
        bill._reassess("measured")
        self.env.flush_all()
        rows = self.env["heating.advances"].search(
            [("household_id", "=", self.shop.id)]
        )
        # 10 m² × 7 yuan
        self.assertEqual(
            [(row.partner_id, row.kept_for, row.amount) for row in rows],
            [(self.employer, "part", 70.0)],
        )
