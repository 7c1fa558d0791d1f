"""What the rows of a document hold, given those of a template of the same shape.

The rules are those of Odoo 19's ``account.move`` and ``account.move.line``. None of
them is trusted: ``Template.compare`` holds them against what Odoo wrote.
"""

from dataclasses import dataclass
from decimal import Decimal

MOVE_COLUMNS = (
    "id",
    "name",
    "sequence_number",
    "payment_reference",
    "ref",
    "partner_id",
    "commercial_partner_id",
    "partner_shipping_id",
    "invoice_partner_display_name",
    "heating_bill_id",
    "heating_charge_id",
    "heating_discount_id",
    "heating_household_id",
    "amount_untaxed",
    "amount_tax",
    "amount_total",
    "amount_residual",
    "amount_untaxed_signed",
    "amount_untaxed_in_currency_signed",
    "amount_tax_signed",
    "amount_total_signed",
    "amount_total_in_currency_signed",
    "amount_residual_signed",
)
LINE_COLUMNS = (
    "id",
    "move_id",
    "move_name",
    "ref",
    "name",
    "partner_id",
    "heating_bill_id",
    "heating_charge_id",
    "heating_household_id",
    "price_unit",
    "price_subtotal",
    "price_total",
    "tax_base_amount",
    "balance",
    "amount_currency",
    "debit",
    "credit",
    "amount_residual",
    "amount_residual_currency",
)


class Mismatch(Exception):
    """Odoo wrote something else than the rules say; the text says what."""


def yuan(cents):
    """Cents as PostgreSQL gets them."""
    return Decimal(cents).scaleb(-2)


def _get_kinds(lines):
    return [line["display_type"] for line in lines]


@dataclass
class Template:
    """The rows of a document that Odoo made, as the pattern for others like it."""

    move: dict
    # a product line for each place, a tax line for each tax, the one that is owed
    products: dict
    taxes: dict
    term: dict

    def predict_move(self, move_id, name, number, document, partner):
        """The columns of a document that are its own.

        :param partner: (commercial partner's id, display name)
        :return: dict of column → value
        """
        amounts = document.amounts
        total, untaxed = sum(amounts.totals), sum(amounts.bases)
        sums = {
            "amount_untaxed": untaxed,
            "amount_tax": total - untaxed,
            "amount_total": total,
            "amount_residual": total,
        }
        signed = {
            f"{column}{ending}": document.sign * sums[column]
            for column, ending in (
                ("amount_untaxed", "_signed"),
                ("amount_untaxed", "_in_currency_signed"),
                ("amount_tax", "_signed"),
                ("amount_total", "_signed"),
                ("amount_total", "_in_currency_signed"),
                ("amount_residual", "_signed"),
            )
        }
        return {
            "id": move_id,
            "name": name,
            "sequence_number": number,
            # a credit note has none
            "payment_reference": self.move["payment_reference"] and name,
            "ref": document.own.get("ref") or None,
            "partner_id": document.partner_id,
            "commercial_partner_id": partner[0],
            "partner_shipping_id": document.partner_id,
            "invoice_partner_display_name": partner[1],
            "heating_discount_id": document.own.get("heating_discount_id") or None,
            **self._links(document),
            **{column: yuan(cents) for column, cents in (sums | signed).items()},
        }

    def _links(self, document):
        return {
            column: document.own.get(column) or None
            for column in (
                "heating_bill_id",
                "heating_charge_id",
                "heating_household_id",
            )
        }

    def predict_lines(self, ids, move, document, partner):
        """The lines of a document.

        :param ids: an iterator over the ids of its lines
        :param dict move: as ``predict_move`` gives it
        :param partner: (commercial partner's id, display name)
        :return: list of (row of the template, dict of column → value)
        """
        common = {
            "move_id": move["id"],
            "move_name": move["name"],
            "ref": move["ref"],
            "partner_id": partner[0],
            **self._links(document),
        }
        amounts = document.amounts
        rows = []
        for line, base, subtotal, total in zip(
            document.lines,
            amounts.bases,
            amounts.subtotals,
            amounts.line_totals,
            strict=True,
        ):
            own = {
                "name": line.name,
                "price_unit": yuan(line.amount),
                "price_subtotal": yuan(subtotal),
                "price_total": yuan(total),
                **self._balance(self.products[line.key], -document.sign * base),
            }
            rows.append((self.products[line.key], own))
        for tax_id, pattern in self.taxes.items():
            tax, base = amounts.taxes[tax_id]
            own = {
                "tax_base_amount": yuan(-document.sign * base),
                **self._balance(pattern, -document.sign * tax),
            }
            rows.append((pattern, own))
        owed = document.sign * sum(amounts.totals)
        reference = move["payment_reference"]
        if reference and move["ref"]:
            reference = f"{move['ref']} - {reference}"
        own = {
            "name": reference,
            **self._balance(self.term, owed),
            "amount_residual": yuan(owed),
            "amount_residual_currency": yuan(owed),
        }
        rows.append((self.term, own))
        return [
            (pattern, self._fill(pattern) | common | own | {"id": next(ids)})
            for pattern, own in rows
        ]

    def _fill(self, pattern):
        """Columns whose rule is that of other kinds of lines: as in the template."""
        return {column: pattern[column] for column in LINE_COLUMNS}

    def _balance(self, pattern, cents):
        """Debit and credit; where reversals are booked in red, they are negative."""
        debit = cents > 0
        if pattern["is_storno"]:
            debit = cents < 0
        return {
            "balance": yuan(cents),
            "amount_currency": yuan(cents),
            "debit": yuan(cents if debit else 0),
            "credit": yuan(0 if debit else -cents),
        }

    def compare(self, document, partner, move, lines):
        """Hold the rules against a document that Odoo made.

        :param dict move: its row
        :param list lines: rows of its lines
        :raise Mismatch: the first column in which they differ
        """
        own = self.predict_move(
            move["id"],
            move["name"],
            move["sequence_number"],
            document,
            partner,
        )
        expected = self.move | own
        _compare_row("account_move", expected, move)
        predicted = self.predict_lines(
            iter([line["id"] for line in lines]), own, document, partner
        )
        if len(predicted) != len(lines):
            raise Mismatch(f"account_move_line: {len(lines)} ≠ {len(predicted)}")
        for (pattern, own_line), line in zip(predicted, lines, strict=True):
            _compare_row("account_move_line", pattern | own_line, line)


def _compare_row(table, expected, found):
    for column, value in found.items():
        if not _same(expected[column], value):
            name = column if isinstance(column, str) else column[0]
            raise Mismatch(f"{table}.{name}: {value!r} ≠ {expected[column]!r}")


def _same(expected, found):
    if isinstance(expected, Decimal | float) and isinstance(found, Decimal | float):
        # PostgreSQL's numeric comes as a float; a cent is far more than its error
        return abs(float(expected) - float(found)) < 1e-6
    return expected == found


def learn(document, move, lines):
    """Take a document that Odoo made as the template of its shape.

    :raise Mismatch: its lines are not what was asked for
    """
    kinds = _get_kinds(lines)
    count = len(document.lines)
    taxes = {
        line["tax_line_id"]: line for line in lines if line["display_type"] == "tax"
    }
    wanted = ["product"] * count + ["tax"] * len(taxes) + ["payment_term"]
    if kinds != wanted:
        raise Mismatch(f"account_move_line.display_type: {kinds} ≠ {wanted}")
    if tuple(sorted(taxes)) != document.amounts.taxed:
        raise Mismatch(f"account_move_line.tax_line_id: {sorted(taxes)}")
    products = {
        line.key: row for line, row in zip(document.lines, lines[:count], strict=True)
    }
    return Template(move=move, products=products, taxes=taxes, term=lines[-1])
