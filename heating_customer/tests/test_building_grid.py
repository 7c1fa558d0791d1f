from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import HeatingCustomerCommon


@tagged("post_install", "-at_install")
class TestBuildingGrid(HeatingCustomerCommon):
    """Floors and rooms of a building, each cell in the state of its household."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.unit_2 = cls.env["heating.location"].create(
            {"name": "Unit 2", "kind": "unit", "parent_id": cls.building.id}
        )
        cls.high, cls.shop, cls.twin = (
            cls._create_household(number, cls.customer, place, room=room)
            for number, place, room in (
                ("T000011", cls.unit, "1202"),
                ("T000012", cls.unit, "Shop"),
                ("T000013", cls.unit_2, "102"),
            )
        )
        cls.env["heating.supply"].create(
            {"household_id": cls.twin.id, "state": "stopped"}
        )

    def _grid(self, location, user=None):
        return self.rpc(
            user or self.clerk,
            "heating.location",
            "get_building_grid",
            [location.id],
        )

    @staticmethod
    def _shape(unit):
        """The unit as floor → rooms at its places."""
        return {
            row["floor"]: [[cell["room"] for cell in cells] for cells in row["cells"]]
            for row in unit["floors"]
        }

    def test_without_an_address_there_are_communities_to_choose_from(self):
        places = self.rpc(self.clerk, "heating.location", "get_building_grid_places")
        here = next(each for each in places if each["id"] == self.community.id)
        counted = self.env["heating.household"].search_count(
            [("community_id", "=", self.community.id), ("state", "!=", "closed")]
        )
        self.assertGreater(counted, 3)
        self.assertEqual(here["total"], counted)
        self.assertEqual(here["name"], self.community.name)
        with self.assertRaises(AccessError):
            self.rpc(
                new_test_user(self.env, "grid_outsider"),
                "heating.location",
                "get_building_grid_places",
            )

    def test_a_building_has_its_units_side_by_side(self):
        grid = self._grid(self.building)
        self.assertEqual([unit["name"] for unit in grid["units"]], ["Unit 1", "Unit 2"])
        one, two = grid["units"]
        self.assertEqual(one["places"], ["01", "02"])
        self.assertEqual(self._shape(one), {12: [[], ["1202"]], 1: [["101"], ["102"]]})
        self.assertEqual([row["floor"] for row in one["floors"]], [12, 1])
        self.assertEqual([cell["number"] for cell in one["other"]], ["T000012"])
        self.assertEqual(self._shape(two), {1: [["102"]]})
        self.assertEqual(
            two["floors"][0]["cells"][0][0],
            {
                "id": self.twin.id,
                "room": "102",
                "number": "T000013",
                "customer": "Zhang San",
                "area": 100.0,
                "state": "stopped",
                "marks": [],
            },
        )
        self.assertEqual(grid["parent"]["id"], self.community.id)

    def test_the_legend_counts_every_household_once(self):
        self.env["heating.hold"].create(
            {
                "household_id": self.high.id,
                "kind": "blacklist",
                "reason": "Sealed valve broken",
            }
        )
        joining = self._create_household(
            "T000020", self.customer, room="301", state="joining"
        )
        legend = self._grid(self.building)["legend"]
        counts = {entry["state"]: entry["count"] for entry in legend}
        self.assertEqual(sum(counts.values()), 6)
        self.assertEqual(
            {state: counts[state] for state in ("stopped", "hold", "joining")},
            {"stopped": 1, "hold": 1, "joining": 1},
        )
        joining.state = "closed"
        legend = self._grid(self.building)["legend"]
        self.assertEqual(sum(entry["count"] for entry in legend), 5)

    def test_a_community_shows_its_buildings(self):
        gate = self._create_household(
            "T000030", self.customer, self.community, room="Gate"
        )
        ten = self.env["heating.location"].create(
            {"name": "10#", "kind": "building", "parent_id": self.community.id}
        )
        two = self.env["heating.location"].create(
            {"name": "2#", "kind": "building", "parent_id": self.community.id}
        )
        self._create_household("T000031", self.customer, ten, room="101")
        self._create_household("T000032", self.customer, two, room="101")
        grid = self._grid(self.community)
        self.assertEqual(
            [(each["name"], each["total"]) for each in grid["buildings"]],
            [("1#", 5), ("2#", 1), ("10#", 1)],
        )
        self.assertEqual(grid["buildings"][0]["counts"]["stopped"], 1)
        self.assertIs(grid["parent"], False)
        self.assertEqual([cell["id"] for cell in grid["units"][0]["other"]], gate.ids)

    def test_the_number_of_queries_does_not_grow_with_the_building(self):
        def queries():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.building.get_building_grid()
            return self.cr.sql_log_count - before

        queries()
        few = queries()
        for floor in range(1, 11):
            self._create_household(
                f"Q{floor:06d}", self.customer, self.unit_2, room=f"{floor}01"
            )
        self.assertLessEqual(queries(), few)

    def test_it_is_opened_from_the_address_and_the_household(self):
        action = self.building.action_view_building_grid()
        self.assertEqual(action["tag"], "heating_building_grid")
        self.assertEqual(action["context"]["active_id"], self.building.id)
        action = self.household.action_view_building_grid()
        self.assertEqual(action["context"]["active_id"], self.building.id)
        self.assertEqual(action["params"], {"household_id": self.household.id})
        action = self.other_household.action_view_building_grid()
        self.assertEqual(action["context"]["active_id"], self.other_community.id)

    def test_staff_see_their_branches_and_outsiders_nothing(self):
        for user in self.users.values():
            self.assertTrue(self._grid(self.building, user)["units"])
        west = self._create_user(
            "archive_clerk", login="west", branches=self.other_branch
        )
        portal = new_test_user(self.env, "test_portal", groups="base.group_portal")
        for user in (west, portal, self.stranger):
            with self.assertRaises(AccessError), self.cr.savepoint():
                self._grid(self.building, user)
