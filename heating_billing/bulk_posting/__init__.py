"""Posting by rows: in sets, what Odoo would have written for documents that are alike.

Odoo makes and posts an invoice in about ten milliseconds, most of it for questions
whose answers are the same for every household of a run. Here two documents of each
shape are made by Odoo. The first is the template: every column of the others is a copy
of its, but for those whose rule stands in ``prediction``. The second is the proof: what
the rules say of it is compared with every stored column that Odoo wrote, those of other
addons included, and with the tables that Odoo touched. Only then are the others
written, from the template's own rows, inside PostgreSQL.

Where anything differs, or an addon that nobody has looked at changes what is passed
over, the documents of that shape are made by Odoo, and whoever asked is told why.

``document`` says which documents are alike, ``prediction`` what their rows hold,
``tables`` reads and writes rows, ``overrides`` finds who changes what is passed over.
The model ``heating.poster`` is the one way in.
"""

from .document import Amounts, Document, Line, parse
from .overrides import KNOWN_ADDONS, find_override
from .prediction import (
    LINE_COLUMNS,
    MOVE_COLUMNS,
    Mismatch,
    Template,
    learn,
)
from .tables import LINE, MOVE, copy_rows, count_writes, new_ids, read_documents

__all__ = [
    "KNOWN_ADDONS",
    "Amounts",
    "Document",
    "LINE_COLUMNS",
    "MOVE_COLUMNS",
    "LINE",
    "Line",
    "MOVE",
    "Mismatch",
    "Template",
    "copy_rows",
    "count_writes",
    "find_override",
    "learn",
    "new_ids",
    "parse",
    "read_documents",
]
