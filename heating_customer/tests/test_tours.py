from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .common import HeatingCustomerCommon


class HeatingTours(HeatingCustomerCommon):
    """A building of two units, of which a room is stopped."""

    def setUp(self):
        super().setUp()
        unit_2 = self.env["heating.location"].create(
            {"name": "Unit 2", "kind": "unit", "parent_id": self.building.id}
        )
        self._create_household("T000011", self.customer, room="1202")
        stopped = self._create_household("T000013", self.customer, unit_2, room="102")
        self.env["heating.supply"].create(
            {"household_id": stopped.id, "state": "stopped"}
        )

    def _see_the_grid(self):
        self.start_tour(
            f"/odoo/{self.community.id}/heating-building-grid",
            "heating_building_grid",
            login=self.clerk.login,
        )


@tagged("post_install", "-at_install")
class TestTours(HeatingTours, HttpCase):
    def test_building_grid(self):
        self._see_the_grid()


@tagged("post_install", "-at_install")
class TestPhoneTours(HeatingTours, HttpCase):
    """The same on a telephone, and what a field worker does there."""

    browser_size = "390x844"
    touch_enabled = True

    def test_building_grid(self):
        self._see_the_grid()

    def test_measuring_from_door_to_door(self):
        self.env["heating.household"].search(
            [("number", "in", ("T000011", "T000013"))]
        ).space_ids.date_to = "2020-01-01"
        campaign = self.env["heating.area.campaign"].create(
            {
                "name": "Spring",
                "branch_id": self.branch.id,
                "community_ids": [Command.set(self.community.ids)],
                "date_from": "2026-01-01",
                "date_to": "2030-01-01",
            }
        )
        campaign.action_start()
        self.start_tour(
            "/odoo/heating-measure",
            "heating_area_check",
            login=self.field_worker.login,
        )
        self.env.invalidate_all()
        self.assertRecordValues(
            campaign.check_ids.sorted("sequence"),
            [
                {
                    "state": "measured",
                    "built_area": 112.5,
                    "difference": 12.5,
                    "deed_number": "D-2026-77",
                    "measured_by_id": self.field_worker.id,
                },
                {
                    "state": "applied",
                    "built_area": 100.0,
                    "difference": 0.0,
                    "deed_number": False,
                    "measured_by_id": self.field_worker.id,
                },
            ],
        )
