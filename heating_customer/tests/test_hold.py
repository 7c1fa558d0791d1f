from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common_application import HeatingApplicationCommon


@tagged("post_install", "-at_install")
class TestHold(HeatingApplicationCommon):
    """Holds on a household: who places and releases them, and what they forbid."""

    def _vals(self, kind="no_charge", **vals):
        return {
            "household_id": self.household.id,
            "kind": kind,
            "reason": "Case 7",
            **vals,
        }

    def _place(self, kind="no_charge", user=None, **vals):
        return self.env["heating.hold"].browse(
            self.rpc(
                user or self.clerk, "heating.hold", "create", self._vals(kind, **vals)
            )
        )

    def _release(self, user, hold, reason="Closed"):
        self.rpc(user, "heating.hold", "action_release", hold.ids, reason)

    def _refused(self, user, *args, error=AccessError, **kwargs):
        with self.assertRaises(error), self.cr.savepoint():
            self.rpc(user, "heating.hold", *args, **kwargs)

    def test_who_places_which_kind(self):
        allowed = {
            "no_charge": {"archive_clerk", "accountant"},
            "no_online": {"archive_clerk", "accountant"},
            "inspection": {"archive_clerk", "inspector"},
            "blacklist": {"archive_clerk"},
        }
        for kind, roles in allowed.items():
            for role, user in self.users.items():
                with self.subTest(kind=kind, role=role):
                    if role in roles:
                        hold = self._place(kind, user)
                        self.assertEqual(hold.create_uid, user)
                        hold.sudo().write({"released_on": "2026-01-01"})
                    else:
                        self._refused(user, "create", self._vals(kind))

    def test_a_hold_stays_as_it_was_placed(self):
        hold = self._place()
        for user in self.users.values():
            self._refused(user, "write", hold.ids, {"reason": "Other"})
            self._refused(user, "write", hold.ids, {"released_on": "2026-01-01"})
            self._refused(user, "unlink", hold.ids)
        with self.assertRaises(UserError):
            hold.sudo().unlink()

    def test_a_hold_is_not_placed_released(self):
        vals = self._vals(released_on="2026-01-01 00:00:00")
        self._refused(self.clerk, "create", vals)
        hold = self.env["heating.hold"].browse(
            self.rpc(
                self.clerk,
                "heating.hold",
                "create",
                self._vals(),
                context={"default_released_on": "2026-01-01 00:00:00"},
            )
        )
        self.assertFalse(hold.released_on)
        self._refused(
            self.clerk,
            "create",
            self._vals("blacklist", date_from="2999-01-01"),
            error=ValidationError,
        )

    def test_one_open_hold_of_a_kind(self):
        first = self._place()
        with mute_logger("odoo.sql_db"):
            self._refused(self.clerk, "create", self._vals(), error=IntegrityError)
            self._refused(
                self.clerk,
                "create",
                self._vals("no_online", reason=" "),
                error=IntegrityError,
            )
        self._place("blacklist")
        self._release(self.clerk, first)
        self._place()

    def test_the_money_holds_are_released_by_who_places_them(self):
        for role in ("archive_clerk", "accountant", "approver"):
            self._release(self.users[role], self._place())
        hold = self._place()
        for role in ("cashier", "field_worker", "inspector", "manager"):
            self._refused(self.users[role], "action_release", hold.ids, "x")

    def test_inspection_and_blacklist_need_a_second_person(self):
        both = self._create_user("archive_clerk", "approver", login="both")
        for kind in ("inspection", "blacklist"):
            hold = self._place(kind, both)
            for user in (both, self.clerk, self.users["inspector"]):
                self._refused(user, "action_release", hold.ids, "x")
            self.assertFalse(hold.with_user(both).may_release)
            self.assertTrue(hold.with_user(self.approver).may_release)
            self._release(self.approver, hold)
            self.assertEqual(hold.released_by_id, self.approver)
            self.assertEqual(hold.release_reason, "Closed")

    def test_releasing_needs_a_reason_and_happens_once(self):
        hold = self._place()
        for reason in ("", " ", False, 7):
            self._refused(
                self.clerk, "action_release", hold.ids, reason, error=UserError
            )
        self._release(self.clerk, hold)
        self._refused(self.clerk, "action_release", hold.ids, "x", error=UserError)

    def test_the_dialog_releases(self):
        hold = self._place("blacklist")
        dialog = self.rpc(
            self.approver,
            "heating.hold.release",
            "create",
            {"hold_id": hold.id, "reason": "Paid"},
        )
        self.rpc(self.approver, "heating.hold.release", "action_release", [dialog])
        self.assertEqual(hold.release_reason, "Paid")

    def test_the_household_shows_and_finds_its_holds(self):
        household = self.household
        self.assertFalse(household.is_on_hold)
        hold = self._place("inspection", self.users["inspector"])
        self.assertTrue(household.is_on_hold)
        self.assertIn("Under Inspection", household.hold_text)
        self.assertIn("Case 7", household.hold_text)
        found = self.env["heating.household"].search([("is_on_hold", "=", True)])
        self.assertIn(household, found)
        others = self.env["heating.household"].search([("is_on_hold", "=", False)])
        self.assertNotIn(household, others)
        self.assertIn(self.household_2, others)
        self._release(self.approver, hold)
        self.assertFalse(household.is_on_hold)
        self.assertNotIn(
            household, self.env["heating.household"].search([("is_on_hold", "=", True)])
        )

    def test_a_list_of_holds_costs_no_query_a_household(self):
        households = self.env["heating.household"]
        for index in range(20):
            household = self._create_household(f"T1000{index:02d}", self.customer)
            self._place(household_id=household.id)
            households |= household
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(6):
            households.mapped("hold_text")

    def test_what_is_paid_where(self):
        household = self.household
        self.assertFalse(household._get_pay_refusal("counter"))
        self._place("no_online")
        self.assertFalse(household._get_pay_refusal("counter"))
        self.assertIn("counter", household._get_pay_refusal("online"))
        self._place("no_charge")
        self.assertIn("Case 7", household._get_pay_refusal("counter"))
        self.assertIn("Case 7", household._get_pay_refusal("online"))

    def test_under_inspection_nothing_changes_hands(self):
        hold = self._place("inspection")
        refused = self.env["heating.application.type"].search(
            [("effect", "in", ("restore", "transfer", "leave"))]
        )
        for kind in refused:
            application = self._create_application(kind)
            self.assertIn("under inspection", application.refusal_text)
        self.assertNotIn(
            "under inspection", self._create_application().refusal_text or ""
        )
        self._release(self.approver, hold)
        self.assertNotIn(
            "under inspection", self._create_application(refused[0]).refusal_text or ""
        )

    def test_on_the_blacklist_nothing_is_stopped_or_passed_on(self):
        hold = self._place("blacklist")
        for kind in self.env["heating.application.type"].search(
            [("effect", "in", ("stop", "transfer"))]
        ):
            application = self._create_application(kind)
            self.assertIn("on the blacklist", application.refusal_text)
        self._release(self.approver, hold)
        self.assertNotIn(
            "on the blacklist", self._create_application().refusal_text or ""
        )

    def test_who_reads_holds(self):
        hold = self._place()
        west = self._create_user("inspector", login="west", branches=self.other_branch)
        far_cashier = self._create_user(
            "cashier", login="far", branches=self.other_branch
        )
        for user in (*self.users.values(), far_cashier):
            self.assertTrue(self.rpc(user, "heating.hold", "read", hold.ids, ["kind"]))
        portal = new_test_user(self.env, "test_portal", groups="base.group_portal")
        self.household.customer_id = portal.partner_id
        for user in (west, portal, self.stranger):
            self._refused(user, "read", hold.ids, ["kind"])
        self._refused(west, "create", self._vals("inspection"))
        with self.assertRaises(AccessError):
            self.rpc(
                portal, "heating.household", "read", self.household.ids, ["hold_text"]
            )
        self.assertEqual(
            self.rpc(
                portal, "heating.household", "read", self.household.ids, ["is_on_hold"]
            )[0]["is_on_hold"],
            False,
        )
        self.assertFalse(
            self.rpc(portal, "heating.household", "search", [("is_on_hold", "=", True)])
        )
