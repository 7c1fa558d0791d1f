from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import HeatingCustomerCommon


@tagged("post_install", "-at_install")
class TestHouseholdGroup(HeatingCustomerCommon):
    """Households that belong together, seen from each of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.group = cls.env["heating.household.group"].create(
            {
                "name": "Family Zhang",
                "household_ids": [
                    Command.set(
                        (cls.household | cls.household_2 | cls.other_household).ids
                    )
                ],
            }
        )

    def _linked(self, user):
        return set(
            self.rpc(
                user,
                "heating.household",
                "read",
                self.household.ids,
                ["linked_household_ids"],
            )[0]["linked_household_ids"]
        )

    def test_each_shows_the_others(self):
        self.assertEqual(
            self._linked(self.clerk), {self.household_2.id, self.other_household.id}
        )
        action = self.rpc(
            self.clerk, "heating.household", "action_open", self.household_2.ids
        )
        self.assertEqual(action["res_id"], self.household_2.id)

    def test_other_branches_stay_hidden(self):
        east = self._create_user("manager", login="east", branches=self.branch)
        self.assertEqual(self._linked(east), {self.household_2.id})
        group = self.rpc(
            east,
            "heating.household.group",
            "read",
            self.group.ids,
            ["household_ids", "household_count"],
        )[0]
        self.assertEqual(
            set(group["household_ids"]), {self.household.id, self.household_2.id}
        )
        east = self._create_user("archive_clerk", login="east2", branches=self.branch)
        saved = self.rpc(
            east,
            "heating.household.group",
            "web_save",
            self.group.ids,
            {"household_ids": [Command.unlink(self.household_2.id)]},
            {"household_ids": {"fields": {"number": {}}}},
        )[0]
        self.assertEqual(
            saved["household_ids"],
            [{"id": self.household.id, "number": self.household.number}],
        )
        self.env.invalidate_all()
        self.assertIn(self.other_household, self.group.household_ids)
        self.group.household_ids -= self.other_household
        west = self._create_user("manager", login="west", branches=self.other_branch)
        self.assertFalse(self.rpc(west, "heating.household.group", "search", []))

    def test_clerks_link(self):
        vals = {"name": "Firm", "kind": "company"}
        portal = new_test_user(self.env, "test_portal", groups="base.group_portal")
        for role, user in (
            *self.users.items(),
            ("stranger", self.stranger),
            ("portal", portal),
        ):
            if role == "archive_clerk":
                continue
            with self.assertRaises(AccessError), self.cr.savepoint():
                self.rpc(user, "heating.household.group", "create", vals)
            with self.assertRaises(AccessError), self.cr.savepoint():
                self.rpc(user, "heating.household.group", "unlink", self.group.ids)
        [group_id] = [self.rpc(self.clerk, "heating.household.group", "create", vals)]
        self.rpc(
            self.clerk,
            "heating.household",
            "write",
            self.household.ids,
            {"group_ids": [Command.link(group_id)]},
        )
        self.assertEqual(len(self.household.group_ids), 2)
