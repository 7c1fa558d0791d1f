from odoo import fields, models

# the keys of a portal's answer, and what `read_results` calls them
RESULT_KEYS = {
    "request": "number",
    "number": "fapiao",
    "date": "date",
    "refusal": "problem",
}


class HeatingFapiaoColumn(models.Model):
    """One column of a tax portal's file: its heading, and what stands below it.

    Text is always written as text, so that no title that begins with “=” is a formula
    in a spreadsheet.
    """

    _name = "heating.fapiao.column"
    _description = "Column of a Fapiao File"
    _order = "provider_id, direction, sequence, id"
    _rec_name = "heading"

    provider_id = fields.Many2one(
        "heating.fapiao.provider", required=True, ondelete="cascade", index=True
    )
    direction = fields.Selection(
        [("request", "Export of Requests"), ("result", "Import of Results")],
        required=True,
        default="request",
    )
    sequence = fields.Integer(default=10)
    heading = fields.Char(
        required=True,
        help="As the tax portal has it. For results several headings may be given, "
        "with | between them.",
    )
    key = fields.Selection(
        [
            ("request", "Request Number"),
            ("constant", "Always the Same Text"),
            ("color", "Blue or Red"),
            ("kind", "Ordinary or Special"),
            ("buyer_kind", "Individual or Organisation"),
            ("buyer_title", "Buyer's Title"),
            ("tax_number", "Buyer's Tax Number"),
            ("buyer_address", "Buyer's Address and Phone"),
            ("buyer_bank", "Buyer's Bank and Account"),
            ("email", "E-mail"),
            ("phone", "Phone"),
            ("line", "What the Line Is for"),
            ("households", "Household Numbers"),
            ("amount", "Amount with Tax"),
            ("untaxed", "Amount without Tax"),
            ("tax", "Tax Amount"),
            ("tax_rate", "Tax Rate"),
            ("note", "Remark"),
            ("origin", "Number of the Reversed Fapiao"),
            ("reason", "Reason of a Red Fapiao"),
            ("number", "Fapiao Number"),
            ("date", "Day of Issue"),
            ("refusal", "Why It Was Refused"),
        ],
        string="What",
        required=True,
    )
    text = fields.Char(
        string="Words",
        help="The text that is always the same; for a choice, the words of the portal, "
        "such as: ordinary=01|special=02.",
    )
    number_format = fields.Selection(
        [
            ("text", "Text"),
            ("money", "0.00"),
            ("percent", "9%"),
            ("fraction", "0.09"),
            ("date", "2026-01-31"),
            ("compact_date", "20260131"),
        ],
        string="Format",
        required=True,
        default="text",
    )

    def _get_number_format(self):
        return {
            "money": "0.00",
            "percent": "0.##%",
            "fraction": "0.00##",
            "date": "yyyy-mm-dd",
            "compact_date": "yyyymmdd",
        }.get(self.number_format, "@")

    def _get_value(self, fapiao, lines):
        """What stands in this column.

        :param fapiao: the fapiao of the row
        :param lines: those of its lines that the row is about
        """
        self.ensure_one()
        amount = sum(lines.mapped("amount"))
        tax = sum(lines.mapped("amount_tax"))
        rates = set(lines.mapped("tax_rate"))
        getters = {
            "request": lambda: fapiao.name,
            "constant": lambda: self.text,
            "line": lambda: "; ".join(lines.mapped("name")),
            "households": lambda: ", ".join(lines.household_id.mapped("number")),
            "amount": lambda: amount,
            "untaxed": lambda: fapiao.currency_id.round(amount - tax),
            "tax": lambda: tax,
            # several rates in one row: the portal has to be given a row for each line
            "tax_rate": lambda: rates.pop() / 100 if len(rates) == 1 else None,
            "origin": lambda: fapiao.origin_id.number,
            "refusal": lambda: fapiao.refusal,
        }
        if self.key in getters:
            return getters[self.key]()
        value = fapiao[self.key]
        if self.key in ("color", "kind", "buyer_kind"):
            labels = dict(fapiao._fields[self.key]._description_selection(self.env))
            return self._get_words().get(value, labels[value])
        return value

    def _get_words(self):
        """The portal's own words for the choices of a field."""
        pairs = (word.split("=", 1) for word in (self.text or "").split("|"))
        return {pair[0].strip(): pair[1].strip() for pair in pairs if len(pair) == 2}

    def _write(self, sheet, row, column, value, style):
        """Write one cell; what is not a number or a day is text, never a formula."""
        if value is None or value is False:
            return
        if isinstance(value, float):
            if self.number_format == "text":
                sheet.write_string(row, column, f"{value:.2f}", style)
            else:
                sheet.write_number(row, column, value, style)
        elif hasattr(value, "year") and self.number_format != "text":
            sheet.write_datetime(row, column, fields.Datetime.to_datetime(value), style)
        else:
            sheet.write_string(row, column, str(value), style)
