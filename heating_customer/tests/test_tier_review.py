from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ..models import tier_guard
from .common_application import HeatingApplicationCommon


@tagged("post_install", "-at_install")
class TestTierReview(HeatingApplicationCommon):
    """Nobody writes a review through the API, whatever the role or the context."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.application = cls._create_requested()
        cls.review = cls.application.sudo().review_ids

    def _assert_refused(self, user, method, *args, **kwargs):
        with self.assertRaises(AccessError), self.cr.savepoint():
            self.rpc(user, "tier.review", method, *args, **kwargs)

    def test_nobody_creates_a_review(self):
        vals = {
            "model": "heating.application",
            "res_id": self.application.id,
            "definition_id": self.tier.id,
            "status": "approved",
        }
        for user in (
            *self.users.values(),
            self.stranger,
            self.env.ref("base.user_admin"),
        ):
            self._assert_refused(user, "create", vals)
            self._assert_refused(user, "create", {})

    def test_nobody_writes_a_review(self):
        for user in (
            *self.users.values(),
            self.stranger,
            self.env.ref("base.user_admin"),
        ):
            for vals in (
                {"status": "approved"},
                {"done_by": self.approver.id},
                {"reviewer_ids": [[4, user.id]]},
                {"res_id": 0},
                {"comment": "agreed"},
            ):
                self._assert_refused(user, "write", [self.review.id], vals)

    def test_nobody_deletes_a_review(self):
        for user in (
            *self.users.values(),
            self.stranger,
            self.env.ref("base.user_admin"),
        ):
            self._assert_refused(user, "unlink", [self.review.id])

    def test_guard_cannot_be_forged(self):
        """The context key is known to everybody, the object to nobody."""
        for value in (True, 1, "<object object>", {}, tier_guard._KEY):
            self._assert_refused(
                self.clerk,
                "write",
                [self.review.id],
                {"status": "approved"},
                context={tier_guard._KEY: value, "skip_validation_check": True},
            )

    def test_guard_does_not_leak_into_results(self):
        application = self._create_application(household_id=self.household_2.id)
        reviews = application.request_validation()
        self.assertTrue(reviews)
        self.assertFalse(tier_guard.is_trusted(reviews.env))
        self.assertFalse(reviews.env.su)
        with self.assertRaises(AccessError):
            reviews.write({"status": "approved"})

    def test_sudo_is_no_way_round(self):
        with self.assertRaises(AccessError):
            self.review.write({"status": "approved"})

    def test_reviews_cannot_be_written_through_their_document(self):
        for command in (
            [0, 0, {"status": "approved", "definition_id": self.tier.id}],
            [1, self.review.id, {"status": "approved"}],
            [2, self.review.id, 0],
            [5, 0, 0],
        ):
            with self.assertRaises(AccessError), self.cr.savepoint():
                self.rpc(
                    self.clerk,
                    "heating.application",
                    "write",
                    [self.application.id],
                    {"review_ids": [command]},
                )

    def test_reviewers_cannot_be_added_through_users(self):
        """The users' list of reviews shares its table with the reviewers."""
        system = new_test_user(
            self.env,
            "test_erp",
            groups="base.group_erp_manager,heating_customer.group_manager",
        )
        with self.assertRaisesRegex(AccessError, "follows from the tiers"):
            self.rpc(
                system,
                "res.users",
                "write",
                [self.clerk.id],
                {"review_ids": [Command.link(self.review.id)]},
            )
        self.env.flush_all()
        self.assertNotIn(self.clerk, self.review.reviewer_ids)

    def test_reviews_take_no_default_of_the_client(self):
        application = self._create_application(household_id=self.household_2.id)
        context = {
            "default_status": "approved",
            "default_done_by": self.approver.id,
            "default_reviewer_ids": [[4, self.clerk.id]],
        }
        self.env["ir.default"].with_user(self.clerk).set(
            "tier.review", "status", "approved", user_id=True
        )
        self.rpc(
            self.clerk,
            "heating.application",
            "request_validation",
            [application.id],
            context=context,
        )
        self.assertRecordValues(
            application.sudo().review_ids, [{"status": "pending", "done_by": False}]
        )
        self.assertNotIn(self.clerk, application.sudo().review_ids.reviewer_ids)
        self.assertEqual(application.state, "requested")

    def test_client_cannot_defer_promotion(self):
        application = self._create_application(household_id=self.household_2.id)
        self.rpc(
            self.clerk,
            "heating.application",
            "request_validation",
            [application.id],
            context={"tier_validation_defer_compute_can_review": True},
        )
        self.assertEqual(application.sudo().review_ids.status, "pending")

    # === COMMENT WIZARD === #

    def _comment(self, user, decision="validate", reviews=None, document=None):
        document = document or self.application
        wizard_id = self.rpc(
            user,
            "comment.wizard",
            "create",
            {
                "res_model": document._name,
                "res_id": document.id,
                "validate_reject": decision,
                "review_ids": [[6, 0, (reviews or self.review).ids]],
                "comment": "agreed",
            },
        )
        return self.rpc(user, "comment.wizard", "add_comment", [wizard_id])

    def test_comment_box_is_for_reviewers(self):
        for role, user in self.users.items():
            if role != "approver":
                with self.assertRaises(AccessError), self.cr.savepoint():
                    self._comment(user)
        with self.assertRaises(AccessError), self.cr.savepoint():
            self._comment(self.stranger)
        self.assertEqual(self.review.status, "pending")
        self.assertFalse(self.review.comment)

    def test_comment_box_approves_for_its_reviewer(self):
        self._comment(self.approver)
        self.assertRecordValues(
            self.review,
            [{"status": "approved", "done_by": self.approver.id, "comment": "agreed"}],
        )

    def test_comment_box_reaches_no_other_document(self):
        """Reviews of one document are not decided through another."""
        other = self._create_requested(household_id=self.household_2.id)
        with self.assertRaises(AccessError), self.cr.savepoint():
            self._comment(self.approver, reviews=self.review, document=other)
        self.assertEqual(self.review.status, "pending")
        self.assertEqual(other.state, "requested")

    def test_comment_box_refuses_other_models_and_decisions(self):
        with self.assertRaises(UserError), self.cr.savepoint():
            self._comment(self.approver, document=self.household)
        with self.assertRaises(UserError), self.cr.savepoint():
            self._comment(self.approver, decision="forward")

    # === READING === #

    def _readable(self, user):
        return self.rpc(
            user, "tier.review", "search", [("model", "=", "heating.application")]
        )

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_access")
    def test_reviews_are_read_with_their_document(self):
        self.assertIn(self.review.id, self._readable(self.manager))
        self.assertIn(self.review.id, self._readable(self.approver))
        west = self._create_user("approver", login="west", branches=self.other_branch)
        portal = new_test_user(self.env, "test_portal", groups="base.group_portal")
        for user in (west, self.stranger, portal):
            self.assertFalse(self._readable(user), user.login)
            with self.assertRaises(AccessError), self.cr.savepoint():
                self.rpc(user, "tier.review", "read", [self.review.id], ["comment"])
            self.assertFalse(self.review.with_user(user).has_access("read"))
        self.assertTrue(self.review.with_user(self.manager).has_access("read"))

    def test_outsiders_see_no_tier(self):
        portal = new_test_user(self.env, "test_portal", groups="base.group_portal")
        public = self.env.ref("base.public_user")
        for user in (portal, public):
            self.assertFalse(
                self.rpc(user, "tier.definition", "search", [("id", "=", self.tier.id)])
            )

    def test_counter_shows_only_what_one_may_decide(self):
        def count(user):
            groups = self.rpc(user, "res.users", "review_user_count")
            return sum(group["pending_count"] for group in groups)

        west = self._create_user("approver", login="west", branches=self.other_branch)
        for user in (self.clerk, self.manager, self.stranger, west):
            self.assertEqual(count(user), 0, user.login)
        waiting = count(self.approver)
        self.application.with_user(self.approver).validate_tier()
        self.assertEqual(count(self.approver), waiting - 1)
