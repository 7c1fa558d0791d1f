from odoo.tests import tagged

from odoo.addons.heating_payment.tests.common import HeatingPaymentCommon


@tagged("post_install", "-at_install")
class TestCollection(HeatingPaymentCommon):
    """A season's figures are those of what was billed."""

    def _figures(self, *groupby):
        self.env.flush_all()
        self.env.invalidate_all()
        return (
            self.env["heating.collection"]
            .with_user(self.users["manager"])
            ._read_group(
                [
                    ("season_id", "=", self.season.id),
                    ("community_id", "in", (self.community | self.other_community).ids),
                ],
                groupby,
                ["households:sum", "area:sum", "area_paid:sum", "area_rate:avg"],
            )
        )

    def test_area_paid_in_full(self):
        self._take(self.household, ("cash", 2000.0))
        self._take(self.household_2, ("cash", 1000.0))
        ((households, area, area_paid, rate),) = self._figures()
        self.assertEqual((households, area, area_paid), (3, 300.0, 100.0))
        self.assertAlmostEqual(rate, 100 / 3)

    def test_what_changes_later_changes_no_figure_of_the_season(self):
        self._take(self.household, ("cash", 2000.0))
        figures = self._figures(), self._figures("category_id")
        self.assertEqual([row[0] for row in figures[1]], [self.category])
        business = self.env.ref("heating_customer.category_business")
        self.household.space_ids.write({"built_area": 20.0, "category_id": business.id})
        self.household_2.space_ids.date_to = "2026-10-31"
        self.assertEqual(self.household.category_id, business)
        self.assertEqual((self._figures(), self._figures("category_id")), figures)
