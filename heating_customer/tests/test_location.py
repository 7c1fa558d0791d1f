from psycopg2 import IntegrityError

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import HeatingCustomerCommon


@tagged("post_install", "-at_install")
class TestLocation(HeatingCustomerCommon):
    def test_names_and_branches_follow_the_tree(self):
        self.assertEqual(self.unit.complete_name, "Test Garden1#Unit 1")
        self.assertEqual(self.unit.branch_id, self.branch)
        self.assertEqual(self.household.address, "Test Garden1#Unit 1101")
        self.community.name = "New Garden"
        self.assertEqual(self.household.address, "New Garden1#Unit 1101")
        self.community.branch_id = self.other_branch
        self.assertEqual(self.household.branch_id, self.other_branch)

    def test_parts_follow_to_a_new_station_unless_they_have_their_own(self):
        new, own = self.env["heating.station"].create(
            [
                {"name": "Test Station 2", "branch_id": self.branch.id},
                {"name": "Test Station 3", "branch_id": self.branch.id},
            ]
        )
        special = self.env["heating.location"].create(
            {
                "name": "2#",
                "kind": "building",
                "parent_id": self.community.id,
                "station_id": own.id,
            }
        )
        self.community.station_id = new
        self.assertEqual(self.unit.station_id, new)
        self.assertEqual(self.household.station_id, new)
        self.assertEqual(special.station_id, own)

    @mute_logger("odoo.sql_db")
    def test_an_address_stands_in_the_tree_once(self):
        for values in (
            {"name": "Test Garden", "kind": "community", "branch_id": self.branch.id},
            {"name": "1#", "kind": "building", "parent_id": self.community.id},
        ):
            with self.assertRaises(IntegrityError), self.env.cr.savepoint():
                self.env["heating.location"].create(values)

    def test_a_building_is_no_part_of_a_unit(self):
        with self.assertRaisesRegex(ValidationError, "cannot be part of"):
            self.env["heating.location"].create(
                {"name": "X", "kind": "building", "parent_id": self.unit.id}
            )

    def test_households_are_counted_through_the_tree(self):
        locations = self.community + self.building + self.unit
        self.assertEqual(locations.mapped("household_count"), [2, 2, 2])
