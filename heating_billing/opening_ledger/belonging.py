"""Which rows belong to a household that comes in."""

from collections.abc import Iterable, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from odoo.addons.heating_customer.ledger import Table


@dataclass(frozen=True, slots=True)
class LedgerNumbers:
    """The household numbers that rows of the other sheets may name.

    :param listed: every number in the ledger's sheet of households
    :param refused: those of them that do not come in
    :param archived: numbers of households that are in the archive already
    """

    listed: Set[str]
    refused: Set[str] = frozenset()
    archived: Set[str] = frozenset()


class Sorted(NamedTuple):
    """Rows by what has become of their household."""

    importable: tuple
    of_refused: tuple
    of_unknown: tuple


def sort_rows(rows: Iterable, numbers: LedgerNumbers) -> Sorted:
    """Sort rows by their household.

    A household that is refused in this ledger gets nothing from it, even where the
    archive has it: the ledger contradicts itself about it.
    """
    importable, of_refused, of_unknown = [], [], []
    for row in rows:
        if row.number in numbers.refused:
            of_refused.append(row)
        elif row.number in numbers.listed or row.number in numbers.archived:
            importable.append(row)
        else:
            of_unknown.append(row)
    return Sorted(tuple(importable), tuple(of_refused), tuple(of_unknown))


def count_listed(table: "Table", numbers: LedgerNumbers) -> int:
    """Rows that name a household of the ledger, whatever becomes of them."""
    return sum(row.number in numbers.listed for row in table)
