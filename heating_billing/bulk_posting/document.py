"""What a document is made of, and which documents are alike."""

from dataclasses import dataclass, field, replace

# what each document says for itself; all else that it says is part of its shape
OWN_VALUES = frozenset(
    {
        "heating_bill_id",
        "heating_charge_id",
        "heating_discount_id",
        "heating_household_id",
        "invoice_line_ids",
        "partner_id",
        "ref",
    }
)
OWN_LINE_VALUES = frozenset({"name", "price_unit", "tax_ids"})
SIGNS = {"out_invoice": 1, "out_refund": -1}


@dataclass
class Amounts:
    """What a document comes to, in cents; its lines in their order.

    :param bases: what is booked of each line
    :param subtotals: what each line says that it is without taxes. The cents by which
        taxes of all lines together differ from those of each are booked, not said
    :param totals: what each line is with taxes, of those that are booked
    :param line_totals: what each line says that it is with taxes
    :param taxes: by tax id: [tax, what it is on]
    """

    bases: list = field(default_factory=list)
    subtotals: list = field(default_factory=list)
    totals: list = field(default_factory=list)
    line_totals: list = field(default_factory=list)
    taxes: dict = field(default_factory=dict)

    @property
    def taxed(self):
        """The taxes that have a line; Odoo writes none of zero."""
        return tuple(sorted(key for key, (tax, _base) in self.taxes.items() if tax))

    @property
    def is_balanced(self):
        """Whether what is owed is what is booked on the other lines."""
        taxes = sum(self.taxes[key][0] for key in self.taxed)
        return sum(self.bases) + taxes == sum(self.totals)


@dataclass(frozen=True)
class Line:
    """A line of an invoice: quantity 1, its tax included.

    ``key`` is what decides where it is booked; ``amount`` is in cents.
    """

    key: tuple
    tax_ids: tuple
    name: str
    amount: int


@dataclass(frozen=True)
class Document:
    """An invoice or credit note as it was asked for.

    ``shape`` is what it has in common with those that are written like it.
    """

    shape: tuple
    sign: int
    partner_id: int
    own: dict
    lines: tuple
    amounts: Amounts | None = None

    def with_amounts(self, amounts):
        """The document, alike only with those that have the same taxes.

        :param Amounts amounts: what it comes to
        """
        return replace(self, shape=(*self.shape, amounts.taxed), amounts=amounts)

    @property
    def total(self):
        """What it comes to, in cents."""
        return sum(line.amount for line in self.lines)


def _freeze(value):
    """A value as part of a dictionary's key."""
    if isinstance(value, dict):
        return tuple(sorted((key, _freeze(item)) for key, item in value.items()))
    if isinstance(value, list | tuple):
        return tuple(_freeze(item) for item in value)
    return value


def _parse_line(vals):
    """A line from the values with which it would be created.

    :return: the Line, or None where it is of a kind that is not written by rows
    """
    if vals.get("quantity") != 1:
        return None
    tax_ids = ()
    for command in vals.get("tax_ids") or []:
        operation, _id, ids = command
        if operation != 6:  # Command.SET
            return None
        tax_ids += tuple(ids)
    rest = {key: value for key, value in vals.items() if key not in OWN_LINE_VALUES}
    cents = round(vals["price_unit"] * 100)
    # an amount of more decimals is rounded by Odoo, not here
    if abs(vals["price_unit"] * 100 - cents) > 1e-4:
        return None
    return Line(
        key=(_freeze(rest), tax_ids), tax_ids=tax_ids, name=vals["name"], amount=cents
    )


def parse(vals, partner_key):
    """A document from the values with which it would be created.

    :param dict vals: as ``account.move.create`` takes them
    :param tuple partner_key: what of its customer decides how it is booked
    :return: the Document, or None where it is of a kind that is not written by rows
    """
    sign = SIGNS.get(vals["move_type"])
    lines = []
    for command in vals["invoice_line_ids"]:
        operation, _id, line_vals = command
        line = _parse_line(line_vals) if operation == 0 else None  # Command.CREATE
        if line is None:
            return None
        lines.append(line)
    rest = {key: value for key, value in vals.items() if key not in OWN_VALUES}
    # the places where lines are booked, not how many lines there are
    places = tuple(sorted({repr(line.key) for line in lines}))
    document = Document(
        shape=(_freeze(rest), partner_key, places),
        sign=sign or 0,
        partner_id=vals["partner_id"],
        own={key: vals[key] for key in OWN_VALUES & vals.keys()},
        lines=tuple(lines),
    )
    # Odoo refuses what is below zero, and a document of zero is paid as it is posted
    return document if sign and lines and document.total > 0 else None
