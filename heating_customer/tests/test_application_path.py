from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common_application import HeatingApplicationCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-11-20 02:00:00")
class TestApplicationPath(HeatingApplicationCommon):
    """Who did what: nothing of it goes when an application begins anew."""

    def _get_path(self, application):
        """The path as the clerk reads it: pairs of who and what."""
        application.invalidate_recordset()
        steps = application.with_user(self.clerk)._get_path()
        return [(step["who"], step["what"], step["note"]) for step in steps]

    def _send_back(self, application, comment):
        action = application.with_user(self.approver).send_back_tier()
        self.env["comment.wizard"].with_user(self.approver).with_context(
            **action["context"]
        ).create({"comment": comment}).add_comment()

    def test_each_round_stays_on_the_page(self):
        application = self._create_application(date_from="2026-11-25")
        application = application.with_user(self.clerk)
        with freeze_time("2026-11-20 03:00:00"):
            application.request_validation()
        with freeze_time("2026-11-20 04:00:00"):
            self._send_back(application, "The deed is missing")
        with freeze_time("2026-11-20 05:00:00"):
            application.request_validation()
        with freeze_time("2026-11-20 06:00:00"):
            application.restart_validation()
        with freeze_time("2026-11-20 07:00:00"):
            application.request_validation()
        with freeze_time("2026-11-20 08:00:00"):
            application.with_user(self.approver).validate_tier()
        with freeze_time("2026-11-20 09:00:00"):
            application.action_cancel()
        clerk, approver = self.clerk.name, self.approver.name
        path = self._get_path(application)
        self.assertEqual(
            [
                step[:2]
                for step in path
                # the day of the database, which does not stand still
                if step[1] != "Written down"
            ],
            [
                (clerk, "Asked for approval"),
                (approver, "Sent back to be corrected"),
                (clerk, "Asked for approval"),
                (clerk, "Taken back to draft"),
                (clerk, "Asked for approval"),
                (approver, f"{application.review_ids.display_name}: Approved"),
                (clerk, "Cancelled"),
            ],
        )
        self.assertIn(
            (approver, "Sent back to be corrected", "The deed is missing"), path
        )
        self.assertIn("The deed is missing", application.path_html)

    def test_who_asked_in_an_earlier_round_does_not_decide(self):
        """Two clerks ask in turn; the first is an approver since."""
        application = self._create_application(date_from="2026-11-25")
        first = self._create_user("archive_clerk", login="path_first")
        application.with_user(first).request_validation()
        application.with_user(first).restart_validation()
        application.with_user(self.clerk).request_validation()
        first.sudo().group_ids += self.env.ref("heating_customer.group_approver")
        with self.assertRaisesRegex(AccessError, "created or asked for"):
            application.with_user(first).validate_tier()

    def test_an_approver_gives_it_up_in_words(self):
        application = self._create_approved()
        application.with_user(self.approver).action_give_up("The customer has died")
        self.assertIn(
            (self.approver.name, "Given up", "The customer has died"),
            self._get_path(application),
        )

    def test_the_path_is_written_by_nobody(self):
        application = self._create_application()
        with self.assertRaises(AccessError):
            self.rpc(
                self.clerk,
                "heating.application",
                "write",
                [application.id],
                {"past_steps": []},
            )
