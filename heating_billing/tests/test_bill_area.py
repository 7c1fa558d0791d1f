from odoo.fields import Command
from odoo.tests import tagged

from .common import HeatingBillingCommon


@tagged("post_install", "-at_install")
class TestBillArea(HeatingBillingCommon):
    """A bill keeps the area and the category that its season had."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.business = cls.env.ref("heating_customer.category_business")

    def test_later_changes_leave_a_bill_alone(self):
        self._bill_season()
        bill = self._get_bill(self.household)
        expected = [{"built_area": 100.0, "category_id": self.category.id}]
        self.assertRecordValues(bill, expected)
        self.household.space_ids.write(
            {"built_area": 55.0, "category_id": self.business.id}
        )
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertRecordValues(bill, expected)

    def test_each_space_counts_by_its_days(self):
        """90 m² for 30 of 120 days and 60 m² of business after that: 67.5 m²."""
        household = self.household_2
        household.write(
            {
                "space_ids": [
                    Command.update(
                        household.space_ids.id,
                        {"built_area": 90.0, "date_to": "2026-12-14"},
                    ),
                    Command.create(
                        {
                            "category_id": self.business.id,
                            "built_area": 60.0,
                            "date_from": "2026-12-15",
                        }
                    ),
                    # gone before the season began
                    Command.create(
                        {
                            "category_id": self.category.id,
                            "built_area": 500.0,
                            "date_to": "2026-11-14",
                        }
                    ),
                ]
            }
        )
        self._bill_season()
        self.assertRecordValues(
            self._get_bill(household),
            [{"built_area": 67.5, "category_id": self.business.id}],
        )

    def test_bills_worked_out_anew_together_keep_their_own_area(self):
        """Each bill says its household's area, not that of all in the batch."""
        households = self.household | self.household_2
        self._bill_season()
        for household, area in zip(households, (90.0, 60.0), strict=True):
            household.space_ids.built_area = area
        bills = self._get_bill(self.household) | self._get_bill(self.household_2)
        bills._reassess("measured anew")
        areas = {bill.household_id: bill.built_area for bill in bills}
        self.assertEqual(areas, {self.household: 90.0, self.household_2: 60.0})
