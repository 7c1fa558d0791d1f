from datetime import date

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import HeatingBillingCommon


@tagged("post_install", "-at_install")
@freeze_time("2027-03-20")
class TestMeter(HeatingBillingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.meter = (
            cls.env["heating.meter"]
            .with_user(cls.clerk)
            .create(
                {
                    "number": "M-1",
                    "household_id": cls.household.id,
                    "installed_on": "2026-11-01",
                    "start_value": 100.0,
                }
            )
        )

    def _read(self, day, value, user=None, **vals):
        return (
            self.env["heating.meter.reading"]
            .with_user(user or self.field_worker)
            .create({"meter_id": self.meter.id, "date": day, "value": value, **vals})
        )

    def _hold(self):
        """A reading of ten times the usual heat a day."""
        self._read("2026-12-01", 400.0)
        return self._read("2026-12-11", 1400.0)

    def test_a_likely_reading_is_accepted(self):
        self._read("2026-12-01", 400.0)
        self.assertRecordValues(
            self._read("2026-12-11", 700.0),
            [
                {
                    "state": "accepted",
                    "reason": False,
                    "read_by_id": self.field_worker.id,
                    "household_id": self.household.id,
                    "date": date(2026, 12, 11),
                }
            ],
        )

    def test_what_cannot_be_true_is_refused(self):
        self._read("2026-12-01", 400.0)
        for day, value, words in (
            ("2026-12-02", 399.0, "showed 400.0 before"),
            ("2026-11-10", 99.0, "showed 100.0 before"),
            ("2026-11-20", 401.0, "shows 400.0 on 2026-12-01"),
            ("2027-03-21", 500.0, "still to come"),
            ("2026-10-31", 100.0, "was not installed"),
        ):
            with self.subTest(words), self.assertRaisesRegex(ValidationError, words):
                self._read(day, value)

    def test_outside_its_life_or_broken(self):
        self.meter.sudo().write({"state": "broken", "broken_on": "2026-12-20"})
        with (
            self.assertRaisesRegex(ValidationError, "broken since"),
            self.env.cr.savepoint(),
        ):
            self._read("2026-12-20", 400.0)
        self._read("2026-12-19", 400.0)
        self.meter.write({"removed_on": "2026-12-19"})
        with self.assertRaisesRegex(ValidationError, "was not installed"):
            self._read("2026-12-22", 401.0)

    def test_an_unlikely_one_is_held_until_another_decides(self):
        reading = self._hold()
        self.assertEqual(reading.state, "held")
        self.assertEqual(
            reading.reason,
            "1000.00 kWh since 2026-12-01; by its readings before, about 100.00 "
            "would be usual.",
        )
        for user in (self.field_worker, self.clerk, self.manager):
            with self.assertRaises(AccessError):
                reading.with_user(user).action_accept()
        reading.with_user(self.accountant).action_accept()
        self.assertEqual(reading.state, "accepted")
        self.assertEqual(reading.decided_by_id, self.accountant)
        with self.assertRaisesRegex(UserError, "is not held"):
            reading.with_user(self.accountant).action_refuse()

    def test_nobody_accepts_their_own(self):
        self._read("2026-12-01", 400.0)
        reading = self._read("2026-12-11", 1400.0, user=self.accountant)
        with self.assertRaisesRegex(AccessError, "another person"):
            reading.with_user(self.accountant).action_accept()

    def test_a_held_one_that_became_impossible_is_not_accepted(self):
        reading = self._hold()
        self._read("2026-12-21", 600.0)
        with self.assertRaisesRegex(ValidationError, "cannot show 1400"):
            reading.with_user(self.accountant).action_accept()

    def test_a_refused_one_makes_room(self):
        reading = self._hold()
        reading.with_user(self.accountant).action_refuse()
        self.assertEqual(self._read("2026-12-11", 500.0).state, "accepted")

    def test_a_first_reading_is_compared_with_the_area(self):
        """100 m² take 2 kWh a m² and day: 200 kWh a day since it was installed."""
        days = (date(2026, 12, 1) - self.meter.installed_on).days
        limit = self.meter.start_value + 200.0 * days
        held = self._read("2026-12-01", limit + 0.01)
        self.assertEqual(held.state, "held")
        self.assertIn(f"take {200 * days}.00 at most", held.reason)
        held.with_user(self.accountant).action_refuse()
        self.assertEqual(self._read("2026-12-01", limit).state, "accepted")

    def test_first_readings_need_not_be_doubted(self):
        self.household.company_id.heating_meter_most = 0
        self.assertEqual(self._read("2026-12-01", 9e6).state, "accepted")

    def test_the_factor_is_a_setting(self):
        self.household.company_id.heating_meter_factor = 0
        self.assertEqual(self._hold().state, "accepted")

    def test_readings_stay_as_they_were_entered(self):
        reading = self._read("2026-12-01", 400.0)
        with self.assertRaises(AccessError):
            reading.write({"value": 300.0})
        with self.assertRaises(AccessError):
            reading.with_user(self.accountant).write({"state": "refused"})
        with self.assertRaisesRegex(UserError, "Meter readings stay"):
            reading.sudo().unlink()
        with self.assertRaises(AccessError):
            self._read("2026-12-02", 401.0, state="accepted")
        self.assertEqual(
            self.env["heating.meter.reading"]
            .with_user(self.field_worker)
            .with_context(default_state="refused", default_reason="x")
            .create({"meter_id": self.meter.id, "date": "2026-12-03", "value": 402.0})
            .state,
            "accepted",
        )

    def test_readings_fix_what_they_rest_on(self):
        self._read("2026-12-01", 400.0)
        with self.assertRaisesRegex(ValidationError, "has readings"):
            self.meter.unit = "gj"
        with self.assertRaisesRegex(ValidationError, "was not installed"):
            self.meter.removed_on = "2026-11-30"

    @mute_logger("odoo.sql_db")
    def test_the_database_refuses(self):
        reading = self._read("2026-12-01", 400.0)
        for table, assignment, record in (
            ("heating_meter_reading", "value = -1", reading),
            ("heating_meter_reading", "state = 'held'", reading),
            ("heating_meter", "removed_on = '2026-10-01'", self.meter),
            ("heating_meter", "state = 'broken'", self.meter),
            ("heating_meter", "replaced_by_id = id", self.meter),
        ):
            with (
                self.subTest(assignment),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(
                    f"UPDATE {table} SET {assignment} WHERE id = %s",  # noqa: S608
                    (record.id,),
                )
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self._read("2026-12-01", 400.0)
