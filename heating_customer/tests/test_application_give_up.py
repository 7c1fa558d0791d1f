from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common_application import HeatingApplicationCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-11-20")
class TestApplicationGiveUp(HeatingApplicationCommon):
    """What cannot go on has a way out, and what was allowed counts for that only."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.types = {
            kind.code: kind for kind in cls.env["heating.application.type"].search([])
        }
        # bills are another addon's matter
        cls.env["heating.application.type"].search([]).arrears_cleared = False
        cls.second_approver = cls._create_user("approver", login="approver_2")

    def _give_up(self, application, user=None, reason="Moved away"):
        self.rpc(
            user or self.approver,
            "heating.application",
            "action_give_up",
            [application.id],
            reason,
        )

    # === GIVING UP === #

    def _join(self, **vals):
        return self._create_application(
            self.types["join"],
            household_id=False,
            date_from="2026-12-01",
            location_id=self.unit.id,
            room="1203",
            new_customer_id=self.customer.id,
            new_category_id=self.category.id,
            new_built_area=80.0,
            surveyed_on="2026-11-10",
            **vals,
        )

    def test_a_joining_given_up_leaves_its_address(self):
        application = self._join()
        application.request_validation()
        application.with_user(self.approver).validate_tier()
        household = application.household_id
        self.assertEqual(household.state, "joining")
        self._give_up(application)
        self.assertEqual((application.state, household.state), ("cancelled", "closed"))
        # its number is free for another try
        self.assertIn(application.number, household.number)
        self.assertIn("Moved away", " ".join(application.message_ids.mapped("body")))
        again = self._join()
        again.request_validation()
        again.with_user(self.approver).validate_tier()
        self.assertEqual(again.household_id.state, "joining")
        self.assertNotEqual(again.household_id, household)

    def test_a_turned_valve_is_not_cancelled_by_the_way(self):
        self.types["leave"].field_work = True
        application = self._create_application(
            self.types["leave"], date_from="2026-11-25"
        )
        application.request_validation()
        application.with_user(self.approver).validate_tier()
        application.with_user(self.field_worker).action_confirm_field("2026-11-20", "7")
        self.assertEqual(application.state, "approved", "it waits for its day")
        with self.assertRaisesRegex(UserError, "an approver has to give it up"):
            application.action_cancel()
        self._give_up(application)
        self.assertEqual(application.state, "cancelled")
        self.assertFalse(application.valve_on)
        self.assertEqual(self.household.valve_state, "shut", "the record stays")

    def test_who_gives_up(self):
        application = self._create_approved()
        for user in (self.clerk, self.users["accountant"], self.field_worker):
            with self.assertRaises(AccessError):
                self._give_up(application, user)
        with self.assertRaisesRegex(UserError, "Say why"):
            self._give_up(application, reason="  ")
        both = self._create_user("approver", "archive_clerk", login="both")
        own = self._create_requested(user=both, household_id=self.household_2.id)
        own.with_user(self.approver).validate_tier()
        with self.assertRaisesRegex(AccessError, "another approver"):
            self._give_up(own, both)
        self._give_up(own, self.second_approver)
        self.assertEqual(own.state, "cancelled")
        with self.assertRaisesRegex(UserError, "not waiting"):
            self._give_up(own, self.second_approver)

    # === EXCEPTIONS === #

    def test_an_exception_counts_for_what_it_was_made_for(self):
        self.type_stop.write(
            {"deadline_kind": "date", "deadline_month": "9", "deadline_day": 30}
        )
        for vals in (
            {"date_from": "2026-11-25"},
            {"household_id": self.household_2.id},
            {"date_to": "2026-12-24"},
        ):
            with self.subTest(vals=vals):
                application = self._create_application()
                application.with_user(self.approver).action_allow_late(
                    "Was in hospital"
                )
                application.write({"reason": "Away"})
                self.assertTrue(application.override_by_id)
                application.write(vals)
                self.assertFalse(application.override_by_id)
                with self.assertRaisesRegex(UserError, "had to be applied for by"):
                    application.request_validation()

    # === NOTICES === #

    def test_a_notice_of_tomorrow_is_none(self):
        application = self._create_application(self.types["cut_off"])
        with self.assertRaisesRegex(ValidationError, "cannot lie in the future"):
            application.warning_ids = [(0, 0, {"date": "2026-11-21"})]

    # === BUILDINGS === #

    def test_applications_under_way_count_for_the_share_of_a_building(self):
        self.type_stop.building_share_max = 0.5
        # two flats of 100 m²: the first is half of the building
        self._create_requested(date_from="2026-12-01")
        second = self._create_application(
            household_id=self.household_2.id, date_from="2026-12-01"
        )
        with self.assertRaisesRegex(UserError, "100.0 %.*at most 50.0 %"):
            second.request_validation()
        second.date_from = "2026-11-25"
        second.date_to = "2026-11-30"
        second.request_validation()
        self.assertEqual(second.state, "requested", "not at the same time")

    def test_a_stop_to_come_counts_for_the_share_of_a_building(self):
        self.type_stop.building_share_max = 0.5
        first = self._create_approved(date_from="2026-12-01")
        first.with_user(self.field_worker).action_confirm_field("2026-11-20", "12")
        self.assertEqual(first.state, "done")
        self.assertEqual(self.household.supply_state, "supplied", "until December")
        second = self._create_application(
            household_id=self.household_2.id, date_from="2026-12-01"
        )
        with self.assertRaisesRegex(UserError, "100.0 %"):
            second.request_validation()
