from odoo.tests import HttpCase, tagged

from .common_fapiao import HeatingFapiaoCommon


@tagged("post_install", "-at_install")
class TestFapiaoTour(HeatingFapiaoCommon, HttpCase):
    """Fapiao as an accountant clicks through them."""

    def test_three_households_on_one(self):
        self.start_tour(
            "/odoo/action-heating_billing.heating_bill_action",
            "heating_fapiao_many_on_one",
            login=self.accountant.login,
        )
        fapiao = self.env["heating.fapiao"].search([])
        self.assertRecordValues(
            fapiao,
            [
                {
                    "state": "issued",
                    "amount_total": 6000.0,
                    "household_count": 3,
                    "buyer_title": "Steel Works",
                }
            ],
        )

    def test_one_household_on_two(self):
        self.start_tour(
            f"/odoo/heating-bills/{self.bill.id}",
            "heating_fapiao_one_on_two",
            login=self.accountant.login,
        )
        fapiao = self.env["heating.fapiao"].search([], order="id")
        self.assertEqual(fapiao.mapped("amount_total"), [1250.0, 750.0])
        self.assertEqual(fapiao[1].buyer_title, "The Shop")
        self.assertEqual(self.bill.fapiao_covered, 2000.0)
