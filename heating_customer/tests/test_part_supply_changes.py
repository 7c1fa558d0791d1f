from datetime import date
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2.errors import ExclusionViolation

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_part_supply import HeatingPartSupplyCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-11-20")
class TestPartSupplyChanges(HeatingPartSupplyCommon):
    """Rooms that change while they are stopped; conditions; what PostgreSQL holds."""

    # === A ROOM THAT CHANGES WHILE IT IS STOPPED === #

    def test_another_area_goes_on_being_stopped(self):
        self._finish(self.type_stop, self.balcony)
        following = self._change(self.balcony, "2026-11-18", new_built_area=25.0)
        self.assertEqual(following.replaced_space_id, self.balcony)
        self._assert_parts(
            (self.balcony, "stopped", "2026-11-15", "2026-11-17"),
            (following, "stopped", "2026-11-18", ""),
        )
        self.assertEqual(self.household.unheated_area, 25.0)
        self.assertIn("stopped since 2026-11-15", self.household.supply_sentence)
        # on the day of the change, too: the stop itself is older
        self._finish(self.type_restore, following, date_from="2026-11-18")
        self._assert_parts(
            (self.balcony, "stopped", "2026-11-15", "2026-11-17"),
            (following, "supplied", "2026-11-18", ""),
        )

    def test_another_category_on_the_day_the_room_began(self):
        self.balcony.date_from = "2026-11-15"
        self._finish(self.type_stop, self.balcony)
        following = self._change(
            self.balcony,
            "2026-11-15",
            new_category_id=self.env.ref("heating_customer.category_business").id,
        )
        self.assertFalse(self.balcony.active)
        self._assert_parts((following, "stopped", "2026-11-15", ""))

    def test_a_stop_reaches_over_a_change_that_is_planned_already(self):
        following = self._change(self.balcony, "2026-12-01", new_built_area=25.0)
        self._finish(self.type_stop, self.balcony, date_to="2027-01-31")
        self._assert_parts(
            (self.balcony, "stopped", "2026-11-15", "2026-11-30"),
            (following, "stopped", "2026-12-01", "2027-01-31"),
        )
        # and is given back as one, up to its end
        self._finish(self.type_restore, self.balcony, date_from="2026-11-20")
        self._assert_parts(
            (self.balcony, "stopped", "2026-11-15", "2026-11-19"),
            (self.balcony, "supplied", "2026-11-20", "2026-11-30"),
            (following, "supplied", "2026-12-01", "2027-01-31"),
        )

    def test_a_valve_shut_late_stops_what_the_room_has_become(self):
        following = self._change(self.balcony, "2026-11-18", new_built_area=25.0)
        application = self._create_approved(
            date_from="2026-11-17", supply_space_ids=self.balcony.ids
        )
        self.rpc(
            self.field_worker,
            "heating.application",
            "action_confirm_field",
            [application.id],
            "2026-11-19",
            "S-77",
        )
        self.assertEqual(application.state, "done")
        self._assert_parts((following, "stopped", "2026-11-19", ""))

    def test_a_stop_that_lies_ahead_is_taken_back_with_all_its_pieces(self):
        following = self._change(self.balcony, "2026-12-10", new_built_area=25.0)
        self._finish(self.type_stop, self.balcony, date_from="2026-12-01")
        self.assertEqual(len(self.household.part_supply_ids), 2)
        self._finish(self.type_restore, self.balcony, date_from="2026-12-01")
        self._assert_parts(
            (self.balcony, "supplied", "2026-12-01", "2026-12-09"),
            (following, "supplied", "2026-12-10", ""),
        )

    def test_leaving_ends_what_was_stopped(self):
        self._finish(self.type_stop, self.balcony)
        self._finish(self.types["leave"], date_from="2026-11-20")
        self._assert_parts((self.balcony, "stopped", "2026-11-15", "2026-11-19"))
        self.assertEqual(self.household.supply_state, "disconnected")

    def test_what_a_space_replaces_is_nobodys_to_write(self):
        with self.assertRaises(AccessError):
            self.rpc(
                self.clerk,
                "heating.space",
                "write",
                self.balcony.ids,
                {"replaced_space_id": self.hall.id},
            )

    # === CONDITIONS === #

    def test_no_second_stop_of_the_same_room(self):
        kind = self.type_stop
        self._finish(kind, self.balcony)
        following = self._change(self.balcony, "2026-11-16", new_built_area=25.0)
        self._finish(self.type_restore, following, date_from="2026-11-18")
        kind.no_second_stop = True
        with patch.object(
            type(kind), "_get_season_start", lambda kind, day: date(2026, 11, 15)
        ):
            again = self._create_application(
                date_from="2026-11-20", supply_space_ids=following.ids
            )
            self.assertIn("“Balcony Room” of household", again.refusal_text)
            whole = self._create_application(date_from="2026-11-20")
            self.assertIn("“Balcony Room” of household", whole.refusal_text)
            other = self._create_application(
                date_from="2026-11-20", supply_space_ids=self.hall.ids
            )
            self.assertFalse(other.refusal_text)

    def test_no_stop_of_a_room_after_the_whole_was_restored(self):
        kind = self.type_stop
        self._finish(kind)
        self._finish(self.type_restore, date_from="2026-11-18")
        kind.no_second_stop = True
        with patch.object(
            type(kind), "_get_season_start", lambda kind, day: date(2026, 11, 15)
        ):
            part = self._create_application(
                date_from="2026-11-20", supply_space_ids=self.balcony.ids
            )
            self.assertIn("cannot be stopped again", part.refusal_text)

    def test_rooms_count_by_their_area_in_the_building(self):
        """Of 200 m²: the balcony is 10 %, with the hall it is 50 %."""
        self.type_stop.building_share_max = 0.2
        hall = self._create_application(supply_space_ids=self.hall.ids)
        self.assertIn("40.0 %", hall.refusal_text)
        self._finish(self.type_stop, self.balcony)
        neighbour = self._create_application(household_id=self.household_2.id)
        self.assertIn("60.0 %", neighbour.refusal_text)
        whole = self._create_application(date_from="2026-11-20")
        self.assertIn("50.0 %", whole.refusal_text)

    # === THE DATABASE === #

    def _create_supply(self, state, date_from, date_to=False, space=None, **vals):
        return self.env["heating.supply"].create(
            {
                "household_id": self.household.id,
                "space_id": space and space.id,
                "state": state,
                "date_from": date_from,
                "date_to": date_to,
                **vals,
            }
        )

    def test_postgresql_holds_one_state_a_day_for_each_space(self):
        self._create_supply("stopped", "2026-11-01", "2026-11-30")
        self._create_supply("stopped", "2026-11-01", "2026-11-30", self.balcony)
        self._create_supply("stopped", "2026-11-01", "2026-11-30", self.hall)
        for space in (None, self.balcony):
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(ExclusionViolation),
                self.cr.savepoint(),
            ):
                self._create_supply("cut_off", "2026-11-30", space=space)

    def test_a_state_is_of_a_space_of_the_household(self):
        foreign = self.household_2.space_ids
        with self.assertRaisesRegex(ValidationError, "choose one of the household"):
            self._create_supply("stopped", "2026-11-01", space=foreign)
        with self.assertRaisesRegex(ValidationError, "choose one of the household"):
            self.env["heating.valve.record"].create(
                {
                    "household_id": self.household.id,
                    "space_id": foreign.id,
                    "state": "open",
                }
            )
        self._create_supply("stopped", "2026-11-01", space=self.balcony)
        with self.assertRaisesRegex(ValidationError, "choose one of the household"):
            self.balcony.household_id = self.household_2

    def test_what_is_kept_follows_the_days(self):
        refresh = self.env["heating.household"]._refresh_current_values
        self._create_supply("stopped", "2026-11-25", "2026-12-31", self.balcony)
        self._create_supply("late_start", "2026-12-01", "2026-12-31", self.hall)
        refresh()
        self.assertEqual(self.household.unheated_area, 0.0)
        for day, state, area in (
            ("2026-11-25", "supplied", 20.0),
            ("2026-12-01", "stopped", 100.0),
            ("2027-01-01", "supplied", 0.0),
        ):
            with freeze_time(day):
                self.assertEqual(refresh(), 1, day)
                self.assertEqual(self.household.supply_state, state)
                self.assertEqual(self.household.unheated_area, area)
                self.assertFalse(refresh(), day)
