from odoo.tests import tagged

from .common_application import HeatingApplicationCommon


@tagged("post_install", "-at_install")
class TestTierMessages(HeatingApplicationCommon):
    """Each reader has what an approval says in the reader's own language."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for code in ("en_US", "zh_CN"):
            cls.env["res.lang"]._activate_lang(code)
        cls.group = cls.env.ref("heating_customer.group_approver")
        cls.group.with_context(lang="zh_CN").name = "审批组"
        cls.application = cls._create_requested()
        cls.review = cls.application.sudo().review_ids

    def test_reviewers_are_named_in_the_language_of_the_reader(self):
        """Asked for in English, read in Chinese: nothing is stored."""
        english = self.review.with_context(lang="en_US")
        chinese = self.review.with_context(lang="zh_CN")
        self.assertIn("Approver", english.todo_by)
        self.assertIn("审批组", chinese.todo_by)
        self.assertNotIn("Approver", chinese.todo_by)

    def test_many_people_are_counted(self):
        people = self.env["res.users"].create(
            [{"name": f"Reviewer {n}", "login": f"reviewer {n}"} for n in range(5)]
        )
        review = self.env["tier.review"].new({"reviewer_ids": people.ids})
        self.assertEqual(
            review.todo_by, "Reviewer 0, Reviewer 1, Reviewer 2 and 2 more"
        )

    def test_document_says_what_it_waits_for(self):
        self.tier.with_context(lang="zh_CN").name = "业务申请审批"
        self.assertEqual(
            self.application.next_review,
            f"Waits for: {self.tier.name} ({self.review.todo_by})",
        )
        self.assertIn(
            "业务申请审批", self.application.with_context(lang="zh_CN").next_review
        )
        self.assertIn(self.group.name, self.application.to_validate_message)
        draft = self._create_application(kind=self.type_stop)
        self.assertFalse(draft.next_review)

    def test_whoever_reads_the_document_sees_who_is_waited_for(self):
        """The clerk may not read groups and sees the name of the group all the same."""
        review = self.review.with_user(self.clerk)
        self.assertIn(self.group.name, review.todo_by)

    def test_notices_name_who_asked_and_who_is_waited_for(self):
        body = self.application._notify_requested_review_body(self.review)
        self.assertIn(self.review.requested_by.display_name, body)
        self.assertIn(self.review.todo_by, body)
        approver = self.application.with_user(self.approver)
        self.assertEqual(
            approver._notify_created_review_body(),
            f"{self.approver.name} asks for approval.",
        )
        self.assertEqual(
            approver._notify_rejected_review_body(), f"{self.approver.name} rejected."
        )
        self.assertEqual(
            approver._notify_restarted_review_body(),
            f"{self.approver.name} began the approval anew.",
        )
        self.assertEqual(
            self.review._notify_review_reminder_body(),
            "Approval was asked for 0 days ago.",
        )
