import base64
import io
from datetime import date

import xlsxwriter
from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.heating_customer.ledger import open_workbook

from ..meter_readings import COLUMNS
from .common_meter import HeatingMeterCommon


@tagged("post_install", "-at_install")
@freeze_time("2027-03-20 02:00:00")
class TestMeterImport(HeatingMeterCommon):
    def _import(
        self,
        *rows,
        headings=("热表编号", "抄表日期", "读数"),
        user=None,
        preview=False,
    ):
        stream = io.BytesIO()
        with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
            sheet = book.add_worksheet("抄表")
            sheet.write_row(0, 0, headings)
            for index, row in enumerate(rows, 1):
                sheet.write_row(index, 0, row)
        wizard = (
            self.env["heating.meter.import"]
            .with_user(user or self.field_worker)
            .create({"file": base64.b64encode(stream.getvalue())})
        )
        if preview:
            wizard.action_preview()
        else:
            wizard.action_import()
        return wizard

    def test_a_preview_takes_nothing(self):
        """It says what the import says, and leaves no reading behind."""
        rows = (
            ("M-1", "2027-03-15", 5100.5),
            ("M-9", "2027-03-15", 10),
            ("M-1", "2027-03-19", 5000),
        )
        wizard = self._import(*rows, preview=True)
        self.assertEqual(wizard.state, "preview")
        self.assertEqual((wizard.accepted_count, wizard.refused_count), (1, 2))
        self.assertFalse(self.meter.reading_ids)

        def get_lines():
            return {
                line.row: (line.number, line.result, line.reason)
                for line in wizard.line_ids
            }

        previewed = get_lines()
        wizard.action_import()
        self.assertEqual(wizard.state, "done")
        self.assertEqual(get_lines(), previewed)
        self.assertEqual(self.meter.reading_ids.value, 5100.5)

    def test_another_file_after_the_preview(self):
        wizard = self._import(("M-1", "2027-03-15", 5100.5), preview=True)
        wizard.action_back()
        self.assertEqual((wizard.state, wizard.file), ("draft", False))
        self.assertFalse(wizard.line_ids)
        with self.assertRaisesRegex(UserError, "Choose the file"):
            wizard.action_preview()

    def test_every_row_comes_in_or_says_why_not(self):
        wizard = self._import(
            ("M-1", "2027-03-15", 5100.5),
            ("M-9", "2027-03-15", 10),
            ("M-1", "2027-03-21", 5200),
            ("M-1", "2027-03-16", "many"),
            ("M-1", "2027-03-17", -1),
            ("M-1", "2027-03-18", ""),
            ("M-1", "", ""),
            ("M-1", "2027-03-19", 5000),
        )
        lines = {line.row: (line.result, line.reason) for line in wizard.line_ids}
        self.assertEqual(lines[2], ("accepted", False))
        for row, words in (
            (3, "表号: there is no meter M-9"),
            (4, "抄表日期 lies in the future"),
            (5, "读数 is not a number: many"),
            (6, "读数 is negative"),
            (7, "读数 is missing"),
            (9, "showed 5100.5 before"),
        ):
            self.assertEqual(lines[row][0], "refused", row)
            self.assertIn(words, lines[row][1])
        self.assertNotIn(8, lines)
        self.assertRecordValues(
            self.meter.reading_ids,
            [{"date": date(2027, 3, 15), "value": 5100.5, "source": "file"}],
        )
        self.assertEqual((wizard.accepted_count, wizard.refused_count), (1, 6))

    def test_it_may_come_twice(self):
        rows = ("M-1", "2027-03-15", 5100)
        self._import(rows)
        again = self._import(rows, rows)
        self.assertEqual(again.line_ids.mapped("result"), ["known"])
        other = self._import(("M-1", "2027-03-15", 5200))
        self.assertIn("already", other.line_ids.reason)
        self.assertEqual(len(self.meter.reading_ids), 1)

    def test_rows_that_contradict_each_other_do_not_come_in(self):
        wizard = self._import(("M-1", "2027-03-15", 5100), ("M-1", "2027-03-15", 6100))
        self.assertEqual(wizard.line_ids.mapped("result"), ["refused", "refused"])
        self.assertFalse(self.meter.reading_ids)

    def test_the_order_of_the_sheet_does_not_matter_and_doubt_is_held(self):
        wizard = self._import(
            ("M-1", "2027-03-15", 99000),
            ("M-1", "2026-12-01", 600),
        )
        results = {line.row: line.result for line in wizard.line_ids}
        self.assertEqual(results, {2: "held", 3: "accepted"})

    def test_a_file_that_cannot_be_read_takes_nothing(self):
        for headings, words in (
            (("热表编号", "抄表日期", "其他"), "lacks the columns"),
        ):
            with self.assertRaisesRegex(UserError, words):
                self._import(("M-1", "2027-03-15", 1), headings=headings)
        wizard = self.env["heating.meter.import"].with_user(self.field_worker)
        with self.assertRaisesRegex(UserError, "Choose the file"):
            wizard.create({}).action_import()
        with self.assertRaisesRegex(UserError, "not an Excel workbook"):
            wizard.create({"file": base64.b64encode(b"x" * 100)}).action_import()
        self.assertFalse(self.meter.reading_ids)

    def test_the_template_comes_back_filled_in(self):
        wizard = (
            self.env["heating.meter.import"].with_user(self.field_worker).create({})
        )
        wizard.action_template()
        book = open_workbook(base64.b64decode(wizard.template))
        table = book.table(book.sheet_names[:1], COLUMNS, tuple(COLUMNS))
        self.assertEqual([row.number for row in table], ["M-1"])
        # as it is, nobody has been read
        wizard.file = wizard.template
        wizard.action_import()
        self.assertFalse(wizard.line_ids)
