from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models import tier_guard
from .common_application import HeatingApplicationCommon


@tagged("post_install", "-at_install")
class TestTierFourEyes(HeatingApplicationCommon):
    """Nobody approves what they asked for, nor two tiers of one document."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.both = cls._create_user("archive_clerk", "approver", login="both")

    def _assert_cannot_decide(self, user, application):
        for method in ("validate_tier", "reject_tier"):
            with self.assertRaises(AccessError), self.cr.savepoint():
                self.rpc(user, "heating.application", method, [application.id])
        self.assertEqual(application.state, "requested")

    def _set_tier(self, **vals):
        self.tier.write({"reviewer_id": False, "reviewer_group_id": False, **vals})

    def test_requester_cannot_decide(self):
        application = self._create_requested(user=self.both)
        self._assert_cannot_decide(self.both, application)
        self.assertFalse(application.with_user(self.both).can_review)

    def test_creator_cannot_decide_what_another_asked_for(self):
        application = self._create_application(user=self.both)
        application.with_user(self.clerk).request_validation()
        self._assert_cannot_decide(self.both, application)

    def test_individual_review(self):
        self._set_tier(review_type="individual", reviewer_id=self.both.id)
        application = self._create_application(user=self.both)
        with self.assertRaisesRegex(UserError, "Nobody else than you"):
            application.request_validation()
        application = self._create_requested()
        application.with_user(self.both).validate_tier()
        self.assertEqual(application.state, "approved")

    def test_field_review(self):
        """A field of the document names its reviewer, even its creator."""
        self._set_tier(
            review_type="field",
            reviewer_field_id=self.env.ref(
                "heating_customer.field_heating_application__create_uid"
            ).id,
        )
        application = self._create_application()
        with self.assertRaisesRegex(UserError, "Nobody else than you"):
            application.request_validation()

    def test_group_implied_by_a_role_reviews(self):
        role = self.env["res.groups"].create(
            {
                "name": "Branch Head",
                "implied_ids": [
                    Command.link(self.env.ref("heating_customer.group_approver").id)
                ],
            }
        )
        head = self._create_user("manager", login="head")
        head.group_ids += role
        application = self._create_requested()
        application.with_user(head).validate_tier()
        self.assertEqual(application.sudo().review_ids.done_by, head)

    def test_leaving_the_group_ends_the_right(self):
        application = self._create_requested()
        self.approver.group_ids -= self.env.ref("heating_customer.group_approver")
        self.approver.group_ids += self.env.ref("heating_customer.group_user")
        self._assert_cannot_decide(self.approver, application)

    def _add_second_tier(self, **vals):
        return self.tier.copy({"name": "Second Look", "sequence": 20, **vals})

    def test_each_tier_needs_its_own_person(self):
        self._add_second_tier()
        second = self._create_user("approver", login="second")
        application = self._create_requested()
        application.with_user(self.approver).validate_tier()
        self.assertEqual(
            sorted(application.sudo().review_ids.mapped("status")),
            ["approved", "pending"],
        )
        self._assert_cannot_decide(self.approver, application)
        application.with_user(second).validate_tier()
        self.assertEqual(application.state, "approved")
        self.assertEqual(application.sudo().review_ids.done_by, self.approver | second)

    @mute_logger("odoo.sql_db")
    def test_database_refuses_two_tiers_by_one_person(self):
        """Two parallel clicks of one person pass the check, but not the index."""
        self._add_second_tier()
        application = self._create_requested()
        reviews = tier_guard.trusted(application.sudo().review_ids)
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            reviews.write({"status": "approved", "done_by": self.approver.id})
            reviews.flush_recordset()

    def test_order_of_tiers_holds(self):
        self.tier.approve_sequence = True
        second = self._create_user("approver", login="second")
        self._add_second_tier(
            review_type="individual", reviewer_group_id=False, reviewer_id=second.id
        )
        # the tier with the higher number comes first
        self.tier.write(
            {
                "review_type": "individual",
                "reviewer_group_id": False,
                "reviewer_id": self.approver.id,
            }
        )
        application = self._create_requested()
        self._assert_cannot_decide(second, application)
        application.with_user(self.approver).validate_tier()
        application.with_user(second).validate_tier()
        self.assertEqual(application.state, "approved")

    def test_only_reviewers_decide(self):
        application = self._create_requested()
        for role, user in self.users.items():
            if role != "approver":
                self._assert_cannot_decide(user, application)
        self._assert_cannot_decide(self.stranger, application)
        self._assert_cannot_decide(self.env.ref("base.user_admin"), application)

    def test_other_branch_cannot_decide(self):
        west = self._create_user("approver", login="west", branches=self.other_branch)
        application = self._create_requested()
        self._assert_cannot_decide(west, application)

    def test_request_needs_a_reviewer_who_sees_it(self):
        west = self._create_user("approver", login="west", branches=self.other_branch)
        self._set_tier(review_type="individual", reviewer_id=west.id)
        application = self._create_application()
        with self.assertRaisesRegex(UserError, "Nobody else than you"):
            application.request_validation()

    # === DEFINITIONS === #

    def test_definitions_count_for_all_companies(self):
        self.assertFalse(self.tier.company_id)
        tier = self._add_second_tier()
        self.assertFalse(tier.company_id)
        with self.assertRaises(ValidationError):
            tier.company_id = self.company

    def test_definitions_cannot_pass_over_a_tier(self):
        with self.assertRaises(ValidationError):
            self.tier.approve_sequence_bypass = True

    def test_definitions_name_a_reviewer(self):
        with self.assertRaises(ValidationError):
            self.tier.reviewer_group_id = False

    def test_no_tier_means_no_approval(self):
        """A document to which no tier applies is refused, not waved through."""
        self.tier.active = False
        application = self._create_application()
        with self.assertRaisesRegex(UserError, "No approval tier applies"):
            self.rpc(
                self.clerk,
                "heating.application",
                "request_validation",
                [application.id],
            )
        self.assertEqual(application.state, "draft")

    def test_administrator_can_choose_the_model(self):
        models = self.rpc(
            self.administrator, "ir.model", "name_search", "Heating Application"
        )
        self.assertIn(self.tier.model_id.id, [model_id for model_id, _name in models])

    def test_administrator_sets_tiers_of_heating_only(self):
        tier_id = self.rpc(
            self.administrator,
            "tier.definition",
            "create",
            {
                "name": "By the Manager",
                "model_id": self.env["ir.model"]._get_id("heating.application"),
                "review_type": "individual",
                "reviewer_id": self.manager.id,
            },
        )
        self.rpc(
            self.administrator, "tier.definition", "write", [tier_id], {"sequence": 5}
        )
        with self.assertRaises(AccessError), self.cr.savepoint():
            self.rpc(
                self.administrator,
                "tier.definition",
                "create",
                {
                    "name": "Elsewhere",
                    "model_id": self.env["ir.model"]._get_id("res.partner"),
                    "reviewer_id": self.manager.id,
                },
            )
        with self.assertRaises(AccessError), self.cr.savepoint():
            self.rpc(
                self.approver, "tier.definition", "write", [tier_id], {"sequence": 1}
            )
