from odoo import api, fields, models

from .heating_ledger_import_reasons import REASONS, ROW_SENTENCES, render


class HeatingLedgerImportLine(models.Model):
    """A row of a ledger, or something else in it, that is not imported, and why.

    What is kept is the reader's code with its facts; the sentence is made in the
    language of whoever reads it.
    """

    _name = "heating.ledger.import.line"
    _description = "Row Left Out of a Ledger Import"
    _order = "import_id, id"
    _rec_name = "reason"

    import_id = fields.Many2one(
        "heating.ledger.import", required=True, ondelete="cascade", index=True
    )
    batch_id = fields.Many2one(
        "heating.ledger.import.batch",
        ondelete="cascade",
        index="btree_not_null",
        help="The batch in which the row could not be saved.",
    )
    company_id = fields.Many2one(related="import_id.company_id", store=True, index=True)
    kind = fields.Selection(
        [
            ("refused", "Refused"),
            ("repeated", "Repeated"),
            ("failed", "Not Saved"),
            ("ignored", "Not Read"),
        ],
        required=True,
        index=True,
    )
    sheet = fields.Char()
    row = fields.Integer(
        aggregator=None, help="The row's number as the spreadsheet shows it."
    )
    number = fields.Char(string="Household", help="Household number (户号).")
    heading = fields.Char(string="Column")
    value = fields.Char(help="What the cell shows.")
    code = fields.Selection(REASONS, string="Reason", required=True, index=True)
    facts = fields.Json()
    reason = fields.Char(string="Explanation", compute="_compute_reason")

    @api.depends("code", "facts", "heading", "value")
    @api.depends_context("lang")
    def _compute_reason(self):
        sentences = self._get_sentences()
        for line in self:
            facts = {
                "heading": line.heading or "",
                "value": line.value or "",
                **(line.facts or {}),
            }
            line.reason = render(self.env, sentences[line.code], facts)

    @api.model
    def _get_sentences(self):
        """The sentence for each code; addons above add their own codes.

        :return: dict of code → lazy text
        """
        return ROW_SENTENCES

    @api.model
    def _prepare_refusals(self, refusals):
        """Values of lines for what the readers refuse.

        :param refusals: an iterable of `ledger.Refusal`
        """
        return [
            {
                "kind": "refused",
                "sheet": refusal.sheet,
                "row": refusal.row,
                "number": refusal.number,
                "heading": refusal.heading or refusal.field,
                "value": refusal.value,
                "code": refusal.code,
                "facts": dict(refusal.facts),
            }
            for refusal in refusals
        ]

    @api.model
    def _prepare_left_out(self, table):
        """Values of lines for what else of a sheet is not taken.

        :param table: what a reader gives for a sheet: its repeated and ignored rows,
            and its columns that nobody reads
        """
        repeats = [
            {
                "kind": "repeated",
                "sheet": table.sheet,
                "row": repeat.row,
                "number": repeat.number,
                "code": "repeated",
                "facts": {"first_row": repeat.first_row},
            }
            for repeat in table.repeated
        ]
        ignored = [
            {"kind": "ignored", "sheet": table.sheet, "row": row, "code": "ignored_row"}
            for row in table.ignored_rows
        ]
        columns = [
            {
                "kind": "ignored",
                "sheet": table.sheet,
                "heading": heading,
                "value": heading,
                "code": "extra_column",
            }
            for heading in table.extra_columns
        ]
        return repeats + ignored + columns
