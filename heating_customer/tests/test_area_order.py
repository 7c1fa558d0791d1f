from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..models import heating_area_check_order
from .common_area import HeatingAreaCommon

REPORT = "heating_customer.area_order_report"


@tagged("post_install", "-at_install")
@freeze_time("2026-05-10 02:00:00")
class TestAreaOrder(HeatingAreaCommon):
    """The paper that a worker takes along, for one check and for a campaign."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.household.space_ids = [
            Command.create(
                {
                    "name": "Attic",
                    "category_id": cls.category.id,
                    "built_area": 20.5,
                    "inner_area": 18.25,
                }
            )
        ]
        cls.household.room = "1001"
        cls.household_2.room = "201"

    def _render(self, checks):
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            REPORT, checks.ids
        )
        return html.decode()

    def test_one_check(self):
        checks = self._start()
        (check,) = checks.filtered(lambda each: each.space_id.name == "Attic")
        page = self._render(check)
        for words in (
            "Order for Measuring",
            "Test Garden",
            "T000001",
            "Zhang San",
            "Attic",
            "20.50",
            "18.25",
            "Customer (signature",
            "Field worker (signature",
        ):
            self.assertIn(words, page)
        self.assertNotIn("T000002", page)
        self.assertEqual(page.count("20.50"), 1)

    def test_a_campaign_in_the_order_of_the_way(self):
        """One sheet a household, with all of its spaces; room 201 before 1001."""
        self._start()
        action = self.campaign.with_user(self.clerk).action_print_orders()
        self.assertEqual(action["report_name"], "heating_customer.area_order_document")
        checks = self.env["heating.area.check"].browse(action["context"]["active_ids"])
        sheets = checks._get_order_sheets()
        self.assertEqual(
            [sheet["household"] for sheet in sheets],
            [self.household_2, self.household],
        )
        self.assertEqual(len(sheets[1]["checks"]), 2)
        page = self._render(checks)
        self.assertLess(page.index("T000002"), page.index("T000001"))
        self.assertEqual(page.count("o_order_signs"), 3, "the style and two sheets")

    def test_what_was_measured_stands_on_the_paper(self):
        check = self._start()[0]
        self._measure(check, 87.65)
        self.assertIn("87.65", self._render(check))

    def test_what_is_measured_is_not_printed_again(self):
        for check in self._start():
            self._measure(check, check.file_built_area)
        with self.assertRaisesRegex(UserError, "Nothing is left"):
            self.campaign.action_print_orders()

    def test_too_much_for_one_print(self):
        self._start()
        with (
            patch.object(heating_area_check_order, "MAX_CHECKS", 1),
            self.assertRaisesRegex(UserError, "At most 1 orders"),
        ):
            self.campaign.action_print_orders()

    def test_it_prints_without_the_style_sheets_of_others(self):
        report = self.env.ref(REPORT)
        self.assertEqual(
            report._get_layout(), self.env.ref("heating_customer.paper_layout")
        )
