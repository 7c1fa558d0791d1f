from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .common_part_supply import HeatingPartSupplyCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-11-20")
class TestPartSupply(HeatingPartSupplyCommon):
    """A household of 80 m² and a balcony room of 20 m²; the balcony is stopped."""

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
