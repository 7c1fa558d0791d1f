from string import ascii_uppercase

from odoo import fields, models
from odoo.fields import Domain


class HeatingListXlsx(models.AbstractModel):
    """A list as a spreadsheet: real numbers, frozen header, filter, totals.

    A report names its model, columns and totals; everything else is here.
    """

    _name = "report.heating_report.list_xlsx"
    _inherit = "report.report_xlsx.abstract"
    _description = "List as Spreadsheet"

    def _get_columns(self):
        """The columns: list of (field name, width in characters, whether totalled)."""
        return []

    def _get_rows(self, records):
        """The rows, an iterable of lists of plain values in the columns' order."""
        names = [name for name, _width, _total in self._get_columns()]
        for record in records:
            yield [self._get_value(record, name) for name in names]

    def _get_value(self, record, name):
        value = record[name]
        field = record._fields[name]
        if field.type == "many2one":
            # as in a list: who may read the row may read what it is about
            return value.sudo().display_name or ""
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, "")
        return value

    def _get_title(self):
        return self.env._("List")

    def _get_headings(self, records):
        fields_get = records.fields_get([name for name, *_rest in self._get_columns()])
        return [fields_get[name]["string"] for name, *_rest in self._get_columns()]

    def _get_objs_for_report(self, docids, data):
        """Override of `report_xlsx` to list what a search found, as the user."""
        if not docids and data and "domain" in data:
            records = self.env[self._get_model()]
            return records.search(Domain(data["domain"]))
        return super()._get_objs_for_report(docids, data)

    def _get_model(self):
        """The name of the model that is listed."""
        raise NotImplementedError()

    def generate_xlsx_report(self, workbook, data, objs):
        """Write the sheet.

        :param workbook: an xlsxwriter workbook
        :param dict data: options of the report action
        :param objs: the records to be listed
        :raise AccessError: the user may not read one of them
        """
        objs.check_access("read")
        sheet = workbook.add_worksheet(self._get_title()[:31])
        styles = {
            "head": workbook.add_format(
                {"bold": True, "bg_color": "#D9E2F3", "border": 1, "text_wrap": True}
            ),
            "money": workbook.add_format({"num_format": "#,##0.00"}),
            "date": workbook.add_format({"num_format": "yyyy-mm-dd"}),
            "total": workbook.add_format(
                {"bold": True, "num_format": "#,##0.00", "top": 1}
            ),
        }
        columns = self._get_columns()
        for index, heading in enumerate(self._get_headings(objs)):
            sheet.write_string(0, index, heading, styles["head"])
            sheet.set_column(index, index, columns[index][1])
        last = 0
        for last, row in enumerate(self._get_rows(objs), 1):
            for index, value in enumerate(row):
                self._write_cell(sheet, last, index, value, styles)
        self._write_totals(sheet, last, styles)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(last, 1), len(columns) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)

    def _write_cell(self, sheet, row, column, value, styles):
        if value is False or value is None:
            return
        if isinstance(value, bool):
            sheet.write_boolean(row, column, value)
        elif isinstance(value, int):
            sheet.write_number(row, column, value)
        elif isinstance(value, float):
            sheet.write_number(row, column, value, styles["money"])
        elif hasattr(value, "year"):
            sheet.write_datetime(
                row, column, fields.Datetime.to_datetime(value), styles["date"]
            )
        else:
            # as text, so never as a formula, whatever a ledger had in its cells
            sheet.write_string(row, column, str(value))

    def _write_totals(self, sheet, last, styles):
        if not last:
            return
        sheet.write_string(last + 1, 0, self.env._("Total"), styles["total"])
        columns = self._get_columns()
        sums = {
            name: f"SUBTOTAL(9,{letter}2:{letter}{last + 1})"
            for letter, (name, *_rest) in zip(ascii_uppercase, columns, strict=False)
        }
        rates = self._get_rates()
        for index, (name, _width, totalled) in enumerate(columns):
            if totalled:
                formula = f"={sums[name]}"
            elif name in rates:
                done, whole = rates[name]
                formula = f"=IF({sums[whole]}=0,0,100*{sums[done]}/{sums[whole]})"
            else:
                continue
            sheet.write_formula(last + 1, index, formula, styles["total"])

    def _get_rates(self):
        """Columns in percent of others: name → (what is done, the whole)."""
        return {}
