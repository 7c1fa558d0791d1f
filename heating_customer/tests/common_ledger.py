import base64
import io

import xlsxwriter

from .common import HeatingCustomerCommon

HOUSEHOLD = {
    "户号": "T9001",
    "户主姓名": "徐艳红",
    "联系电话": "19903227216",
    "分公司": "Ledger Branch",
    "换热站": "Ledger Station",
    "小区": "Ledger Garden",
    "楼栋": "1号楼",
    "单元": "1单元",
    "房号": "101",
    "用户性质": "居民",
    "建筑面积(㎡)": 60.79,
    "套内面积(㎡)": 51.79,
    "层高(m)": 2.9,
    "计费方式": "按面积",
    "入网日期": "2011-11-01",
    "用热状态": "正常",
    "备注": "",
}


def make_workbook(sheets):
    """An .xlsx file.

    :param sheets: dict of name → (the usual row, rows as dicts of what differs from it)
    :rtype: bytes
    """
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        for name, (usual, rows) in sheets.items():
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, list(usual))
            for number, row in enumerate(rows, start=1):
                sheet.write_row(number, 0, list({**usual, **row}.values()))
    return content.getvalue()


class LedgerImportCommon(HeatingCustomerCommon):
    """Ledger imports whose jobs run at once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, queue_job__no_delay=True))
        cls.imports = cls.env["heating.ledger.import"].with_user(cls.administrator)

    def _create_import(self, *rows, **sheets):
        """An import of households, each given by what differs from the usual one.

        :param sheets: further sheets as `make_workbook` takes them
        """
        content = make_workbook({"用户台账": (HOUSEHOLD, rows), **sheets})
        return self.imports.create(
            {
                "filename": "ledger.xlsx",
                "file": base64.b64encode(content),
                "states_from": "2026-06-01",
            }
        )

    def _preview(self, *rows, **sheets):
        ledger = self._create_import(*rows, **sheets)
        ledger.action_preview()
        return ledger

    def _import(self, *rows, **sheets):
        ledger = self._preview(*rows, **sheets)
        ledger.action_import()
        return ledger

    def _get_household(self, number="T9001"):
        return self.env["heating.household"].search([("number", "=", number)])
