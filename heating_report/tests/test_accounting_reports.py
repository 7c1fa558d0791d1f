from datetime import date
from io import BytesIO
from unittest.mock import patch

from openpyxl import load_workbook

from odoo.tests import tagged

from odoo.addons.heating_payment.tests.common import HeatingPaymentCommon

from ..audit import broken_laws


@tagged("post_install", "-at_install")
class TestAccountingReports(HeatingPaymentCommon):
    """What the accountant opens at a month's and a year's end."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bill = cls.household.bill_ids
        cls.accountant = cls.users["accountant"]

    def _get_open(self, day):
        """Open yuan of the household's bill at the end of a day, by bucket."""
        self.env.flush_all()
        rows = (
            self.env["heating.receivable.age"]
            .with_user(self.accountant)
            .with_context(as_of=day)
            .search([("household_id", "=", self.household.id)])
        )
        rows.invalidate_recordset()
        return {row.bucket: row.open for row in rows}

    def test_receivable_by_age_on_any_day(self):
        total = self.bill.amount_total
        due = self.bill.date_due
        billed = self.bill.date
        self.assertEqual(self._get_open(date(2020, 1, 1)), {})
        self.assertEqual(self._get_open(billed), {"not_due": total})
        self.assertEqual(self._get_open(due), {"not_due": total})
        for days, bucket in (
            (1, "d30"),
            (30, "d30"),
            (31, "d90"),
            (90, "d90"),
            (91, "d365"),
            (365, "d365"),
            (366, "older"),
        ):
            day = date.fromordinal(due.toordinal() + days)
            self.assertEqual(self._get_open(day), {bucket: total}, days)

    def test_a_past_day_stays_as_it_was(self):
        total = self.bill.amount_total
        self._take(self.household, ("cash", 300.0))
        today = self.company._heating_today()
        yesterday = date.fromordinal(today.toordinal() - 1)
        if self.bill.date <= yesterday:
            self.assertEqual(sum(self._get_open(yesterday).values()), total)
        later = max(today, self.bill.date)
        self.assertEqual(sum(self._get_open(later).values()), total - 300.0)

    def test_the_wizard_opens_the_day(self):
        wizard = (
            self.env["heating.receivable.date"]
            .with_user(self.accountant)
            .create({"date": "2027-03-31"})
        )
        self.assertEqual(wizard.action_open()["context"], {"as_of": "2027-03-31"})

    def test_advances_by_branch(self):
        total = self.bill.amount_total
        self._take(
            self.household,
            ("cash", total + 50.0),
            surplus="advance",
            advance=50.0,
        )
        self.env.flush_all()
        [(branch, amount)] = (
            self.env["heating.advances"]
            .with_user(self.accountant)
            ._read_group(
                [("household_id", "=", self.household.id)],
                ["branch_id"],
                ["amount:sum"],
            )
        )
        self.assertEqual((branch, amount), (self.household.branch_id, 50.0))

    def test_sheets(self):
        for name in ("receivable_age", "revenue", "advances"):
            report = self.env[f"report.heating_report.{name}_xlsx"]
            content, kind = report.with_user(self.accountant).create_xlsx_report(
                [], {"domain": [], "as_of": "2027-03-31"}
            )
            sheet = load_workbook(BytesIO(content)).active
            self.assertEqual(kind, "xlsx")
            self.assertGreater(sheet.max_column, 5, name)


@tagged("post_install", "-at_install")
class TestRecognitionReports(HeatingPaymentCommon):
    """Deferred income in the reports and under its law."""

    @classmethod
    def _bill_season(cls, **vals):
        cls.company.heating_recognise = "by_days"
        return super()._bill_season(**vals)

    def _recognise(self):
        accountant = self.users["accountant"]
        recognition = (
            self.env["heating.recognition"]
            .with_user(accountant)
            .create({"season_id": self.season.id, "month": "2026-11-01"})
        )
        with patch.object(
            type(self.company), "_heating_today", lambda _company: date(2026, 11, 30)
        ):
            recognition.action_post()
        return recognition

    def test_the_law_holds_and_can_fail(self):
        law = "deferred income is not yet recognised"
        self.assertEqual(broken_laws(self.env), {})
        recognition = self._recognise()
        self.assertEqual(broken_laws(self.env), {})
        self.env.cr.execute(
            "UPDATE heating_recognition_line SET amount = amount + 0.01 WHERE id = %s",
            [recognition.line_ids[:1].id],
        )
        self.assertEqual(set(broken_laws(self.env)), {law})

    def test_revenue_is_deferred_until_its_month(self):
        recognition = self._recognise()
        self.env.flush_all()
        [(billed, income, deferred)] = (
            self.env["heating.revenue"]
            .with_user(self.users["accountant"])
            ._read_group(
                [("season_id", "=", self.season.id), ("kind", "=", "bill")],
                [],
                ["billed:sum", "income:sum", "deferred:sum"],
            )
        )
        self.assertAlmostEqual(billed, recognition.amount_billed, 2)
        self.assertAlmostEqual(income, recognition.amount, 2)
        self.assertAlmostEqual(deferred, recognition.amount_left, 2)

    def test_the_proof_as_a_sheet(self):
        recognition = self._recognise()
        report = self.env["report.heating_report.recognition_xlsx"]
        content, _kind = (
            report.with_user(self.users["accountant"])
            .with_context(active_model="heating.recognition")
            .create_xlsx_report(recognition.ids, {})
        )
        sheet = load_workbook(BytesIO(content)).active
        rows = list(sheet.iter_rows(min_row=2, values_only=True))
        self.assertEqual(len(rows), len(recognition.line_ids) + 1)
        self.assertAlmostEqual(sum(row[10] for row in rows[:-1]), recognition.amount, 2)
