from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common_application import HeatingApplicationCommon


@tagged("post_install", "-at_install")
class TestApplicationAccess(HeatingApplicationCommon):
    """Who reads, writes and confirms applications."""

    def _vals(self):
        return {
            "type_id": self.type_stop.id,
            "household_id": self.household.id,
            "date_from": "2026-11-15",
        }

    def test_only_clerks_create_and_write(self):
        application = self._create_application()
        for role, user in self.users.items():
            if role == "archive_clerk":
                continue
            with self.assertRaises(AccessError), self.cr.savepoint():
                self.rpc(user, "heating.application", "create", self._vals())
            with self.assertRaises(AccessError), self.cr.savepoint():
                self.rpc(
                    user,
                    "heating.application",
                    "write",
                    [application.id],
                    {"reason": "x"},
                )

    def test_all_staff_read(self):
        application = self._create_application()
        for user in self.users.values():
            self.assertTrue(
                self.rpc(
                    user, "heating.application", "read", [application.id], ["number"]
                )
            )

    def test_outsiders_read_nothing(self):
        application = self._create_application()
        portal = new_test_user(self.env, "test_portal", groups="base.group_portal")
        for user in (self.stranger, portal):
            with self.assertRaises(AccessError), self.cr.savepoint():
                self.rpc(
                    user, "heating.application", "read", [application.id], ["number"]
                )
            with self.assertRaises(AccessError), self.cr.savepoint():
                self.rpc(user, "heating.application", "create", self._vals())

    def test_staff_read_their_branches(self):
        application = self._create_application()
        east = self._create_user("archive_clerk", login="east", branches=self.branch)
        west = self._create_user(
            "archive_clerk", login="west", branches=self.other_branch
        )
        self.assertEqual(
            self.rpc(east, "heating.application", "search", []), application.ids
        )
        self.assertFalse(self.rpc(west, "heating.application", "search", []))
        with self.assertRaises(AccessError), self.cr.savepoint():
            self.rpc(
                west, "heating.application", "request_validation", [application.id]
            )
        with self.assertRaises(AccessError):
            self.rpc(west, "heating.application", "create", self._vals())

    def test_only_field_workers_confirm(self):
        application = self._create_approved()
        users = [user for role, user in self.users.items() if role != "field_worker"]
        west = self._create_user(
            "field_worker", login="west", branches=self.other_branch
        )
        for user in (*users, self.stranger, west):
            with self.assertRaises(AccessError), self.cr.savepoint():
                self.rpc(
                    user,
                    "heating.application",
                    "action_confirm_field",
                    [application.id],
                    "2026-11-15",
                    "S1",
                )
        self.assertEqual(application.state, "approved")

    def test_field_workers_do_not_confirm_what_they_asked_for(self):
        both = self._create_user("archive_clerk", "field_worker", login="both")
        application = self._create_approved(user=both)
        with self.assertRaises(AccessError):
            self.rpc(
                both,
                "heating.application",
                "action_confirm_field",
                [application.id],
                "2026-11-15",
                "S1",
            )

    def test_only_administrators_set_types(self):
        for role, user in self.users.items():
            if role == "administrator":
                continue
            with self.assertRaises(AccessError), self.cr.savepoint():
                self.rpc(
                    user,
                    "heating.application.type",
                    "write",
                    [self.type_stop.id],
                    {"arrears_cleared": False},
                )
        self.rpc(
            self.administrator,
            "heating.application.type",
            "write",
            [self.type_stop.id],
            {"arrears_cleared": False},
        )

    def test_views_open_for_each_role(self):
        for user in self.users.values():
            env = self.env(user=user)
            for model in ("heating.application", "heating.household"):
                for view in ("list", "kanban", "form", "search"):
                    env[model].get_view(view_type=view)
            self.rpc(
                user,
                "heating.household",
                "action_view_applications",
                self.household.ids,
            )
