import io

import xlsxwriter

from odoo import fields, models
from odoo.exceptions import UserError

from ..fapiao import read_results
from .heating_fapiao_column import RESULT_KEYS


class HeatingFapiaoProvider(models.Model):
    """How requested fapiao reach the tax office, and how its answers come back.

    An implementation is a code of the selection and up to three methods named after
    it. ``_<code>_fapiao_requested`` is told of requests; a direct connection would
    send them there. ``_<code>_make_request_file`` and ``_<code>_read_results`` are for
    those that go by file. Whatever the way, an accountant may type a number by hand.
    """

    _name = "heating.fapiao.provider"
    _description = "Way to Issue Fapiao"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    code = fields.Selection(
        [("manual", "By Hand"), ("file", "By File")],
        string="Way",
        required=True,
        default="manual",
        help="By hand: numbers are typed. By file: requests are exported as .xlsx for "
        "the tax portal, and its results imported.",
    )
    company_id = fields.Many2one("res.company", help="Empty: for all companies.")
    sheet_name = fields.Char(
        required=True, default="Sheet1", help="Of the exported workbook."
    )
    rows = fields.Selection(
        [("line", "A Row for Each Line"), ("fapiao", "A Row for Each Fapiao")],
        string="One Row for",
        required=True,
        default="line",
    )
    column_ids = fields.One2many(
        "heating.fapiao.column",
        "provider_id",
        string="Columns of the Export",
        domain=[("direction", "=", "request")],
        copy=True,
    )
    result_column_ids = fields.One2many(
        "heating.fapiao.column",
        "provider_id",
        string="Columns of the Results",
        domain=[("direction", "=", "result")],
        copy=True,
    )

    # === THE INTERFACE === #

    def _call(self, name, *args):
        """Call this provider's own implementation of a method.

        :raise UserError: its way has none
        """
        self.ensure_one()
        method = getattr(self, f"_{self.code}_{name}", None)
        if method is None:
            raise UserError(
                self.env._("“%(name)s” works without files.", name=self.name)
            )
        return method(*args)

    def _fapiao_requested(self, fapiao):
        """Requests have been made; called in their transaction.

        :param fapiao: requested fapiao of this provider, blue and red
        """
        self.ensure_one()
        method = getattr(self, f"_{self.code}_fapiao_requested", None)
        if method:
            method(fapiao)

    def _make_request_file(self, fapiao):
        """The file that takes requests to the tax portal.

        :param fapiao: requested fapiao of this provider
        :return: its content
        :rtype: bytes
        :raise UserError: this way has no file, or its layout no column
        """
        return self._call("make_request_file", fapiao)

    def _read_results(self, content):
        """What the tax portal answers.

        :param bytes content: its file
        :return: list of `heating_billing.fapiao.Result`
        :raise LedgerError: the file cannot be read
        :raise UserError: this way has no file, or its layout lacks a column
        """
        return self._call("read_results", content)

    # === BY FILE === #

    def _file_make_request_file(self, fapiao):
        columns = self.column_ids
        if not columns:
            raise UserError(
                self.env._("“%(name)s” has no columns to export.", name=self.name)
            )
        stream = io.BytesIO()
        with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
            sheet = book.add_worksheet(self.sheet_name[:31])
            head = book.add_format({"bold": True, "bg_color": "#D9E2F3"})
            styles = {
                column: book.add_format({"num_format": column._get_number_format()})
                for column in columns
            }
            for index, column in enumerate(columns):
                sheet.write_string(0, index, column.heading, head)
                sheet.set_column(index, index, max(12, 2 * len(column.heading)))
            for row, (each, lines) in enumerate(self._get_rows(fapiao), 1):
                for index, column in enumerate(columns):
                    value = column._get_value(each, lines)
                    column._write(sheet, row, index, value, styles[column])
            sheet.freeze_panes(1, 0)
        return stream.getvalue()

    def _get_rows(self, fapiao):
        """The rows of an export: pairs of a fapiao and the lines that it is about."""
        for each in fapiao:
            if self.rows == "fapiao":
                yield each, each.line_ids
            else:
                yield from ((each, line) for line in each.line_ids)

    def _file_read_results(self, content):
        headings = {}
        for column in self.result_column_ids:
            words = [word.strip() for word in column.heading.split("|")]
            headings[RESULT_KEYS[column.key]] = tuple(filter(None, words))
        for key in ("request", "number", "date"):
            if RESULT_KEYS[key] not in headings:
                labels = dict(
                    self.env["heating.fapiao.column"]
                    ._fields["key"]
                    ._description_selection(self.env)
                )
                raise UserError(
                    self.env._(
                        "“%(name)s” does not say which column of the results has "
                        "“%(column)s”.",
                        name=self.name,
                        column=labels[key],
                    )
                )
        return read_results(content, headings)
