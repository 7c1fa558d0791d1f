from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_area import HeatingAreaCommon, picture


@tagged("post_install", "-at_install")
@freeze_time("2026-05-10 02:00:00")
class TestAreaCampaign(HeatingAreaCommon):
    """Areas measured anew, from the plan to the archive."""

    # === PLANNING === #

    def test_start_plans_the_spaces_in_force_in_the_order_of_the_way(self):
        unit_10 = self.env["heating.location"].create(
            {"name": "Unit 10", "kind": "unit", "parent_id": self.building.id}
        )
        unit_2 = self.env["heating.location"].create(
            {"name": "Unit 2", "kind": "unit", "parent_id": self.building.id}
        )
        for number, place, room in (
            ("T000011", unit_10, "101"),
            ("T000012", unit_2, "1001"),
            ("T000013", unit_2, "201"),
        ):
            self._create_household(number, self.customer, place, room=room)
        ended = self._create_household("T000014", self.customer, room="901")
        ended.space_ids.date_to = "2026-05-09"
        checks = self._start(worker_id=self.field_worker.id)
        self.assertEqual(
            checks.mapped("household_id.number"),
            ["T000001", "T000002", "T000013", "T000012", "T000011"],
        )
        self.assertEqual(checks.mapped("sequence"), [1, 2, 3, 4, 5])
        self.assertRecordValues(
            checks[0],
            [
                {
                    "state": "to_do",
                    "branch_id": self.branch.id,
                    "community_id": self.community.id,
                    "building_id": self.building.id,
                    "company_id": self.company.id,
                    "worker_id": self.field_worker.id,
                    "file_built_area": 100.0,
                    "is_different": False,
                    "create_uid": self.clerk.id,
                }
            ],
        )
        self.assertEqual(self.campaign.state, "running")
        self.assertEqual((self.campaign.check_count, self.campaign.progress), (5, 0.0))

    def test_the_number_of_queries_does_not_grow_with_the_spaces(self):
        for number in range(30):
            self._create_household(f"Q{number:06d}", self.customer, room=str(number))
        small = self._create_campaign(
            branch_id=self.other_branch.id,
            community_ids=[Command.set(self.other_community.ids)],
        )
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        small.action_start()
        few = self.cr.sql_log_count - before
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        self.campaign.action_start()
        self.assertLessEqual(self.cr.sql_log_count - before, few + 3)
        self.assertEqual(self.campaign.check_count, 32)

    def test_a_campaign_needs_communities_of_its_branch_with_spaces(self):
        with self.assertRaises(ValidationError), self.cr.savepoint():
            self.campaign.community_ids = self.other_community
        empty = self._create_campaign(community_ids=[])
        with self.assertRaisesRegex(UserError, "communities"):
            empty.action_start()
        self._start()
        with self.assertRaisesRegex(UserError, "already"):
            self.campaign.action_start()
        with self.assertRaisesRegex(UserError, "No space"):
            self._create_campaign().action_start()

    def test_what_is_under_way_stays_as_planned(self):
        self._start()
        with self.assertRaises(UserError):
            self.campaign.community_ids = False
        with self.assertRaises(UserError):
            self.campaign.state = "draft"
        with self.assertRaises(UserError):
            self.campaign.unlink()
        born = self._create_campaign(state="done")
        self.assertEqual(born.state, "draft")
        born.unlink()

    def test_only_what_was_never_verified(self):
        check = self._start()[0]
        self._measure(check, 100.0)
        self.campaign.action_done()
        again = self._create_campaign(unverified_only=True)
        again.action_start()
        self.assertEqual(again.check_ids.household_id, self.household_2)

    # === MEASURING === #

    def test_an_equal_measurement_verifies_the_space(self):
        check, other = self._start()[:2]
        action = self._measure(check, 100.0)
        self.assertRecordValues(
            check,
            [
                {
                    "state": "applied",
                    "is_different": False,
                    "measured_by_id": self.field_worker.id,
                }
            ],
        )
        self.assertRecordValues(
            check.space_id,
            [
                {
                    "is_verified": True,
                    "verified_by_id": self.field_worker.id,
                    "has_difference": False,
                }
            ],
        )
        self.assertEqual(str(check.space_id.verified_on), "2026-05-10")
        self.assertEqual(action["res_id"], other.id, "the next one on the way")
        self.assertEqual(self.campaign.progress, 50.0)
        last = self._measure(other, 100.0)
        self.assertFalse(last.get("res_id"), "back to the list where nothing is left")

    def test_photos_of_an_equal_measurement_are_papers_of_the_household(self):
        """In the register, tied to the check, each of its kind."""
        check = self._start()[0]
        self._measure(check, 100.0, photo=picture(), deed_photo=picture())
        papers = check.household_id.with_user(self.clerk).paper_ids
        self.assertEqual(
            sorted(papers.mapped("heating_paper_kind_id.code")), ["deed", "photo"]
        )
        self.assertEqual(
            set(papers.mapped("res_model")), {"heating.area.check"}, "of the check"
        )
        self.assertEqual(papers.mapped("heating_household_id"), check.household_id)

    def test_a_difference_waits_for_somebody_else(self):
        check = self._start()[0]
        self._measure(check, 110.0, inner_area=99.0)
        self.assertRecordValues(
            check,
            [
                {
                    "state": "measured",
                    "difference": 10.0,
                    "difference_percent": 10.0,
                    "is_different": True,
                }
            ],
        )
        self.assertTrue(check.space_id.has_difference)
        self.assertFalse(check.space_id.is_verified)
        self.assertEqual(
            self.env["heating.space"].search([("has_difference", "=", True)]),
            check.space_id,
        )
        self.assertEqual(self.campaign.different_count, 1)
        with self.assertRaisesRegex(UserError, "not in the archive"):
            self.campaign.action_done()

    def test_another_height_is_a_difference_but_what_was_not_measured_is_none(self):
        first, second = self._start()[:2]
        first.space_id.sudo().height = 2.8
        second.space_id.sudo().write({"height": 2.8, "inner_area": 88.0})
        self._measure(first, 100.0, height=3.9)
        self._measure(second, 100.0)
        self.assertEqual((first | second).mapped("is_different"), [True, False])

    def test_impossible_figures_are_refused(self):
        check = self._start()[0].with_user(self.field_worker)
        with self.assertRaisesRegex(UserError, "built area"):
            check.action_measure()
        check.write({"built_area": 50.0, "inner_area": 60.0})
        with self.assertRaisesRegex(UserError, "inner area"):
            check.action_measure()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.cr.savepoint(),
        ):
            check.height = 100.0
            check.flush_recordset()
        check.invalidate_recordset()
        check.inner_area = 45.0
        check.action_measure()
        with self.assertRaisesRegex(UserError, "already"):
            check.action_measure()

    # === INTO THE ARCHIVE === #

    def test_a_confirmed_difference_becomes_an_area_change(self):
        check = self._start()[0]
        self._measure(
            check, 110.0, photo=picture(), deed_number="D-1", remark="Balcony closed"
        )
        check = check.with_user(self.clerk)
        check.action_confirm()
        action = check.action_create_applications()
        application = check.application_id
        self.assertEqual(action["domain"], [("id", "in", application.ids)])
        self.assertRecordValues(
            application,
            [
                {
                    "effect": "area",
                    "state": "draft",
                    "space_id": check.space_id.id,
                    "new_built_area": 110.0,
                    "create_uid": self.clerk.id,
                }
            ],
        )
        self.assertIn("D-1", application.reason)
        self.assertIn("Balcony closed", application.reason)
        self.assertEqual(
            application.attachment_ids.heating_paper_kind_id,
            self.env.ref("heating_customer.paper_kind_photo"),
        )
        with self.assertRaisesRegex(UserError, "under way"):
            check.action_create_applications()
        application.request_validation()
        application.with_user(self.approver).validate_tier()
        self.assertEqual(application.state, "done")
        self.assertEqual(check.state, "applied")
        self.assertEqual(check.file_built_area, 100.0, "what was found stays readable")
        space = application.new_space_id
        self.assertRecordValues(
            space,
            [
                {
                    "built_area": 110.0,
                    "verified_by_id": self.field_worker.id,
                    "is_verified": True,
                }
            ],
        )
        self.campaign.action_done()

    def test_a_rejected_application_can_be_made_again(self):
        check = self._start()[0]
        self._measure(check, 110.0)
        check = check.with_user(self.clerk)
        check.action_confirm()
        check.action_create_applications()
        first = check.application_id
        first.action_cancel()
        check.action_create_applications()
        self.assertNotEqual(check.application_id, first)

    def test_what_was_measured_wrongly_is_measured_again(self):
        check = self._start()[0]
        self._measure(check, 110.0)
        check = check.with_user(self.clerk)
        check.action_confirm()
        check.action_create_applications()
        with self.assertRaisesRegex(UserError, "cannot be measured again"):
            check.action_measure_again()
        check.application_id.action_cancel()
        check.action_measure_again()
        self.assertEqual((check.state, check.application_id.id), ("to_do", False))
        self._measure(check, 100.0)
        self.assertEqual(check.state, "applied")

    def test_a_clerk_sends_a_measurement_back(self):
        check = self._start()[0]
        self._measure(check, 110.0)
        check.with_user(self.clerk).action_measure_again()
        self.assertEqual((check.state, check.is_different), ("to_do", False))
        self._measure(check, 100.0)
        self.assertEqual(check.state, "applied")

    def test_checks_follow_a_space_that_is_replaced(self):
        first, second = self._start()[:2]
        self._measure(first, 110.0)
        self._measure(second, 100.0)
        business = self.env.ref("heating_customer.category_business")
        verified = second.space_id.sudo()._replace_from(
            self.first_day, {"category_id": business.id}
        )
        self.assertTrue(verified.is_verified, "the area is the same")
        following = first.space_id.sudo()._replace_from(
            self.first_day, {"built_area": 110.0}
        )
        self.assertEqual(first.space_id, following)
        self.assertEqual((first.state, first.is_different), ("applied", False))
        self.assertTrue(following.is_verified)

    def test_an_area_entered_by_hand_is_not_verified_any_more(self):
        check = self._start()[0]
        self._measure(check, 100.0)
        space = check.space_id.with_user(self.administrator)
        space.name = "Shop"
        self.assertTrue(space.is_verified)
        space.built_area = 120.0
        self.assertFalse(space.is_verified)
        self.assertFalse(space.verified_by_id)
