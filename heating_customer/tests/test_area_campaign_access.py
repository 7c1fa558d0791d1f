from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common_area import HeatingAreaCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-05-10 02:00:00")
class TestAreaCampaignAccess(HeatingAreaCommon):
    """Who plans, measures, confirms and reads, as a client calls."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.campaign.action_start()
        cls.check = cls.campaign.check_ids.sorted("sequence")[0]

    def _call(self, user, method, *args):
        return self.rpc(user, "heating.area.check", method, [self.check.id], *args)

    def _refused(self, user, method, *args, error=AccessError):
        with self.assertRaises(error), self.cr.savepoint():
            self._call(user, method, *args)

    def _others(self, *roles):
        return [user for role, user in self.users.items() if role not in roles]

    def test_only_clerks_and_administrators_plan(self):
        vals = {
            "name": "x",
            "branch_id": self.branch.id,
            "date_to": "2026-12-31",
        }
        for user in self._others("archive_clerk", "administrator"):
            with self.assertRaises(AccessError), self.cr.savepoint():
                self.rpc(user, "heating.area.campaign", "create", vals)
            for method in ("action_start", "action_done"):
                with self.assertRaises(AccessError), self.cr.savepoint():
                    self.rpc(user, "heating.area.campaign", method, [self.campaign.id])
        for user in (self.clerk, self.administrator):
            self.assertTrue(self.rpc(user, "heating.area.campaign", "create", vals))

    def test_only_field_workers_measure(self):
        for user in self._others("field_worker"):
            self._refused(user, "write", {"built_area": 90.0})
            self._refused(user, "action_measure")
        self._call(self.field_worker, "write", {"built_area": 90.0})
        self._call(self.field_worker, "action_measure")
        self.assertEqual(self.check.state, "measured")
        self._refused(self.field_worker, "write", {"built_area": 95.0}, error=UserError)

    def test_a_check_is_measured_by_whom_it_is_assigned_to(self):
        other = self._create_user("field_worker", login="other_worker")
        self._refused(self.field_worker, "write", {"worker_id": self.field_worker.id})
        self._call(self.clerk, "write", {"worker_id": other.id})
        self._refused(self.field_worker, "write", {"built_area": 90.0})
        self._refused(self.field_worker, "action_measure")
        self._call(other, "write", {"built_area": 90.0})
        self._call(other, "action_measure")

    def test_a_field_worker_knows_the_phone_of_the_next_door_only(self):
        phone = self.customer.phone
        read = ["phone"]

        def phone_for(user):
            return self._call(user, "read", read)[0]["phone"]

        self.assertEqual(phone_for(self.clerk), phone)
        self.assertFalse(phone_for(self.field_worker))
        self._call(self.clerk, "write", {"worker_id": self.field_worker.id})
        self.assertEqual(phone_for(self.field_worker), phone)
        self._call(self.field_worker, "write", {"built_area": 90.0})
        self._call(self.field_worker, "action_measure")
        self.assertFalse(phone_for(self.field_worker))

    def test_nobody_writes_what_the_buttons_write(self):
        for user in (self.clerk, self.field_worker, self.administrator):
            for vals in (
                {"state": "applied"},
                {"measured_by_id": self.clerk.id},
                {"file_built_area": 1.0},
                {"space_id": self.household_2.space_ids.id},
            ):
                self._refused(user, "write", vals)
            self._refused(user, "unlink")
            with self.assertRaises(AccessError), self.cr.savepoint():
                self.rpc(
                    user,
                    "heating.area.check",
                    "create",
                    {
                        "campaign_id": self.campaign.id,
                        "space_id": self.other_household.space_ids.id,
                    },
                )

    def test_nobody_verifies_a_space_by_hand(self):
        space = self.household.space_ids
        with self.assertRaises(AccessError), self.cr.savepoint():
            self.rpc(
                self.clerk,
                "heating.space",
                "write",
                [space.id],
                {"verified_on": "2026-05-01"},
            )
        made = self.rpc(
            self.users["administrator"],
            "heating.space",
            "create",
            {
                "household_id": self.household.id,
                "category_id": self.category.id,
                "built_area": 5.0,
            },
            context={"default_verified_on": "2026-05-01"},
        )
        self.assertFalse(self.env["heating.space"].browse(made).verified_on)

    def test_measured_and_confirmed_by_different_people(self):
        both = self._create_user("archive_clerk", "field_worker", login="both")
        self._call(both, "write", {"built_area": 90.0})
        self._call(both, "action_measure")
        self._refused(both, "action_confirm")
        for user in self._others("archive_clerk"):
            for method in (
                "action_confirm",
                "action_measure_again",
                "action_create_applications",
            ):
                self._refused(user, method)
        self._refused(self.clerk, "action_create_applications", error=UserError)
        self._call(self.clerk, "action_confirm")
        self._refused(self.clerk, "action_confirm", error=UserError)
        self._call(self.clerk, "action_create_applications")
        self.assertTrue(self.check.application_id)

    def test_staff_read_their_branches_and_outsiders_nothing(self):
        west = self._create_user(
            "field_worker", login="west_worker", branches=self.other_branch
        )
        portal = new_test_user(self.env, "test_portal", groups="base.group_portal")
        for user in self.users.values():
            self.assertTrue(self._call(user, "read", ["state"]))
        self.assertFalse(self.rpc(west, "heating.area.check", "search", []))
        for user in (west, portal, self.stranger):
            self._refused(user, "read", ["state"])
            self._refused(user, "action_measure")
