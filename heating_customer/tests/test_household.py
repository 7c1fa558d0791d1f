from datetime import date, timedelta

from freezegun import freeze_time
from psycopg2 import IntegrityError
from psycopg2.errors import ExclusionViolation

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import HeatingCustomerCommon


@tagged("post_install", "-at_install")
class TestHousehold(HeatingCustomerCommon):
    def _find(self, text):
        return self.env["heating.household"].search([("display_name", "ilike", text)])

    def test_any_part_finds_a_household(self):
        for text in ("T000001", "zhang", "0000001", "garden 101", "ＺＨＡＮＧ　１０１"):
            with self.subTest(text=text):
                self.assertIn(self.household, self._find(text))
        self.assertNotIn(self.household, self._find("zhang 102"))

    def test_a_new_phone_is_found(self):
        self.customer.phone = "13911112222"
        self.assertEqual(self._find("1111222"), self.household)

    @mute_logger("odoo.sql_db")
    def test_a_number_is_given_once(self):
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self._create_household("T000001", self.customer_2)

    @mute_logger("odoo.sql_db")
    def test_only_who_left_is_archived(self):
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.household.active = False
            self.household.flush_recordset()
        self.household.invalidate_recordset()
        self.household.write({"state": "closed", "active": False})
        self.household.flush_recordset()

    @mute_logger("odoo.sql_db")
    def test_a_day_has_one_supply_state(self):
        supply = self.env["heating.supply"]
        supply.create(
            {
                "household_id": self.household.id,
                "state": "stopped",
                "date_from": "2026-11-15",
                "date_to": "2027-03-14",
            }
        )
        with self.assertRaises(ExclusionViolation), self.env.cr.savepoint():
            supply.create(
                {
                    "household_id": self.household.id,
                    "state": "supplied",
                    "date_from": "2027-03-14",
                }
            )
        supply.create(
            {
                "household_id": self.household.id,
                "state": "supplied",
                "date_from": "2027-03-15",
            }
        )

    def test_the_constraints_are_in_the_database(self):
        self.env.cr.execute(
            "SELECT conname FROM pg_constraint WHERE contype = 'x' "
            "AND conrelid IN ('heating_supply'::regclass, "
            "'heating_occupancy'::regclass)"
        )
        self.assertEqual(
            {name for (name,) in self.env.cr.fetchall()},
            {
                "heating_supply_no_overlap",
                "heating_supply_no_overlap_in_space",
                "heating_occupancy_no_overlap",
            },
        )

    def test_current_values_come_up_to_date_at_night(self):
        """A range begins without anybody writing: the nightly job notices."""
        today = fields.Date.context_today(self.household)
        self.env["heating.supply"].create(
            {
                "household_id": self.household.id,
                "state": "stopped",
                "date_from": today,
            }
        )
        self.env["heating.space"].create(
            {
                "household_id": self.household.id,
                "category_id": self.category.id,
                "built_area": 20.0,
                "date_from": today,
            }
        )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE heating_household SET supply_state = 'supplied', built_area = 100 "
            "WHERE id = %s",
            (self.household.id,),
        )
        self.env.invalidate_all()
        self.assertEqual(self.env["heating.household"]._refresh_current_values(), 1)
        self.assertEqual(self.household.supply_state, "stopped")
        self.assertEqual(self.household.built_area, 120.0)

    def test_a_category_that_changes_by_date_is_noticed_at_night(self):
        """Area and supply stay as they are: only the largest space's price changes."""
        business = self.env.ref("heating_customer.category_business")
        self.household.space_ids.date_to = date(2026, 6, 30)
        self.env["heating.space"].create(
            {
                "household_id": self.household.id,
                "category_id": business.id,
                "built_area": 100.0,
                "date_from": date(2026, 7, 1),
            }
        )
        households = self.env["heating.household"]
        # the nightly job runs five minutes after midnight in China
        with freeze_time("2026-06-29 16:05:00"):
            households._refresh_current_values()
            self.assertEqual(self.household.category_id, self.category)
            self.assertEqual(households._refresh_current_values(), 0)
        with freeze_time("2026-06-30 16:05:00"):
            self.assertGreaterEqual(households._refresh_current_values(), 1)
            self.assertEqual(self.household.category_id, business)
            self.assertEqual(self.household.built_area, 100.0)
            self.assertEqual(households._refresh_current_values(), 0)

    def test_only_spaces_valid_today_count(self):
        yesterday = fields.Date.context_today(self.household) - timedelta(days=1)
        self.household.space_ids.date_to = yesterday
        self.assertEqual(self.household.built_area, 0.0)

    def test_a_household_begins_with_an_occupancy(self):
        household = self._create_household(
            "T000009", self.customer, joined_on=date(2011, 11, 1)
        )
        self.assertRecordValues(
            household.occupancy_ids,
            [{"partner_id": self.customer.id, "date_from": date(2011, 11, 1)}],
        )

    def test_staff_of_a_branch_see_its_households(self):
        clerk = self._create_user(
            "archive_clerk", login="west", branches=self.other_branch
        )
        households = self.env["heating.household"].with_user(clerk).search([])
        self.assertEqual(households, self.other_household)
        head_office = self.env["heating.household"].with_user(self.clerk).search([])
        self.assertIn(self.household, head_office)
        clerk.heating_branch_ids = self.branch
        households = self.env["heating.household"].with_user(clerk).search([])
        self.assertIn(self.household, households)
        self.assertNotIn(self.other_household, households)
