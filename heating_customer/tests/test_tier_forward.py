from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_application import HeatingApplicationCommon


@tagged("post_install", "-at_install")
class TestTierForward(HeatingApplicationCommon):
    """Reviewers who send back or delegate instead of deciding."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tier.has_forward = True
        cls.approver_2 = cls._create_user("approver", login="approver_2")
        cls.application = cls._create_requested(date_from="2027-11-15")

    def _forward(self, user, reviewer, reason="on leave"):
        document = self.application
        action = self.rpc(user, "heating.application", "forward_tier", [document.id])
        wizard = self.rpc(
            user,
            "tier.validation.forward.wizard",
            "create",
            [{"forward_reviewer_id": reviewer.id, "forward_description": reason}],
            context=action["context"],
        )
        self.rpc(user, "tier.validation.forward.wizard", "add_forward", wizard)
        self.env.invalidate_all()

    def test_another_decides(self):
        self._forward(self.approver, self.approver_2)
        self.assertEqual(
            self.application.review_ids.sorted("id").mapped("status"),
            ["forwarded", "pending"],
        )
        with self.assertRaises(AccessError):
            self.application.with_user(self.approver).validate_tier()
        self.application.with_user(self.approver_2).validate_tier()
        self.assertEqual(self.application.state, "approved")

    def test_who_cannot_be_asked_instead(self):
        asker_too = self._create_user("approver", "archive_clerk", login="asker_too")
        self.application = self._create_requested(
            user=asker_too,
            household_id=self.household_2.id,
            date_from="2027-11-15",
        )
        for reviewer in (self.clerk, asker_too, self.approver, self.manager):
            with (
                self.subTest(reviewer=reviewer.name),
                self.assertRaisesRegex(UserError, "cannot decide on"),
                self.cr.savepoint(),
            ):
                self._forward(self.approver, reviewer)
        with self.assertRaisesRegex(UserError, "Say why"), self.cr.savepoint():
            self._forward(self.approver, self.approver_2, " ")

    def test_only_the_reviewer_delegates(self):
        with self.assertRaises(AccessError):
            self._forward(self.clerk, self.approver_2)
        wizard = self.rpc(
            self.clerk,
            "tier.validation.forward.wizard",
            "create",
            [
                {
                    "res_model": "heating.application",
                    "res_id": self.application.id,
                    "forward_reviewer_id": self.approver_2.id,
                    "forward_description": "mine",
                }
            ],
        )
        with self.assertRaises(AccessError):
            self.rpc(
                self.clerk, "tier.validation.forward.wizard", "add_forward", wizard
            )

    def test_a_tier_that_is_not_delegated(self):
        self.tier.has_forward = False
        with self.assertRaisesRegex(UserError, "cannot be delegated"):
            self._forward(self.approver, self.approver_2)

    def test_sent_back_to_be_corrected(self):
        action = self.application.with_user(self.approver).send_back_tier()
        wizard = (
            self.env["comment.wizard"]
            .with_user(self.approver)
            .with_context(**action["context"])
            .create({"comment": "the deed is missing"})
        )
        wizard.add_comment()
        self.assertEqual(self.application.state, "draft")
        self.assertFalse(self.application.review_ids)
        told = self.env["mail.message"].search(
            [
                ("model", "=", "heating.application"),
                ("res_id", "=", self.application.id),
                ("partner_ids", "in", self.clerk.partner_id.ids),
            ]
        )
        self.assertIn("the deed is missing", told.body)
        self.application.with_user(self.clerk).request_validation()
        self.assertEqual(self.application.state, "requested")

    def test_nobody_else_sends_back(self):
        for user in (self.clerk, self.manager):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self.application.with_user(user).send_back_tier()
