from datetime import date
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2.errors import ExclusionViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common_application import HeatingApplicationCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-11-20")
class TestPartSupply(HeatingApplicationCommon):
    """A household of 80 m² and a balcony room of 20 m²; the balcony is stopped."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hall = cls.household.space_ids
        cls.hall.write({"name": "Hall", "built_area": 80.0})
        cls.balcony = cls.env["heating.space"].create(
            {
                "household_id": cls.household.id,
                "name": "Balcony Room",
                "category_id": cls.category.id,
                "built_area": 20.0,
            }
        )
        types = cls.env["heating.application.type"].search([])
        cls.types = {kind.code: kind for kind in types}
        cls.types["leave"].field_work = False
        (cls.type_stop | cls.type_restore).whole_household_only = False

    def _finish(self, kind, spaces=None, **vals):
        """An application that takes effect on its first day."""
        if spaces:
            vals["supply_space_ids"] = [Command.set(spaces.ids)]
        application = self._create_approved(kind, **vals)
        if application.state == "approved" and kind.field_work:
            self.rpc(
                self.field_worker,
                "heating.application",
                "action_confirm_field",
                [application.id],
                str(min(application.date_from, date.today())),
                "S-77",
            )
        self.assertEqual(application.state, "done", application.sudo().pending_text)
        return application

    def _change(self, space, day, **vals):
        """A change of area or category that takes effect on *day*."""
        code = "category" if "new_category_id" in vals else "area"
        if code == "area":
            vals.setdefault("new_inner_area", 0.0)
        kind = self.types[code]
        kind.field_work = False
        application = self._finish(kind, space_id=space.id, date_from=day, **vals)
        return application.new_space_id

    def _assert_parts(self, *expected):
        """Compare the states of single spaces with (name, state, from, to)."""
        self.env.invalidate_all()
        self.assertEqual(
            [
                (
                    supply.space_id.display_name,
                    supply.state,
                    str(supply.date_from or ""),
                    str(supply.date_to or ""),
                )
                for supply in self.household.part_supply_ids.sorted(
                    lambda each: (each.space_id.id, each.date_from)
                )
            ],
            [(space.display_name, *rest) for space, *rest in expected],
        )

    def _states_on(self, day):
        household = self.household
        return [
            household._get_supply_state_on(date.fromisoformat(day), space)
            for space in (None, *household._get_spaces_on(date.fromisoformat(day)))
        ]

    # === THE ROAD === #

    def test_types_are_for_whole_households_unless_they_say_otherwise(self):
        self.type_stop.whole_household_only = True
        self.assertTrue(self.types["mid_stop"].whole_household_only)
        application = self._create_application(supply_space_ids=self.balcony.ids)
        with self.assertRaisesRegex(UserError, "for the whole household only"):
            application.request_validation()
        # nor does a business that has nothing to do with single spaces name any
        cut_off = self._create_application(
            self.types["payer"], supply_space_ids=self.balcony.ids
        )
        self.assertIn("for the whole household only", cut_off.refusal_text)

    def test_one_room_is_stopped_by_three_people(self):
        with Form(self.env["heating.application"].with_user(self.clerk)) as form:
            form.type_id = self.type_stop
            form.household_id = self.household
            form.date_from = "2026-11-15"
            form.supply_space_ids.add(self.balcony)
        application = form.save()
        self.assertFalse(application.refusal_text)
        application.request_validation()
        application.with_user(self.approver).validate_tier()
        self.assertFalse(self.household.part_supply_ids)
        self.rpc(
            self.field_worker,
            "heating.application",
            "action_confirm_field",
            [application.id],
            "2026-11-16",
            "S-77",
        )
        self.assertEqual(application.state, "done")
        self._assert_parts((self.balcony, "stopped", "2026-11-16", ""))
        self.assertFalse(self.household.supply_ids)
        self.assertFalse(application.supply_id)
        self.assertEqual(application.part_supply_ids, self.household.part_supply_ids)
        self.assertEqual(self.household.supply_state, "supplied")
        self.assertEqual(self.household.unheated_area, 20.0)
        self.assertEqual(
            self.household.supply_sentence,
            "Supplied; Balcony Room stopped since 2026-11-16",
        )

    def test_the_room_stands_on_paper_in_the_timeline_in_the_grid_and_on_the_valve(
        self,
    ):
        application = self._finish(self.type_stop, self.balcony)
        rows = dict(application._get_print_rows())
        self.assertEqual(rows["Only These Spaces"], self.balcony.display_name)
        notes = [step["note"] for step in application._get_path()]
        self.assertIn(self.balcony.display_name, notes)
        titles = [
            entry["title"]
            for entry in self.household._get_timeline()[self.household.id]
        ]
        self.assertIn("Balcony Room: Stopped", titles)
        (mark,) = self.household._get_grid_cell("supplied")["marks"]
        self.assertEqual(mark["label"], "20.00 of 100.00 m² without heat")
        record = self.household.valve_record_ids
        self.assertRecordValues(
            record, [{"space_id": self.balcony.id, "state": "shut"}]
        )
        self.assertFalse(self.household.valve_state)

    def test_another_household_drops_the_spaces_from_the_form(self):
        with Form(self.env["heating.application"].with_user(self.clerk)) as form:
            form.type_id = self.type_stop
            form.household_id = self.household
            form.date_from = "2026-11-15"
            form.supply_space_ids.add(self.balcony)
            form.household_id = self.household_2
            self.assertFalse(list(form.supply_space_ids.ids))

    def test_spaces_of_others_and_of_other_days_are_refused(self):
        ended = self.hall.copy({"date_to": "2026-10-31"})
        for space in (self.household_2.space_ids, ended):
            application = self._create_application(supply_space_ids=space.ids)
            with self.assertRaisesRegex(UserError, "is not a space of household"):
                application.request_validation()

    # === THE WHOLE AND ITS PARTS === #

    def test_a_household_whose_spaces_are_all_stopped_is_stopped(self):
        self._finish(self.type_stop, self.balcony)
        self._finish(self.type_stop, self.hall, date_from="2026-11-18")
        self.assertEqual(self.household.supply_state, "stopped")
        self.assertEqual(self.household.unheated_area, 100.0)
        self.assertFalse(self.household._get_grid_cell("stopped")["marks"])
        with self.assertRaisesRegex(UserError, "supply of household .* is “Stopped”"):
            self._create_requested(date_from="2026-11-20")
        self._finish(self.type_restore, self.hall, date_from="2026-11-20")
        self.assertEqual(self.household.supply_state, "supplied")
        self.assertEqual(self.household.unheated_area, 20.0)

    def test_rooms_in_different_states_are_a_household_that_is_stopped(self):
        self._finish(self.type_stop, self.balcony)
        kind = self.types["late_start"]
        kind.whole_household_only = False
        self._finish(kind, self.hall, date_to="2026-12-31")
        self.assertEqual(self._states_on("2026-12-01")[0], "stopped")
        self.assertEqual(self._states_on("2027-01-01")[0], "supplied")

    def test_a_room_cannot_be_stopped_twice(self):
        self._finish(self.type_stop, self.balcony)
        with self.assertRaisesRegex(UserError, "supply of “Balcony Room”.*“Stopped”"):
            self._create_requested(
                date_from="2026-11-20", supply_space_ids=self.balcony.ids
            )

    def test_the_whole_is_stopped_and_restored_over_a_stopped_room(self):
        self._finish(self.type_stop, self.balcony)
        self._finish(self.type_stop, date_from="2026-11-17")
        self.assertEqual(self._states_on("2026-11-16"), ["supplied"] * 2 + ["stopped"])
        self.assertEqual(self._states_on("2026-11-18"), ["stopped"] * 3)
        # a room alone cannot be given back while all of it is stopped
        with self.assertRaisesRegex(UserError, "as a whole is “Stopped”"):
            self._create_requested(
                self.type_restore,
                date_from="2026-11-20",
                supply_space_ids=self.balcony.ids,
            )
        application = self._finish(self.type_restore, date_from="2026-11-20")
        self.assertEqual(self._states_on("2026-11-20"), ["supplied"] * 3)
        self.assertEqual(application.supply_id.state, "supplied")
        self.assertEqual(application.part_supply_ids.space_id, self.balcony)
        self.assertEqual(self.household.supply_sentence, "Supplied since 2026-11-20")

    def test_a_stop_of_the_whole_that_ends_leaves_the_room_stopped(self):
        self._finish(self.type_stop, self.balcony)
        self._finish(self.type_stop, date_from="2026-11-17", date_to="2026-12-31")
        self.assertEqual(self._states_on("2027-01-01"), ["supplied"] * 2 + ["stopped"])

    def test_restoring_the_whole_restores_the_room_that_was_stopped(self):
        self._finish(self.type_stop, self.balcony)
        application = self._finish(self.type_restore, date_from="2026-11-20")
        self._assert_parts(
            (self.balcony, "stopped", "2026-11-15", "2026-11-19"),
            (self.balcony, "supplied", "2026-11-20", ""),
        )
        self.assertFalse(application.supply_id)
        self.assertFalse(self.household.supply_ids)
        with self.assertRaisesRegex(UserError, "is “Supplied”"):
            self._create_requested(self.type_restore, date_from="2026-11-20")

    def test_reconnecting_leaves_the_room_stopped(self):
        self._finish(self.type_stop, self.balcony)
        self.types["cut_off"].notice_count = 0
        self.patch(  # only who owes is cut off, which an addon above knows
            self.env.registry["heating.application"], "_get_open_debt", lambda self: 1.0
        )
        self._finish(self.types["cut_off"], date_from="2026-11-17")
        self.patch(
            self.env.registry["heating.application"], "_get_open_debt", lambda self: 0.0
        )
        with self.assertRaisesRegex(UserError, "is “Cut Off for Arrears”"):
            self._create_requested(self.type_restore, date_from="2026-11-20")
        self._finish(self.types["reconnect"], date_from="2026-11-20")
        self.assertEqual(self._states_on("2026-11-20"), ["supplied"] * 2 + ["stopped"])

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
