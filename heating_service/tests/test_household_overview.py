from odoo.tests import tagged

from .common import HeatingServiceCommon


@tagged("post_install", "-at_install")
class TestHouseholdOverview(HeatingServiceCommon):
    """What the overview and the timeline of a household say of its tickets."""

    def _sections(self, user):
        household = self.household.with_user(user)
        return {section["code"]: section for section in household.get_overview()}

    def _entries(self, user):
        timeline = self.household.with_user(user).get_timeline()
        return [
            entry["id"] for entry in timeline["entries"] if entry["kind"] == "ticket"
        ]

    def test_agents_see_open_tickets_and_all_in_the_timeline(self):
        ticket = self._ticket(household_id=self.household.id)
        [row] = self._sections(self.agent)["tickets"]["rows"]
        self.assertEqual((row["model"], row["id"]), ("helpdesk.ticket", ticket.id))
        self.assertEqual(row["values"][1], ticket.name)
        self.assertEqual(self._entries(self.agent), ticket.ids)

    def test_who_sees_their_own_tickets_only_is_not_told_that_there_are_none(self):
        self._ticket(household_id=self.household.id)
        self.assertNotIn("tickets", self._sections(self.cashier))
        self.assertNotIn("tickets", self._sections(self.worker))
        self.assertFalse(self._entries(self.cashier))

    def test_field_workers_see_no_money(self):
        self.assertFalse(
            {"debts", "payments"}.intersection(self._sections(self.worker))
        )
        self.assertIn("debts", self._sections(self.cashier))
        grid = self.household.location_id.with_user(self.worker).get_building_grid()
        self.assertEqual({entry["state"] for entry in grid["legend"]}, {"supplied"})
