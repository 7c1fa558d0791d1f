from datetime import date
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_application import HeatingApplicationCommon


@tagged("post_install", "-at_install")
class TestApplicationType(HeatingApplicationCommon):
    def test_no_deadline(self):
        self.assertFalse(self.type_stop._get_deadline(self.first_day))

    def test_yearly_deadline_is_the_last_before_the_effect(self):
        self.type_stop.write(
            {"deadline_kind": "date", "deadline_month": "9", "deadline_day": 30}
        )
        for day, deadline in (
            (date(2026, 11, 15), date(2026, 9, 30)),
            (date(2027, 1, 10), date(2026, 9, 30)),
            (date(2026, 9, 30), date(2026, 9, 30)),
        ):
            self.assertEqual(self.type_stop._get_deadline(day), deadline)

    def test_deadline_on_29_february(self):
        self.type_stop.write(
            {"deadline_kind": "date", "deadline_month": "2", "deadline_day": 29}
        )
        self.assertEqual(
            self.type_stop._get_deadline(date(2027, 3, 1)), date(2027, 2, 28)
        )

    def test_impossible_deadline_is_refused(self):
        for month, day in (("2", 30), ("4", 31), ("1", 0), (False, 1)):
            with self.assertRaises(ValidationError), self.cr.savepoint():
                self.type_stop.write(
                    {
                        "deadline_kind": "date",
                        "deadline_month": month,
                        "deadline_day": day,
                    }
                )

    def test_deadline_before_the_season(self):
        self.type_stop.write({"deadline_kind": "season", "deadline_days": 30})
        self.assertFalse(self.type_stop._get_deadline(self.first_day))
        with patch.object(
            self.registry["heating.application.type"],
            "_get_season_start",
            lambda kind, day: date(2026, 11, 15),
        ):
            self.assertEqual(
                self.type_stop._get_deadline(self.first_day), date(2026, 10, 16)
            )

    @freeze_time("2026-08-31")
    def test_a_window_opens_before_the_deadline(self):
        """From 1 September to 30 September, and not on the day before."""
        self.type_stop.write(
            {
                "deadline_kind": "date",
                "deadline_month": "9",
                "deadline_day": 30,
                "window_days": 29,
            }
        )
        application = self._create_application()
        with self.assertRaisesRegex(UserError, "from 2026-09-01 on"):
            application.request_validation()
        with patch.object(
            self.registry["heating.application.type"],
            "_get_season_start",
            lambda kind, day: date(2026, 11, 15),
        ):
            self.assertIn(
                "from 2026-09-01 to 2026-09-30",
                self.type_stop._get_portal_deadline(date(2026, 8, 31)),
            )
        with freeze_time("2026-09-01"):
            application.request_validation()
        self.assertEqual(application.state, "requested")
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(CheckViolation),
            self.cr.savepoint(),
        ):
            self.type_stop.window_days = -1
            self.env.flush_all()

    def test_type_without_numbers_takes_the_common_ones(self):
        kind = self.type_stop.copy({"code": "stop_2", "sequence_id": False})
        self.assertTrue(kind._next_number().startswith("YW"))
        self.assertTrue(self.type_stop._next_number().startswith("BT"))

    @freeze_time("2026-10-20")
    def test_the_next_deadline(self):
        self.type_stop.write(
            {"deadline_kind": "date", "deadline_month": "10", "deadline_day": 15}
        )
        self.assertEqual(self.type_stop.next_deadline, date(2027, 10, 15))
        self.type_stop.deadline_day = 31
        self.assertEqual(self.type_stop.next_deadline, date(2026, 10, 31))
        self.assertEqual(self.type_stop.days_left, 11)
        self.type_stop.deadline_kind = "none"
        self.assertFalse(self.type_stop.next_deadline)
