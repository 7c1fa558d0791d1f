import base64

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.heating_customer.ledger import LedgerError
from odoo.addons.heating_customer.models.heating_ledger_import_reasons import (
    FILE_SENTENCES,
    ROW_SENTENCES,
    render,
)

from ..meter_readings import COLUMNS, read_readings, write_template

MAX_FILE_MIB = 10
# each row is checked against its meter's other readings, within one request
MAX_ROWS = 5000


class _Undone(Exception):
    """Takes back what was tried, and carries what became of each row."""

    def __init__(self, lines):
        super().__init__()
        self.lines = lines


class HeatingMeterImport(models.TransientModel):
    """Takes readings from a workbook: each row as a whole, or not and why not.

    A file may come twice: readings that are on file already are passed over.
    """

    _name = "heating.meter.import"
    _description = "Import of Meter Readings"

    branch_id = fields.Many2one(
        "heating.branch", help="Whose meters the template lists. Empty: all."
    )
    file = fields.Binary(attachment=False)
    file_name = fields.Char()
    template = fields.Binary(attachment=False, readonly=True)
    template_name = fields.Char(readonly=True)
    state = fields.Selection(
        [("draft", "File"), ("preview", "Preview"), ("done", "Result")],
        default="draft",
        readonly=True,
    )
    line_ids = fields.One2many("heating.meter.import.line", "import_id", readonly=True)
    accepted_count = fields.Integer(string="Accepted", compute="_compute_counts")
    held_count = fields.Integer(string="Held", compute="_compute_counts")
    known_count = fields.Integer(string="Known Before", compute="_compute_counts")
    refused_count = fields.Integer(string="Refused Rows", compute="_compute_counts")

    @api.depends("line_ids.result")
    def _compute_counts(self):
        for each in self:
            results = each.line_ids.mapped("result")
            for result in ("accepted", "held", "known", "refused"):
                each[f"{result}_count"] = results.count(result)

    def action_template(self):
        """Make a workbook of the meters in use, to be filled in.

        :raise UserError: there are none
        """
        self.ensure_one()
        domain = [
            ("removed_on", "=", False),
            ("state", "=", "working"),
            ("company_id", "=", self.env.company.id),
        ]
        if self.branch_id:
            domain.append(("branch_id", "=", self.branch_id.id))
        meters = self.env["heating.meter"].search(domain, order="household_id, id")
        if not meters:
            raise UserError(
                self.env._("There is no meter in use. Enter the meters first.")
            )
        last = {}
        for reading in self.env["heating.meter.reading"].search_fetch(
            [("meter_id", "in", meters.ids), ("state", "=", "accepted")],
            ["meter_id", "date", "value"],
            order="date, id",
        ):
            last[reading.meter_id.id] = (reading.date, reading.value)
        units = dict(meters._fields["unit"]._description_selection(self.env))
        content = write_template(
            (
                meter.number,
                meter.household_id.number,
                meter.household_id.address or "",
                units[meter.unit],
                *last.get(meter.id, (meter.installed_on, meter.start_value)),
            )
            for meter in meters
        )
        # outside of an f-string, where the export of terms does not find it
        name = self.env._("Template of Meter Readings")
        self.write(
            {
                "template": base64.b64encode(content),
                "template_name": f"{name}.xlsx",
            }
        )
        return self._show()

    def action_preview(self):
        """Show what would become of each row; nothing is taken.

        It is the import itself, undone, so that it says the same.

        :raise AccessError: the caller may not enter readings
        :raise UserError: the file cannot be read at all
        """
        self.ensure_one()
        try:
            with self.env.cr.savepoint():
                raise _Undone(self._take_file())
        except _Undone as undone:
            vals_list = [{**vals, "reading_id": False} for vals in undone.lines]
        self._show_lines(vals_list)
        self.state = "preview"
        return self._show()

    def action_back(self):
        """Choose another file."""
        self.ensure_one()
        self.line_ids.unlink()
        self.write({"state": "draft", "file": False, "file_name": False})
        return self._show()

    def action_import(self):
        """Take the readings of the file.

        :raise AccessError: the caller may not enter readings
        :raise UserError: the file cannot be read at all
        """
        self.ensure_one()
        self._show_lines(self._take_file())
        self.write({"state": "done", "file": False, "template": False})
        return self._show()

    def _show_lines(self, vals_list):
        self.line_ids.unlink()
        self.env["heating.meter.import.line"].create(vals_list)

    def _take_file(self):
        """Take each row of the file that can be taken.

        :return: values of the lines that say what became of them
        :rtype: list[dict]
        """
        self.env["heating.meter.reading"].check_access("create")
        rows = self._read_file()
        meters = self.env["heating.meter"].search(
            [
                ("number", "in", [row.number for row in rows if row.number]),
                ("company_id", "=", self.env.company.id),
            ]
        )
        by_number = {meter.number: meter for meter in meters}
        known = {
            (reading.meter_id.id, reading.date): reading
            for reading in self.env["heating.meter.reading"].search(
                [
                    ("meter_id", "in", meters.ids),
                    ("state", "in", ("accepted", "held")),
                ]
            )
        }
        # the earlier of two readings of a meter first, whatever the sheet's order
        ordered = sorted(rows, key=lambda row: (str(row.date or ""), row.row))
        return [
            {
                "import_id": self.id,
                "row": row.row,
                "number": row.number,
                **self._take(row, by_number.get(row.number), known),
            }
            for row in ordered
        ]

    def _show(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Import of Meter Readings"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def _read_file(self):
        if not self.file:
            raise UserError(self.env._("Choose the file with the readings."))
        content = base64.b64decode(self.file)
        if len(content) > MAX_FILE_MIB * 2**20:
            raise UserError(
                self.env._("The file is larger than %(limit)s MiB.", limit=MAX_FILE_MIB)
            )
        try:
            rows = read_readings(content, self.env.company._heating_today())
        except LedgerError as error:
            sentence = FILE_SENTENCES[error.code]
            raise UserError(render(self.env, sentence, error.facts)) from error
        if len(rows) > MAX_ROWS:
            raise UserError(
                self.env._(
                    "The file has %(rows)s readings, more than %(limit)s: split it "
                    "into several. Nothing was taken.",
                    rows=len(rows),
                    limit=MAX_ROWS,
                )
            )
        return rows

    def _take(self, row, meter, known):
        """Take one row.

        :param known: accepted and held readings by meter and day
        :return: what became of it, as values of its line
        :rtype: dict
        """
        if row.faults:
            return self._refuse("; ".join(self._explain(fault) for fault in row.faults))
        if not meter:
            return self._refuse(
                self.env._(
                    "%(heading)s: there is no meter %(number)s that you may see.",
                    heading=COLUMNS["number"][0],
                    number=row.number,
                )
            )
        before = known.get((meter.id, row.date))
        if before and float(row.value) == before.value:
            return {"result": "known", "reading_id": before.id}
        if before:
            return self._refuse(
                self.env._(
                    "%(heading)s: there is a reading of this day already, %(value)s. "
                    "Take it back or refuse it first.",
                    heading=COLUMNS["value"][0],
                    value=before.value,
                )
            )
        try:
            with self.env.cr.savepoint():
                reading = self.env["heating.meter.reading"].create(
                    {
                        "meter_id": meter.id,
                        "date": row.date,
                        "value": float(row.value),
                        "source": "file",
                    }
                )
        except AccessError:
            raise
        except UserError as error:
            return self._refuse(str(error))
        return {
            "result": reading.state,
            "reading_id": reading.id,
            "reason": reading.reason,
        }

    @api.model
    def _refuse(self, reason):
        return {"result": "refused", "reason": reason}

    def _explain(self, fault):
        """What is wrong with a cell, as a sentence that names its column."""
        facts = {"heading": fault.heading, "value": fault.value, **fault.facts}
        if fault.code == "bad_number":
            return self.env._("%(heading)s is not a meter number: %(value)s", **facts)
        return render(self.env, ROW_SENTENCES[fault.code], facts)
