import base64
import io

import openpyxl
import xlsxwriter

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_fapiao import HeatingFapiaoCommon

FORMULA = '=HYPERLINK("http://evil","x")'


@tagged("post_install", "-at_install")
class TestFapiaoFiles(HeatingFapiaoCommon):
    """Requests go to the tax portal as a file, and its results come back as one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.provider = cls.env.ref("heating_billing.fapiao_provider_file")
        cls.company.heating_fapiao_provider_id = cls.provider

    # === EXPORT === #

    def _export(self, user=None, **values):
        export = (
            self.env["heating.fapiao.export"]
            .with_user(user or self.accountant)
            .create({"provider_id": self.provider.id, **values})
        )
        export.action_export()
        book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(export.file)))
        sheet = book.active
        header = [cell.value for cell in sheet[1]]
        return [
            {name: cell for name, cell in zip(header, row, strict=True)}
            for row in sheet.iter_rows(min_row=2)
        ]

    def test_requests_stand_in_the_columns_of_the_layout(self):
        charge = self._charge(amount=109.0)
        fapiao = self._request(
            self.bill,
            charge,
            titles=[
                {
                    "buyer_kind": "organisation",
                    "buyer_title": "Steel Works",
                    "tax_number": "91350100M000100Y43",
                }
            ],
        )
        rows = self._export()
        self.assertEqual(
            [
                (row["申请单号"].value, row["金额（含税）"].value, row["税率"].value)
                for row in rows
            ],
            [(fapiao.name, 2000, 0), (fapiao.name, 109, 0.09)],
        )
        self.assertEqual(rows[0]["发票类型"].value, "普通发票")
        self.assertEqual(rows[0]["购买方纳税人识别号"].value, "91350100M000100Y43")
        self.assertTrue(fapiao.exported_on)

    def test_a_title_that_looks_like_a_formula_is_text(self):
        self._request(self.bill, titles=[{"buyer_title": FORMULA}])
        cell = self._export()[0]["购买方名称"]
        self.assertEqual((cell.data_type, cell.value), ("s", FORMULA))

    def test_the_layout_is_data(self):
        self.provider.rows = "fapiao"
        column = self.env["heating.fapiao.column"]
        self.provider.column_ids.unlink()
        column.create(
            [
                {
                    "provider_id": self.provider.id,
                    "sequence": sequence,
                    "heading": heading,
                    "key": key,
                    "text": text,
                    "number_format": number_format,
                }
                for sequence, (heading, key, text, number_format) in enumerate(
                    (
                        ("B", "untaxed", False, "money"),
                        ("A", "request", False, "text"),
                        ("C", "constant", "-5+3", "text"),
                        ("D", "amount", False, "text"),
                        ("E", "kind", "ordinary=01|special=02", "text"),
                        ("F", "households", False, "text"),
                    )
                )
            ]
        )
        charge = self._charge(amount=109.0)
        fapiao = self._request(self.bill, charge)
        (row,) = self._export()
        self.assertEqual(list(row), ["B", "A", "C", "D", "E", "F"])
        self.assertEqual(
            [cell.value for cell in row.values()],
            [2100, fapiao.name, "-5+3", "2109.00", "01", self.household.number],
        )

    def test_what_is_exported_is_not_exported_again_unless_asked(self):
        self._request(self.bill)
        self._export()
        with self.assertRaisesRegex(UserError, "No request is waiting"):
            self._export()
        self.assertEqual(len(self._export(again=True)), 1)

    def test_red_requests_name_the_blue_one(self):
        fapiao = self._issue(self._request(self.bill))
        self._red(fapiao).action_red()
        (row,) = self._export()
        self.assertEqual(row["对应蓝字发票号码"].value, fapiao.number)
        self.assertEqual(row["金额（含税）"].value, -2000)
        self.assertEqual(row["蓝字或红字"].value, "红字")

    def test_only_accountants_make_the_file(self):
        self._request(self.bill)
        with self.assertRaises(AccessError):
            self._export(self.users["cashier"])

    def test_a_way_by_hand_has_no_file(self):
        manual = self.env.ref("heating_billing.fapiao_provider_manual")
        for call in (
            lambda: manual._make_request_file(self.env["heating.fapiao"]),
            lambda: manual._read_results(b""),
        ):
            with self.assertRaisesRegex(UserError, "works without files"):
                call()

    # === IMPORT === #

    def _import(self, *rows, headings=("申请单号", "发票号码", "开票日期", "失败原因")):
        stream = io.BytesIO()
        with xlsxwriter.Workbook(stream) as book:
            sheet = book.add_worksheet()
            for index, row in enumerate((headings, *rows)):
                sheet.write_row(index, 0, row)
        dialog = (
            self.env["heating.fapiao.import"]
            .with_user(self.accountant)
            .create(
                {
                    "provider_id": self.provider.id,
                    "file": base64.b64encode(stream.getvalue()),
                }
            )
        )
        dialog.action_import()
        return {line.row: (line.result, line.reason) for line in dialog.line_ids}

    def test_results_are_matched_by_the_request(self):
        first = self._request(self.bill)
        second = self._request(self.bill_2)
        number = self._number()
        day = str(self.today)
        results = self._import(
            [first.name, number, day, ""],
            [second.name, "", "", "抬头错误"],
            ["F99999999", self._number(), day, ""],
        )
        self.assertEqual(results[2], ("issued", False))
        self.assertEqual(results[3], ("portal", "抬头错误"))
        self.assertEqual(results[4][0], "refused")
        self.assertIn("no request of this number", results[4][1])
        self.assertRecordValues(
            first, [{"state": "issued", "number": number, "date": self.today}]
        )
        self.assertEqual((second.state, second.refusal), ("requested", "抬头错误"))

    def test_a_file_may_come_twice(self):
        fapiao = self._request(self.bill)
        row = [fapiao.name, self._number(), str(self.today), ""]
        self.assertEqual(self._import(row)[2][0], "issued")
        self.assertEqual(self._import(row)[2][0], "known")
        # another number for the same request is not taken
        other = [fapiao.name, self._number(), str(self.today), ""]
        result, reason = self._import(other)[2]
        self.assertEqual(result, "refused")
        self.assertIn("Issued", reason)
        self.assertEqual(fapiao.number, row[1])

    def test_a_bad_row_never_stops_the_rest(self):
        good, bad, late = (
            self._request(bill) for bill in (self.bill, self.bill_2, self.bill_3)
        )
        number = self._number()
        results = self._import(
            [bad.name, "123", str(self.today), ""],
            [late.name, number, "no day", ""],
            [good.name, number, str(self.today), ""],
        )
        self.assertEqual(
            [results[row][0] for row in (2, 3, 4)], ["refused", "refused", "issued"]
        )
        self.assertIn("20 digits", results[2][1])
        self.assertEqual(
            (good.state, bad.state, late.state), ("issued", "requested", "requested")
        )

    def test_contradicting_rows_are_both_refused(self):
        fapiao = self._request(self.bill)
        results = self._import(
            [fapiao.name, self._number(), str(self.today), ""],
            [fapiao.name, self._number(), str(self.today), ""],
        )
        self.assertEqual({result for result, _reason in results.values()}, {"refused"})
        self.assertEqual(fapiao.state, "requested")

    def test_a_number_that_the_spreadsheet_has_cut_is_refused(self):
        fapiao = self._request(self.bill)
        result, reason = self._import(
            [fapiao.name, 26372000000000000001, str(self.today), ""]
        )[2]
        self.assertEqual(result, "refused")
        self.assertIn("too long for a spreadsheet", reason)

    def test_a_file_without_a_column_is_refused_as_a_whole(self):
        with self.assertRaisesRegex(UserError, "发票号码"):
            self._import(["F1", "x"], headings=("申请单号", "开票日期"))

    def test_a_red_one_is_issued_by_its_result(self):
        fapiao = self._issue(self._request(self.bill))
        self._red(fapiao).action_red()
        self._import([fapiao.red_ids.name, self._number(), str(self.today), ""])
        self.assertEqual(fapiao.state, "red")
