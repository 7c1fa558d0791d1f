from datetime import date
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo.exceptions import UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common_application import HeatingApplicationCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-11-20")
class TestApplication(HeatingApplicationCommon):
    """Stop and restore, from the counter to the supply history."""

    def _confirm(self, application, valve_on="2026-11-20", seal_number="S-77"):
        self.rpc(
            self.field_worker,
            "heating.application",
            "action_confirm_field",
            [application.id],
            valve_on,
            seal_number,
        )

    def _assert_supply(self, *expected):
        """Compare the supply history, oldest first, with (state, from, to)."""
        self.assertEqual(
            [
                (supply.state, str(supply.date_from or ""), str(supply.date_to or ""))
                for supply in self.household.supply_ids.sorted("date_from")
            ],
            list(expected),
        )

    def _set_supply(self, state, date_from, date_to=False):
        return self.env["heating.supply"].create(
            {
                "household_id": self.household.id,
                "state": state,
                "date_from": date_from,
                "date_to": date_to,
            }
        )

    # === THE ROAD === #

    def test_stop_by_four_people(self):
        """A clerk asks, an approver agrees, a field worker shuts, a manager reads."""
        with Form(self.env["heating.application"].with_user(self.clerk)) as form:
            form.type_id = self.type_stop
            form.household_id = self.household
            form.date_from = "2026-11-25"
        application = form.save()
        self.assertEqual(application.applicant_name, "Zhang San")
        self.assertEqual(application.applicant_phone, "13800000001")
        self.assertTrue(application.number.startswith("BT2026-"))
        self.assertFalse(application.refusal_text)

        application.request_validation()
        self.assertEqual(self.household.supply_state, "supplied")
        application.with_user(self.approver).validate_tier()
        self.assertEqual(application.state, "approved")
        self.assertFalse(self.household.supply_ids)

        confirmation = (
            self.env["heating.application.confirm"]
            .with_user(self.field_worker)
            .with_context(default_application_id=application.id)
            .create({"valve_on": "2026-11-20", "seal_number": "S-77"})
        )
        confirmation.action_confirm()

        self.assertRecordValues(
            application.with_user(self.manager),
            [
                {
                    "state": "done",
                    "seal_number": "S-77",
                    "valve_on": date(2026, 11, 20),
                    "field_worker_id": self.field_worker.id,
                    "requested_by_id": self.clerk.id,
                }
            ],
        )
        self.assertTrue(application.done_on)
        self.assertEqual(application.supply_id, self.household.supply_ids)
        self.assertIn(application.number, application.supply_id.reason)
        self._assert_supply(("stopped", "2026-11-25", ""))
        # not yet today, but from the 25th on
        self.assertEqual(self.household.supply_state, "supplied")
        with freeze_time("2026-11-25"):
            self.env["heating.household"]._refresh_current_values()
            self.assertEqual(self.household.supply_state, "stopped")

    def test_stop_begins_when_the_valve_is_shut(self):
        application = self._create_approved()
        self._confirm(application, "2026-11-19")
        self._assert_supply(("stopped", "2026-11-19", ""))
        self.assertEqual(self.household.supply_state, "stopped")

    def test_stop_ends_what_held_before(self):
        self._set_supply("supplied", "2025-11-15")
        self._confirm(self._create_approved(), "2026-11-15")
        self._assert_supply(
            ("supplied", "2025-11-15", "2026-11-14"), ("stopped", "2026-11-15", "")
        )

    def test_stop_until_a_day(self):
        self._set_supply("supplied", "2025-11-15")
        self._confirm(self._create_approved(date_to="2027-03-14"), "2026-11-15")
        self._assert_supply(
            ("supplied", "2025-11-15", "2026-11-14"),
            ("stopped", "2026-11-15", "2027-03-14"),
        )

    def test_restore_ends_the_stop(self):
        self._set_supply("stopped", "2026-11-15", "2027-03-14")
        application = self._create_approved(self.type_restore, date_from="2026-11-20")
        self.assertTrue(application.number.startswith("HF2026-"))
        self._confirm(application, "2026-11-20", False)
        self._assert_supply(
            ("stopped", "2026-11-15", "2026-11-19"),
            ("supplied", "2026-11-20", "2027-03-14"),
        )
        self.assertEqual(self.household.supply_state, "supplied")

    def test_stop_taken_back_before_it_began(self):
        self._set_supply("stopped", "2026-12-01")
        application = self._create_approved(self.type_restore, date_from="2026-12-01")
        self._confirm(application, "2026-11-20", False)
        self._assert_supply(("supplied", "2026-12-01", ""))
        self.assertIn("Taken back", self.household.message_ids[0].body)

    def test_stop_restore_stop(self):
        """The three in one season, which left accounts stuck elsewhere."""
        self._confirm(self._create_approved(), "2026-11-15")
        self._confirm(
            self._create_approved(self.type_restore, date_from="2026-11-18"),
            "2026-11-18",
            False,
        )
        self._confirm(self._create_approved(date_from="2026-11-20"), "2026-11-20")
        self._assert_supply(
            ("stopped", "2026-11-15", "2026-11-17"),
            ("supplied", "2026-11-18", "2026-11-19"),
            ("stopped", "2026-11-20", ""),
        )

    def test_type_without_work_on_site_takes_effect_at_once(self):
        self.type_stop.field_work = False
        application = self._create_approved()
        self.assertEqual(application.state, "done")
        self._assert_supply(("stopped", "2026-11-15", ""))

    # === REFUSALS === #

    def _assert_refused(self, application, pattern):
        self.assertRegex(application.refusal_text, pattern)
        with self.assertRaisesRegex(UserError, pattern):
            application.request_validation()
        self.assertEqual(application.state, "draft")

    def test_stop_of_a_stopped_household(self):
        self._set_supply("stopped", "2026-11-15")
        self._assert_refused(self._create_application(), "not possible.*Stopped")

    def test_restore_of_a_supplied_household(self):
        application = self._create_application(self.type_restore)
        self._assert_refused(application, "not possible.*Supplied")

    def test_stop_over_a_later_state(self):
        self._set_supply("cut_off", "2027-01-01")
        self._assert_refused(self._create_application(), "overlap what is on file")
        application = self._create_application(date_to="2026-12-31")
        application.request_validation()
        self.assertEqual(application.state, "requested")

    def test_stop_on_the_day_another_state_began(self):
        self._set_supply("supplied", "2026-11-15")
        self._assert_refused(self._create_application(), "Choose a later day")

    def test_stop_while_another_application_is_open(self):
        first = self._create_requested()
        second = self._create_application(date_from="2026-12-01")
        self._assert_refused(second, f"{first.number}.*still open")
        first.with_user(self.approver).validate_tier()
        second.invalidate_recordset()
        self._assert_refused(second, f"{first.number}.*still open")
        first.action_cancel()
        second.request_validation()
        self.assertEqual(second.state, "requested")

    @mute_logger("odoo.sql_db")
    def test_database_refuses_a_second_open_application(self):
        """Two clerks asking in parallel do not see each other's application."""
        self._create_requested()
        second = self._create_application(date_from="2026-12-01")
        blind = patch.object(
            self.registry["heating.application"],
            "_get_open_application_refusal",
            lambda application: False,
        )
        with blind, self.assertRaises(UniqueViolation), self.cr.savepoint():
            second.request_validation()
            second.flush_recordset()

    def test_household_that_has_left(self):
        self.household.state = "closed"
        self._assert_refused(self._create_application(), "left the network")

    def test_arrears_must_be_paid(self):
        owes = patch.object(
            self.registry["heating.application"],
            "_get_open_debt",
            lambda application: 120.5,
        )
        application = self._create_application()
        with owes:
            self._assert_refused(application, "owes.*120.50")
            self.type_stop.arrears_cleared = False
            application.request_validation()
        self.assertEqual(application.state, "requested")

    def test_deadline(self):
        self.type_stop.write(
            {"deadline_kind": "date", "deadline_month": "10", "deadline_day": 15}
        )
        application = self._create_application(date_from="2026-12-01")
        self._assert_refused(application, "by 2026-10-15")
        with freeze_time("2026-10-15"):
            application.request_validation()
        self.assertEqual(application.state, "requested")

    def test_refusals_come_together(self):
        self._set_supply("stopped", "2026-11-15")
        self.household.state = "closed"
        self._assert_refused(self._create_application(), "(?s)left.*not possible")

    # === ON SITE === #

    def test_stop_needs_a_seal(self):
        application = self._create_approved()
        for seal in (False, "", "  "):
            with self.assertRaisesRegex(UserError, "seal"), self.cr.savepoint():
                self._confirm(application, seal_number=seal)

    def test_valve_cannot_be_turned_tomorrow(self):
        application = self._create_approved()
        with self.assertRaisesRegex(UserError, "in the future"):
            self._confirm(application, "2026-11-21")

    def test_no_confirmation_before_approval(self):
        application = self._create_requested()
        with self.assertRaisesRegex(UserError, "not been approved"):
            self._confirm(application)
        self.assertFalse(self.household.supply_ids)

    def test_no_second_confirmation(self):
        application = self._create_approved()
        self._confirm(application)
        with self.assertRaisesRegex(UserError, "done already"):
            self._confirm(application)
        self.assertEqual(len(self.household.supply_ids), 1)

    def test_what_changed_since_the_approval_is_checked_again(self):
        application = self._create_approved()
        self._set_supply("cut_off", "2026-11-01")
        with self.assertRaisesRegex(UserError, "not possible.*Cut Off"):
            self._confirm(application)

    def test_valve_after_the_last_day(self):
        application = self._create_approved(date_to="2026-11-18")
        with self.assertRaises(UserError):
            self._confirm(application)

    def test_done_cannot_be_cancelled(self):
        application = self._create_approved()
        self._confirm(application)
        with self.assertRaises(UserError):
            application.action_cancel()

    def test_household_counts_its_applications(self):
        self._create_application()
        self._create_application(date_from="2026-12-01")
        self.assertEqual(self.household.application_count, 2)
        self.assertEqual(self.household_2.application_count, 0)
