from datetime import date

from psycopg2 import IntegrityError
from psycopg2.errors import CheckViolation

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import HeatingBillingCommon


@tagged("post_install", "-at_install")
class TestSeason(HeatingBillingCommon):
    def test_name_days_and_due_date_follow_the_dates(self):
        self.assertRecordValues(
            self.season,
            [{"name": "2026-2027", "days": 120, "date_due": date(2026, 12, 31)}],
        )

    @mute_logger("odoo.sql_db")
    def test_seasons_do_not_overlap(self):
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.season.copy({"name": "Twice", "date_start": "2027-03-14"})

    @mute_logger("odoo.sql_db")
    def test_a_season_does_not_end_before_it_begins(self):
        with self.assertRaises(CheckViolation), self.env.cr.savepoint():
            self.env["heating.season"].create(
                {"date_start": "2030-11-15", "date_end": "2030-03-14"}
            )

    def test_earlier_seasons_follow_the_pattern(self):
        seasons = self.env["heating.season"]._get_or_create_earlier(
            ["2023-2024", "2026-2027"], self.season, self.company
        )
        self.assertEqual(seasons["2026-2027"], self.season)
        self.assertRecordValues(
            seasons["2023-2024"],
            [
                {
                    "date_start": date(2023, 11, 15),
                    "date_end": date(2024, 3, 14),
                    "date_due": date(2023, 12, 31),
                }
            ],
        )
        again = self.env["heating.season"]._get_or_create_earlier(
            ["2023-2024"], self.season, self.company
        )
        self.assertEqual(again["2023-2024"], seasons["2023-2024"])

    def test_the_days_of_a_priced_season_do_not_change(self):
        with self.assertRaisesRegex(UserError, "rest on the days"):
            self.season.date_end = "2027-03-20"
        self.season.date_due = "2027-01-15"

    def test_a_label_that_is_no_season(self):
        with self.assertRaisesRegex(UserError, "last winter"):
            self.env["heating.season"]._get_or_create_earlier(
                ["last winter"], self.season, self.company
            )
