from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common_application import HeatingApplicationCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-11-20 04:00:00")
class TestHouseholdOverview(HeatingApplicationCommon):
    """What the form of a household says first, and its life as a timeline."""

    def _timeline(self, user=None):
        return self.rpc(
            user or self.clerk, "heating.household", "get_timeline", [self.household.id]
        )

    def _entries(self, kind):
        return [
            (entry["date"], entry["title"], entry["note"])
            for entry in self._timeline()["entries"]
            if entry["kind"] == kind
        ]

    def test_every_dated_fact_is_an_entry_newest_first(self):
        self.household.joined_on = "2015-10-01"
        self.env["heating.supply"].create(
            {
                "household_id": self.household.id,
                "state": "stopped",
                "date_from": "2024-11-15",
                "date_to": "2025-03-14",
                "reason": "Away",
            }
        )
        self.household.space_ids._replace_from(self.first_day, {"built_area": 120.0})
        self.household._change_customer(self.customer_2, self.first_day)
        self._create_application()
        hold = self.env["heating.hold"].create(
            {
                "household_id": self.household.id,
                "kind": "no_online",
                "reason": "Two refunds",
                "date_from": "2026-11-18",
            }
        )
        hold.with_user(self.approver).action_release("Settled")
        timeline = self._timeline()
        dates = [entry["date"] for entry in timeline["entries"]]
        self.assertEqual(dates, sorted(dates, reverse=True))
        self.assertEqual(
            [kind["kind"] for kind in timeline["kinds"]][:5],
            ["supply", "customer", "area", "application", "hold"],
        )
        self.assertEqual(
            self._entries("supply"),
            [("2024-11-15", "Stopped", "until 2025-03-14 · Away")],
        )
        self.assertEqual(
            self._entries("customer"),
            [
                ("2026-11-15", "Customer from then on: Li Si", ""),
                ("2015-10-01", "Joined the network", ""),
            ],
        )
        self.assertEqual(
            [entry[:2] for entry in self._entries("area")],
            [
                (
                    "2026-11-15",
                    f"Main Space: 120.00 m², {self.category.name}",
                )
            ],
        )
        self.assertEqual(self._entries("application")[0][2], "Draft")
        self.assertEqual(
            self._entries("hold"),
            [
                ("2026-11-20", "Released: No Online Payment", "Settled"),
                ("2026-11-18", "No Online Payment", "Two refunds"),
            ],
        )

    def test_entries_of_many_households_are_read_together(self):
        def queries(households):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            households._get_timeline()
            return self.cr.sql_log_count - before

        for household in self.household | self.household_2:
            self._create_application(household_id=household.id)
        queries(self.household)
        one = queries(self.household)
        self.assertLessEqual(queries(self.household | self.household_2), one + 1)

    def test_open_applications_are_in_the_overview(self):
        application = self._create_application()
        sections = self.rpc(
            self.clerk, "heating.household", "get_overview", [self.household.id]
        )
        section = next(each for each in sections if each["code"] == "applications")
        self.assertEqual(
            section["rows"],
            [
                {
                    "values": [
                        self.type_stop.name,
                        "2026-11-15",
                        "Draft",
                    ],
                    "model": "heating.application",
                    "id": application.id,
                }
            ],
        )
        application.action_cancel()
        sections = self.rpc(
            self.clerk, "heating.household", "get_overview", [self.household.id]
        )
        section = next(each for each in sections if each["code"] == "applications")
        self.assertFalse(section["rows"])

    def test_every_role_reads_it_and_no_outsider(self):
        portal = new_test_user(self.env, "test_portal", groups="base.group_portal")
        self.household.customer_id = portal.partner_id
        west = self._create_user(
            "archive_clerk", login="west", branches=self.other_branch
        )
        for method in ("get_timeline", "get_overview"):
            for user in self.users.values():
                self.assertTrue(
                    self.rpc(user, "heating.household", method, [self.household.id])
                )
            for user in (portal, self.stranger, west):
                with self.assertRaises(AccessError), self.cr.savepoint():
                    self.rpc(user, "heating.household", method, [self.household.id])
