from collections import Counter

from odoo import models

from ..bulk_posting import (
    LINE,
    LINE_COLUMNS,
    MOVE,
    MOVE_COLUMNS,
    Amounts,
    Mismatch,
    copy_rows,
    learn,
    new_ids,
    read_documents,
)


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
        amounts = self._work_out(documents)
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
                amounts[place],
                *rows[moves[place].id],
            )
        # a tax of less than a cent has no line, unlike the template's
        rest = {
            place: document
            for place, document in rest.items()
            if all(amounts[place].taxes[tax_id][0] for tax_id in template.taxes)
        }
        numbers = self._take_numbers(moves[last], len(rest))
        move_ids = self._write_rows(template, rest, numbers, partners, amounts)
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

    # === AMOUNTS === #

    def _work_out(self, documents):
        """What the documents come to without and with taxes, as Odoo works it out.

        :return: dict of place → bulk_posting.Amounts
        """
        known = {}
        result = {}
        for place, document in documents.items():
            key = (
                document.sign,
                tuple((line.tax_ids, line.amount) for line in document.lines),
            )
            if key not in known:
                known[key] = self._work_out_lines(document)
            result[place] = known[key]
        return result

    def _work_out_lines(self, document):
        taxes = self.env["account.tax"]
        amounts = Amounts(totals=[line.amount for line in document.lines])
        if not any(
            tax.amount or tax.amount_type != "percent"
            for line in document.lines
            for tax in taxes.browse(line.tax_ids)
        ):
            amounts.bases = list(amounts.totals)
            return amounts
        company = self._get_company(document)
        base_lines = [
            taxes._prepare_base_line_for_taxes_computation(
                {},
                price_unit=line.amount / 100,
                quantity=1.0,
                tax_ids=taxes.browse(line.tax_ids),
                currency_id=company.currency_id,
                is_refund=document.sign < 0,
            )
            for line in document.lines
        ]
        taxes._add_tax_details_in_base_lines(base_lines, company)
        taxes._round_base_lines_tax_details(base_lines, company)
        amounts.totals = []
        for base_line in base_lines:
            details = base_line["tax_details"]
            base = round(
                100
                * (
                    details["total_excluded_currency"]
                    + details["delta_total_excluded_currency"]
                )
            )
            amounts.bases.append(base)
            total = base
            for tax_data in details["taxes_data"]:
                tax = round(100 * tax_data["tax_amount_currency"])
                total += tax
                if tax_data["tax"].amount:
                    sums = amounts.taxes[tax_data["tax"].id]
                    sums[0] += tax
                    sums[1] += round(100 * tax_data["base_amount_currency"])
            amounts.totals.append(total)
        return amounts

    def _get_company(self, document):
        values = dict(document.shape[0])
        return self.env["res.company"].browse(values["company_id"])

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
        key = (pattern.format(**values, seq=0), move.journal_id)
        cache = move._get_sequence_cache()
        if key not in cache:
            raise Mismatch(f"account_move.name: {move.name}")
        begin = cache[key] + 1
        cache[key] += count
        return [
            (pattern.format(**values, seq=number), number)
            for number in range(begin, begin + count)
        ]

    def _write_rows(self, template, documents, numbers, partners, amounts):
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
        for move_id, (name, number), (place, document) in zip(
            move_ids, numbers, documents.items(), strict=True
        ):
            partner = partners[document.partner_id]
            move = template.predict_move(
                move_id, name, number, document, partner, amounts[place]
            )
            move_rows.append(
                (template.move["id"], *(move[column] for column in MOVE_COLUMNS))
            )
            for pattern, line in template.predict_lines(
                line_ids, move, document, partner, amounts[place]
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
