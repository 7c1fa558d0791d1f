import base64
import datetime
import re
from collections import defaultdict
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..ledger import LedgerError, Limits, open_workbook, read_households
from ..ledger.row import plain_word
from .heating_ledger_import_reasons import FILE_SENTENCES, render

MAX_FILE_MIB = 64
HOUSEHOLD_BATCH = 500
HOUSEHOLD_FIELDS = (
    "row",
    "number",
    "customer_name",
    "phone",
    "branch",
    "station",
    "community",
    "building",
    "unit",
    "room",
    "category",
    "built_area",
    "inner_area",
    "height",
    "heating_type",
    "joined_on",
    "supply_state",
    "note",
)
# what the archive can hold: a height has two decimals there
LIMITS = Limits(height_places=2)

COMMAS = re.compile("[,;，；、]")


class HeatingLedgerImport(models.Model):
    _inherit = "heating.ledger.import"

    # === READING THE FILE === #

    def _get_file_content(self):
        """The bytes of the workbook.

        :raise UserError: there is none, or it is too large
        """
        self.ensure_one()
        encoded = self.with_context(bin_size=False).file
        if not encoded:
            raise UserError(self.env._("Choose the ledger's workbook first."))
        # base64 takes four characters for three bytes
        if len(encoded) * 3 // 4 > MAX_FILE_MIB << 20:
            raise UserError(
                self.env._(
                    "The file is larger than %(limit)s MiB: split the ledger into "
                    "several.",
                    limit=MAX_FILE_MIB,
                )
            )
        return base64.b64decode(encoded)

    def _read_workbook(self):
        """Read the workbook and note what it says.

        :raise UserError: the workbook cannot be read at all
        """
        self.ensure_one()
        content = self._get_file_content()
        try:
            self._stage_workbook(open_workbook(content))
        except LedgerError as error:
            sentence = FILE_SENTENCES[error.code]
            raise UserError(render(self.env, sentence, error.facts)) from error

    def _stage_workbook(self, book):
        """Read the sheets; addons above read theirs after the households.

        :param book: a `ledger.Workbook`
        :return: the households, as `ledger.LedgerHouseholds`
        """
        households = read_households(
            book,
            categories=self._get_category_words(),
            today=fields.Date.context_today(self),
            limits=LIMITS,
        )
        self._stage_households(households)
        return households

    @api.model
    def _get_category_words(self):
        """The words that ledgers use for price categories.

        A word that two categories claim stands for none of them: nothing is guessed.

        :return: dict of word → id of the category
        """
        meanings = defaultdict(set)
        categories = self.env["heating.category"].search([])  # pylint: disable=no-search-all
        for lang, _name in self.env["res.lang"].get_installed():
            for category in categories.with_context(lang=lang):
                meanings[plain_word(category.name)].add(category.id)
        for category in categories:
            for word in COMMAS.split(category.ledger_names or ""):
                meanings[plain_word(word)].add(category.id)
        meanings.pop("", None)
        return {word: ids.pop() for word, ids in meanings.items() if len(ids) == 1}

    def _stage_households(self, households):
        """Note what the sheet of households says, and set its new households aside."""
        known = self._find_households(
            [row.number for row in households.rows], self.company_id
        )
        new = [row for row in households.rows if row.number not in known]
        self.write(
            {
                "row_count": households.row_count,
                "importable_count": len(households.rows),
                "existing_count": len(known),
                "new_count": len(new),
                "refused_count": len(households.refused_rows),
                "repeated_count": len(households.repeated),
                "built_area": float(households.built_area),
                "totals": self._get_totals(households.rows),
            }
        )
        self._note_left_out(households)
        self._stage_rows(
            "household", households.sheet, new, HOUSEHOLD_FIELDS, HOUSEHOLD_BATCH
        )

    @api.model
    def _find_households(self, numbers, company):
        """Which of these numbers the archive has, closed and archived ones too.

        :return: dict of number → id of the household
        """
        households = self.env["heating.household"]
        households.flush_model(["number", "company_id"])
        return dict(
            self.env.execute_query(
                SQL(
                    "SELECT number, id FROM heating_household "
                    "WHERE company_id = %s AND number = ANY(%s)",
                    company.id,
                    list(numbers),
                )
            )
        )

    # === STAGING === #

    def _note_left_out(self, table, extra=()):
        """Make the lines of what a sheet has that does not come in.

        :param table: what a reader gives for a sheet
        :param extra: values of further lines
        """
        lines = self.env["heating.ledger.import.line"]
        vals_list = [
            *lines._prepare_refusals(table.refusals),
            *lines._prepare_left_out(table),
            *extra,
        ]
        vals_list.sort(key=lambda vals: vals.get("row", 0))
        lines.create([{"import_id": self.id, **vals} for vals in vals_list])

    def _stage_rows(self, kind, sheet, rows, names, size):
        """Set rows aside, to be imported later without reading the workbook again.

        Rows of one household are in one batch, so that two jobs never write to the
        same customer at once.

        :param kind: kind of the batches
        :param sheet: name of the sheet, for the lines of rows that cannot be saved
        :param rows: dataclasses as the readers give them
        :param names: their fields that are kept; blanks are left out
        :param size: rows from which on a batch is full, the work of one job and one
            transaction
        """
        self.env["heating.ledger.import.batch"].create(
            [
                {
                    "import_id": self.id,
                    "kind": kind,
                    "sheet": sheet,
                    "rows": [_as_json(row, names) for row in part],
                    "row_count": len(part),
                }
                for part in _split_by_household(rows, size)
            ]
        )

    def _forget_preview(self):
        """Begin anew: no lines, no batches, no figures."""
        self.line_ids.sudo().unlink()
        self.batch_ids.sudo().unlink()
        self.sudo().write(
            {
                **dict.fromkeys(self._get_result_fields(), 0),
                "totals": False,
                "state": "draft",
            }
        )


def _split_by_household(rows, size):
    """Cut rows into parts of about *size*, never between two of one household."""
    part = []
    for row in sorted(rows, key=lambda row: row.number):
        if len(part) >= size and row.number != part[-1].number:
            yield part
            part = []
        part.append(row)
    if part:
        yield part


def _as_json(row, names):
    """A row's fields as JSON holds them, without the blanks."""
    values = ((name, getattr(row, name)) for name in names)
    return {
        name: str(value) if isinstance(value, (Decimal, datetime.date)) else value
        for name, value in values
        if value is not None and value != ""
    }
