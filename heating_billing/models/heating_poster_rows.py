from collections import Counter

from odoo import models

from ..bulk_posting import (
    LINE,
    LINE_COLUMNS,
    MOVE,
    MOVE_COLUMNS,
    Mismatch,
    copy_rows,
    learn,
    new_ids,
    read_documents,
)

LONGEST_NUMBER = 16


class HeatingPoster(models.AbstractModel):
    """Documents of one shape, written by rows after Odoo's example."""

    _inherit = "heating.poster"

    def _post_by_rows(self, documents, moves, rest):
        """Write the rest of the documents of a shape.

        :param dict documents: bulk_posting.Document by place, all of one shape
        :param dict moves: the samples among them that Odoo made, by place
        :param dict rest: those of the documents that are to be written
        :return: dict of place → document; what the rules do not hold for is left out
        :raise Mismatch: they do not hold for the samples; nothing was written
        """
        first, last = min(documents), max(documents)
        partners = self._get_partner_words(documents)
        rows = read_documents(
            self.env, (moves[first].id, moves[last].id), self._get_relations()
        )
        template = learn(documents[first], *rows[moves[first].id])
        for place in (first, last):
            document = documents[place]
            template.compare(
                document,
                partners[document.partner_id],
                *rows[moves[place].id],
            )
        numbers = self._take_numbers(moves[last], len(rest))
        move_ids = self._write_rows(template, rest, numbers, partners)
        self._rows_written(rest)
        return {
            place: self.env["account.move"].browse(move_id)
            for place, move_id in zip(rest, move_ids, strict=True)
        }

    def _get_relations(self):
        """The relation tables of a document's line, as (table, column of the line)."""
        return [
            (field.relation, field.column1)
            for field in self.env["account.move.line"]._fields.values()
            if field.type == "many2many" and field.store
        ]

    def _get_partner_words(self, documents):
        """What documents say of their customer.

        :return: dict of partner id → (commercial partner's id, display name)
        """
        partners = self.env["res.partner"].browse(
            {document.partner_id for document in documents.values()}
        )
        return {
            partner.id: (partner.commercial_partner_id.id, partner.display_name)
            for partner in partners
        }

    # === ROWS === #

    def _take_numbers(self, move, count):
        """Numbers of documents that follow one that Odoo numbered just now.

        Odoo's own lock on that number keeps others from taking the next ones until
        this transaction ends, as it does for the documents that Odoo numbers itself.

        :return: list of (name, number)
        :raise Mismatch: Odoo does not remember that it numbered it
        """
        pattern, values = move._get_sequence_format_param(move.name)
        values.pop("seq")
        cache = move._get_sequence_cache()
        # Odoo remembers a number by its width, too: 99999 apart from 100000
        keys = [
            key
            for width in range(1, LONGEST_NUMBER)
            for key in [
                (
                    pattern.format(**values | {"seq_length": width}, seq=0),
                    move.journal_id,
                )
            ]
            if key in cache
        ]
        if not keys:
            raise Mismatch(f"account_move.name: {move.name}")
        begin = max(cache[key] for key in keys) + 1
        for key in keys:
            cache[key] = begin + count - 1
        return [
            (pattern.format(**values, seq=number), number)
            for number in range(begin, begin + count)
        ]

    def _write_rows(self, template, documents, numbers, partners):
        """Write documents with their lines.

        :return: ids of the documents, in their order
        """
        move_ids = new_ids(self.env, MOVE, len(documents))
        extra = len(template.taxes) + 1
        line_ids = iter(
            new_ids(
                self.env,
                LINE,
                sum(len(document.lines) + extra for document in documents.values()),
            )
        )
        move_rows, line_rows = [], []
        relations = {relation: [] for relation in self._get_relations()}
        for move_id, (name, number), document in zip(
            move_ids, numbers, documents.values(), strict=True
        ):
            partner = partners[document.partner_id]
            move = template.predict_move(move_id, name, number, document, partner)
            move_rows.append(
                (template.move["id"], *(move[column] for column in MOVE_COLUMNS))
            )
            for pattern, line in template.predict_lines(
                line_ids, move, document, partner
            ):
                line_rows.append(
                    (pattern["id"], *(line[column] for column in LINE_COLUMNS))
                )
                for (table, _column), rows in relations.items():
                    if pattern[table,]:
                        rows.append((pattern["id"], line["id"]))
        copy_rows(self.env, MOVE, MOVE_COLUMNS, move_rows)
        copy_rows(self.env, LINE, LINE_COLUMNS, line_rows)
        for (table, column), rows in relations.items():
            copy_rows(self.env, table, (column,), rows, key=column)
        return move_ids

    def _rows_written(self, documents):
        """What follows from documents that the ORM has not seen being made."""
        counts = Counter(document.partner_id for document in documents.values())
        for count in set(counts.values()):
            partners = self.env["res.partner"].browse(
                partner_id for partner_id, number in counts.items() if number == count
            )
            partners._increase_rank("customer_rank", count)
        moves = self.env["account.move"]
        for field in moves._fields.values():
            if field.type == "many2one":
                for inverse in self.env.registry.field_inverses[field]:
                    if inverse.model_name in self.env:
                        self.env[inverse.model_name].invalidate_model(
                            [inverse.name], flush=False
                        )
        for link in ("heating_bill_id", "heating_charge_id"):
            debts = self.env[moves._fields[link].comodel_name].browse(
                {
                    document.own[link]
                    for document in documents.values()
                    if document.own.get(link)
                }
            )
            debts.modified(["move_ids"])
