from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common_application import HeatingApplicationCommon

SKIP_KEYS = {
    "skip_validation_check": True,
    "skip_check_state_condition": True,
    "skip_tier_validation": True,
    "tier_validation_defer_compute_can_review": True,
}


@tagged("post_install", "-at_install")
class TestTierState(HeatingApplicationCommon):
    """The state follows the approval and nothing else."""

    def _write(self, user, application, vals, context=None):
        return self.rpc(
            user,
            "heating.application",
            "write",
            [application.id],
            vals,
            context=context,
        )

    def test_state_cannot_be_written(self):
        application = self._create_application()
        requested = self._create_requested(household_id=self.household_2.id)
        users = (
            self.clerk,
            self.approver,
            self.administrator,
            self.env.ref("base.user_admin"),
        )
        for user in users:
            for record in (application, requested):
                for state in ("requested", "approved", "done", "draft", "cancelled"):
                    for context in ({}, SKIP_KEYS):
                        with self.assertRaises(AccessError), self.cr.savepoint():
                            self._write(user, record, {"state": state}, context)

    def test_status_and_results_cannot_be_written(self):
        application = self._create_application()
        for vals in (
            {"validation_status": "validated"},
            {"requested_by_id": self.manager.id},
            {"number": "BT1"},
            {"valve_on": "2026-11-15"},
            {"seal_number": "S1"},
            {"field_worker_id": self.field_worker.id},
            {"supply_id": False},
        ):
            with self.assertRaises(AccessError), self.cr.savepoint():
                self._write(self.clerk, application, vals, SKIP_KEYS)

    def test_sudo_cannot_write_the_state(self):
        application = self._create_application()
        with self.assertRaises(AccessError):
            application.sudo().state = "approved"

    def test_created_as_draft_only(self):
        vals = {
            "type_id": self.type_stop.id,
            "household_id": self.household.id,
            "date_from": "2026-11-15",
        }
        for extra in (
            {"state": "approved"},
            {"state": "done"},
            {"validation_status": "validated"},
            {"review_ids": [Command.create({"status": "approved"})]},
        ):
            with self.assertRaises(AccessError), self.cr.savepoint():
                self.rpc(self.clerk, "heating.application", "create", vals | extra)
        self.rpc(self.clerk, "heating.application", "create", vals | {"state": "draft"})

    def test_defaults_of_the_client_do_not_count(self):
        """Neither the context's nor one's own defaults make an approved document."""
        for field, value in (
            ("state", "approved"),
            ("validation_status", "validated"),
            ("seal_number", "S1"),
        ):
            self.env["ir.default"].with_user(self.clerk).set(
                "heating.application", field, value, user_id=True
            )
        application_id = self.rpc(
            self.clerk,
            "heating.application",
            "create",
            {"household_id": self.household.id, "date_from": "2026-11-15"},
            context={
                "default_state": "approved",
                "default_validation_status": "validated",
                "default_type_id": self.type_stop.id,
                "default_supply_id": 1,
            },
        )
        self.assertRecordValues(
            self.env["heating.application"].browse(application_id),
            [
                {
                    "state": "draft",
                    "validation_status": "no",
                    "seal_number": False,
                    "supply_id": False,
                    "type_id": self.type_stop.id,
                }
            ],
        )

    def test_content_is_frozen_while_others_decide(self):
        application = self._create_requested()
        vals = {"date_from": "2026-12-01"}
        for context in ({}, SKIP_KEYS):
            with self.assertRaises(UserError), self.cr.savepoint():
                self._write(self.clerk, application, vals, context)
        application.with_user(self.approver).validate_tier()
        for context in ({}, SKIP_KEYS):
            with self.assertRaises(UserError), self.cr.savepoint():
                self._write(self.clerk, application, vals, context)

    def test_content_is_frozen_through_the_household(self):
        application = self._create_requested()
        with self.assertRaises(UserError):
            self.rpc(
                self.clerk,
                "heating.household",
                "write",
                [self.household.id],
                {"application_ids": [[1, application.id, {"reason": "other"}]]},
            )

    def test_reviewers_may_comment(self):
        application = self._create_requested()
        self.rpc(
            self.approver,
            "heating.application",
            "message_post",
            [application.id],
            body="Which room?",
        )
        self.assertIn("Which room?", application.message_ids[0].body)

    def test_requests_need_the_right_to_write(self):
        application = self._create_application()
        for role, user in self.users.items():
            if role == "archive_clerk":
                continue
            for method in ("request_validation", "restart_validation", "action_cancel"):
                with self.assertRaises(AccessError), self.cr.savepoint():
                    self.rpc(
                        user,
                        "heating.application",
                        method,
                        [application.id],
                        context=SKIP_KEYS,
                    )
        self.assertEqual(application.state, "draft")

    def test_request_records_who_and_when(self):
        application = self._create_requested()
        self.assertEqual(application.state, "requested")
        self.assertEqual(application.requested_by_id, self.clerk)
        self.assertTrue(application.requested_on)
        self.assertEqual(application.sudo().review_ids.requested_by, self.clerk)

    def test_asking_twice_is_refused(self):
        application = self._create_requested()
        with self.assertRaisesRegex(UserError, "no longer a draft"):
            self.rpc(
                self.clerk,
                "heating.application",
                "request_validation",
                [application.id],
                context=SKIP_KEYS,
            )
        self.assertEqual(len(application.sudo().review_ids), 1)

    def test_decision_is_recorded(self):
        application = self._create_requested()
        self.rpc(
            self.approver, "heating.application", "validate_tier", [application.id]
        )
        self.assertEqual(application.state, "approved")
        review = application.sudo().review_ids
        self.assertEqual((review.status, review.done_by), ("approved", self.approver))
        self.assertTrue(review.reviewed_date)
        with self.assertRaisesRegex(UserError, "not waiting for approval"):
            self.rpc(
                self.approver, "heating.application", "validate_tier", [application.id]
            )

    def test_rejecting_asks_for_the_reason(self):
        application = self._create_requested()
        action = self.rpc(
            self.approver, "heating.application", "reject_tier", [application.id]
        )
        self.assertEqual(action["res_model"], "comment.wizard")
        self.assertEqual(application.state, "requested")
        wizard_id = self.rpc(
            self.approver,
            "comment.wizard",
            "create",
            {"comment": "No deed"},
            context=action["context"],
        )
        self.rpc(self.approver, "comment.wizard", "add_comment", [wizard_id])
        self.assertRecordValues(
            application.sudo().review_ids,
            [
                {
                    "status": "rejected",
                    "done_by": self.approver.id,
                    "comment": "No deed",
                }
            ],
        )
        self.assertEqual(application.state, "rejected")

    def test_rejecting_one_tier_ends_the_others(self):
        self.tier.copy({"name": "Second Look"})
        application = self._create_requested()
        application.with_user(self.approver)._approval_decide("reject", "No")
        self.assertEqual(
            sorted(application.sudo().review_ids.mapped("status")),
            ["cancel", "rejected"],
        )
        self.assertEqual(application.state, "rejected")

    def test_approving_with_a_comment_where_the_tier_wants_one(self):
        self.tier.has_comment = True
        application = self._create_requested()
        action = self.rpc(
            self.approver, "heating.application", "validate_tier", [application.id]
        )
        self.assertEqual(action["context"]["default_validate_reject"], "validate")
        self.assertEqual(application.state, "requested")

    def test_taking_back_keeps_the_history(self):
        application = self._create_requested()
        application.with_user(self.approver)._approval_decide("reject", "No deed")
        self.rpc(
            self.clerk, "heating.application", "restart_validation", [application.id]
        )
        self.assertEqual(application.state, "draft")
        self.assertFalse(application.sudo().review_ids)
        self.assertIn("No deed", application.message_ids[0].body)
        self.assertIn(self.approver.name, application.message_ids[0].body)
        application.date_from = "2026-12-01"
        application.request_validation()
        self.assertEqual(application.state, "requested")

    def test_approved_cannot_be_taken_back(self):
        application = self._create_approved()
        with self.assertRaises(UserError):
            self.rpc(
                self.clerk,
                "heating.application",
                "restart_validation",
                [application.id],
            )

    def test_cancelling_keeps_the_reviews(self):
        application = self._create_requested()
        self.rpc(self.clerk, "heating.application", "action_cancel", [application.id])
        self.assertEqual(application.state, "cancelled")
        self.assertEqual(application.sudo().review_ids.status, "cancel")
        with self.assertRaises(UserError):
            self.rpc(
                self.approver, "heating.application", "validate_tier", [application.id]
            )

    def test_what_is_on_record_is_not_deleted(self):
        application = self._create_requested()
        with self.assertRaises(AccessError), self.cr.savepoint():
            self.rpc(self.clerk, "heating.application", "unlink", [application.id])
        with self.assertRaises(UserError):
            application.sudo().unlink()
