import io

import openpyxl

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

    def test_the_spreadsheet_has_the_company_s_rates(self):
        self._take(self.household, ("cash", 2000.0))
        self._take(self.household_2, ("cash", 1000.0))
        self.env.flush_all()
        collection = self.env["heating.collection"].with_user(self.users["manager"])
        action = collection.with_context(
            active_domain=[("season_id", "=", self.season.id)]
        ).action_spreadsheet()
        self.assertEqual(action["report_name"], "heating_report.collection_xlsx")
        report = self.env[f"report.{action['report_name']}"].with_user(
            self.users["manager"]
        )
        content, _kind = report.create_xlsx_report([], action["data"])
        *rows, total = list(
            openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows()
        )
        head = [cell.value for cell in rows[0]]
        names = collection.fields_get(["money_rate", "received"])
        rate = head.index(names["money_rate"]["string"])
        received = head.index(names["received"]["string"])
        for row in rows[1:]:
            self.assertEqual(row[rate].value, round(row[rate].value, 2))
        self.assertIn("SUBTOTAL", total[received].value)
        self.assertTrue(total[rate].value.startswith("=IF(SUBTOTAL(9,I2:"))
        self.assertIn("/SUBTOTAL(9,I2:", total[rate].value)
