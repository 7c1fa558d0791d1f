from datetime import date
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.heating_billing.models import heating_ledger_import_preview
from odoo.addons.heating_customer.tests.common_ledger import LedgerImportCommon

TODAY = "2026-10-01"
ARREARS = {
    "户号": "T9001",
    "采暖季": "2024-2025",
    "应收金额": 2139.8,
    "已收金额": 1000,
    "欠费金额": 1139.8,
}
PAYMENT = {
    "户号": "T9001",
    "采暖季": "2024-2025",
    "应收金额": 1215.8,
    "实收金额": 1215.8,
    "缴费日期": "2024-12-28",
    "缴费方式": "",
}


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestLedgerImport(LedgerImportCommon):
    """Arrears and payments of small ledgers."""

    def _import_sheets(self, *households, arrears=(), payments=()):
        return self._import(
            *(households or [{}]),
            **{"历年欠费": (ARREARS, arrears), "历年缴费": (PAYMENT, payments)},
        )

    def test_an_opening_charge_lies_in_its_season(self):
        self.env["heating.season"].create(
            {
                "date_start": "2026-11-01",
                "date_end": "2027-03-31",
                "date_due": "2027-01-15",
            }
        )
        self._import_sheets(arrears=[{}])
        charge = self._get_household().charge_ids
        self.assertRecordValues(
            charge,
            [
                {
                    "kind": "opening",
                    "state": "posted",
                    "amount": 1139.8,
                    "amount_residual": 1139.8,
                    "partner_id": self._get_household().customer_id.id,
                    "date": date(2025, 1, 15),
                    "date_due": date(2025, 1, 15),
                }
            ],
        )
        self.assertRecordValues(
            charge.season_id,
            [
                {
                    "name": "2024-2025",
                    "date_start": date(2024, 11, 1),
                    "date_end": date(2025, 3, 31),
                }
            ],
        )

    def test_usual_days_for_a_company_without_a_season(self):
        self.env["heating.season"].search([]).active = False
        with patch.object(
            type(self.env["heating.season"]),
            "search",
            lambda seasons, *_args, **_options: seasons.browse(),
        ):
            pattern = self._preview({})._get_pattern_season()
        self.assertEqual(pattern.date_start, date(2026, 11, 15))
        self.assertEqual(pattern.date_end, date(2027, 3, 14))

    def test_a_season_under_way_is_booked_today(self):
        season = self.env["heating.season"].create(
            {
                "date_start": "2026-09-15",
                "date_end": "2027-03-14",
                "date_due": "2026-12-31",
            }
        )
        self.assertEqual(self.imports._get_opening_date(season), date(2026, 10, 1))
        season.write({"date_start": "2026-11-15"})
        self.assertEqual(self.imports._get_opening_date(season), date(2026, 11, 15))

    def test_arrears_of_a_household_that_is_in_the_archive_only(self):
        household = self._create_household("T9100", self.customer)
        ledger = self._import_sheets(
            arrears=[{"户号": "T9100"}], payments=[{"户号": "T9100"}]
        )
        self.assertEqual(ledger.arrears_count, 1)
        self.assertEqual(household.charge_ids.amount, 1139.8)
        self.assertEqual(household.payment_history_ids.paid, 1215.8)

    def test_arrears_of_refused_and_unknown_households_are_listed(self):
        ledger = self._import_sheets(
            {},
            {"户号": "T9002", "小区": ""},
            arrears=[{"户号": "T9002"}, {"户号": "T9999"}],
            payments=[{"户号": "T9999"}],
        )
        self.assertRecordValues(
            ledger,
            [
                {
                    "arrears_count": 0,
                    "arrears_refused_count": 1,
                    "arrears_refused_amount": 1139.8,
                    "arrears_unknown_count": 1,
                    "arrears_unknown_amount": 1139.8,
                    "payment_count": 0,
                }
            ],
        )
        lines = ledger.line_ids.filtered(lambda line: line.sheet != "用户台账")
        self.assertRecordValues(
            lines,
            [
                {"kind": "refused", "code": "household_refused", "number": "T9002"},
                {"kind": "unknown", "code": "household_unknown", "number": "T9999"},
                {"kind": "unknown", "code": "household_unknown", "number": "T9999"},
            ],
        )
        self.assertEqual(
            lines[1].reason,
            "Neither the ledger nor the archive has a household T9999: 1139.80 yuan "
            "of season 2024-2025 stay out",
        )

    def test_rows_that_say_nothing_are_counted(self):
        ledger = self._import_sheets(
            arrears=[{"已收金额": 2139.8, "欠费金额": 0}],
            payments=[{"实收金额": 0, "缴费日期": ""}],
        )
        self.assertRecordValues(
            ledger,
            [
                {
                    "arrears_count": 0,
                    "arrears_settled_count": 1,
                    "payment_count": 0,
                    "payment_unpaid_count": 1,
                    "line_ids": [],
                }
            ],
        )

    def test_later_arrears_join_what_is_there(self):
        self._import_sheets(arrears=[{}], payments=[{}])
        ledger = self._import_sheets(
            arrears=[{}, {"采暖季": "2023-2024"}],
            payments=[{}, {"实收金额": 300, "缴费日期": "2025-01-10"}],
        )
        self.assertEqual(ledger.arrears_existing_count, 1)
        self.assertEqual(ledger.payment_existing_count, 1)
        household = self._get_household()
        self.assertEqual(
            sorted(household.charge_ids.season_id.mapped("name")),
            ["2023-2024", "2024-2025"],
        )
        self.assertEqual(len(household.payment_history_ids), 2)

    def test_arrears_wait_for_their_household(self):
        batches = type(self.env["heating.ledger.import.batch"])
        ledger = self._preview({}, **{"历年欠费": (ARREARS, [{}])})
        with (
            patch.object(batches, "_prepare_space", lambda *_args: {"built_area": -1}),
            mute_logger("odoo.sql_db"),
        ):
            ledger.action_import()
        self.assertEqual(
            ledger.line_ids.mapped("code"), ["not_saved", "household_missing"]
        )
        ledger.action_resume()
        self.assertRecordValues(
            ledger, [{"failed_count": 0, "done_count": 2, "line_ids": []}]
        )
        self.assertEqual(self._get_household().charge_ids.amount, 1139.8)

    def test_all_arrears_of_a_household_are_in_one_batch(self):
        rows = [{}, {"户号": "T9002"}, {"采暖季": "2023-2024"}]
        with patch.object(heating_ledger_import_preview, "ARREARS_BATCH", 1):
            ledger = self._preview(
                {}, {"户号": "T9002"}, **{"历年欠费": (ARREARS, rows)}
            )
        batches = ledger.sudo().batch_ids.filtered(lambda b: b.kind == "arrears")
        self.assertEqual(
            [[row["number"] for row in batch.rows] for batch in batches],
            [["T9001", "T9001"], ["T9002"]],
        )

    def test_locked_books_are_said_before_anything_is_imported(self):
        ledger = self._preview({}, **{"历年欠费": (ARREARS, [{}])})
        self.company.fiscalyear_lock_date = "2025-12-31"
        with self.assertRaisesRegex(UserError, "locked up to 2025-12-31"):
            ledger.action_import()
        self.assertEqual(ledger.state, "previewed")

    def test_without_a_journal_nothing_is_imported(self):
        ledger = self._preview({}, **{"历年欠费": (ARREARS, [{}])})
        self.company.heating_opening_journal_id = False
        with self.assertRaisesRegex(UserError, "has no “Opening Arrears Journal”"):
            ledger.action_import()
