import logging
from collections import defaultdict

from odoo import api, models
from odoo.fields import Domain

from ..bulk_posting import (
    KNOWN_ADDONS,
    MOVE,
    Mismatch,
    count_writes,
    find_override,
    parse,
)
from .posting import QUIET_POSTING

_logger = logging.getLogger(__name__)

# fewer alike than this are made by Odoo, as two of them would be in any case
WORTH_IT = 10
# what Odoo may insert rows into, and what else it may change, for the rules to hold
INSERTED = {
    "account_account_tag_account_move_line_rel",
    "account_move",
    "account_move_line",
    "account_move_line_account_tax_rel",
}
UPDATED = INSERTED | {
    "heating_bill",
    "heating_bill_payer",
    "heating_charge",
    "res_partner",
}


class HeatingPoster(models.AbstractModel):
    """The one way by which invoices and credit notes get into the ledger.

    Whoever posts says what the documents are, and does not know how they are made: by
    Odoo's own methods, or by rows, see the package ``bulk_posting``.
    """

    _name = "heating.poster"
    _description = "Posting of Documents"

    @api.model
    def _post(self, vals_list, reasons=None):
        """Make and post documents.

        :param list vals_list: of each, as ``account.move.create`` takes them
        :param dict reasons: gets, by the document's place in the list, why it was made
            by Odoo although there were enough like it
        :return: the posted documents, in the order of the list
        :rtype: account.move
        :raise UserError: Odoo refuses one of them; then none is posted
        """
        posting = self.sudo().with_context(**QUIET_POSTING)
        moves = {}
        reasons = {} if reasons is None else reasons
        shapes = posting._get_shapes(vals_list, reasons)
        if shapes:
            moves = posting._post_samples(vals_list, shapes, reasons)
            for documents in shapes:
                posting._post_shape(documents, moves, reasons)
        rest = [place for place in range(len(vals_list)) if place not in moves]
        moves |= posting._post_by_odoo(vals_list, rest)
        return posting.env["account.move"].concat(
            *(moves[place] for place in range(len(vals_list)))
        )

    def _post_by_odoo(self, vals_list, places, many=False):
        """Let Odoo make and post some of the documents, in one batch.

        :param bool many: whether many others follow them
        :return: dict of place → document
        """
        moves = self.env["account.move"].create([vals_list[place] for place in places])
        posting = moves._take_turn() if many else moves
        posting._post(soft=False)
        return dict(zip(places, moves, strict=True))

    # === WHAT IS ALIKE === #

    def _get_shapes(self, vals_list, reasons):
        """Documents that may be written by rows: enough of them that are alike.

        :return: list of dict of place → bulk_posting.Document
        """
        allowed = self.env["res.company"].browse(
            {vals["company_id"] for vals in vals_list}
        )
        allowed = allowed.filtered("heating_bulk_posting")
        places = [
            place
            for place, vals in enumerate(vals_list)
            if vals["company_id"] in allowed.ids
        ]
        if len(places) < WORTH_IT:
            return []
        keys = self._get_partner_keys([vals_list[place] for place in places])
        documents = {}
        for place in places:
            vals = vals_list[place]
            key = keys[vals["company_id"], vals["partner_id"]]
            document = key and parse(vals, key)
            if document:
                documents[place] = document
        shapes = defaultdict(dict)
        for place, document in self._work_out(documents).items():
            if document.amounts.is_balanced:
                shapes[document.shape][place] = document
        shapes = [
            documents for documents in shapes.values() if len(documents) >= WORTH_IT
        ]
        obstacle = shapes and self._get_obstacle(allowed)
        if obstacle:
            for documents in shapes:
                self._refuse(documents, obstacle, reasons)
            return []
        return shapes

    def _get_partner_keys(self, vals_list):
        """What of a customer decides how its documents are booked.

        :return: dict of (company id, partner id) → tuple, or False where documents of
            the customer are left to Odoo
        """
        keys = {}
        pairs = defaultdict(set)
        refunded = {
            vals["partner_id"]
            for vals in vals_list
            if vals["move_type"] == "out_refund"
        }
        for vals in vals_list:
            pairs[vals["company_id"]].add(vals["partner_id"])
        for company_id, partner_ids in pairs.items():
            company = self.env["res.company"].browse(company_id)
            partners = self.env["res.partner"].browse(partner_ids).with_company(company)
            elsewhere = partners.search(
                [("parent_id", "child_of", partners.ids), ("type", "=", "delivery")]
            ).commercial_partner_id
            for partner in partners:
                # a contact of a firm, or goods sent elsewhere: rare, and Odoo's matter
                usual = (
                    partner == partner.commercial_partner_id
                    and partner.type == "contact"
                )
                keys[company_id, partner.id] = (
                    usual
                    and partner not in elsewhere
                    and (
                        partner.lang,
                        partner.company_id.id,
                        partner.user_id.id,
                        partner.property_account_receivable_id.id,
                        partner.property_account_position_id.id,
                        partner.property_inbound_payment_method_line_id.id,
                        partner.id in refunded and tuple(partner.bank_ids.ids),
                    )
                )
        return keys

    @api.model
    def _get_known_addons(self):
        """Hook: addons whose changes of invoices the rules are made for.

        :rtype: set[str]
        """
        return set(KNOWN_ADDONS)

    def _get_obstacle(self, companies):
        """Why nothing can be written by rows on this database, or False."""
        if override := find_override(self.env, self._get_known_addons()):
            return self.env._(
                "%(override)s takes part in making invoices.", override=override
            )
        of_companies = [
            self.env["account.fiscal.position"]._check_company_domain(company)
            for company in companies
        ]
        position = (
            self.env["account.fiscal.position"]
            .sudo()
            .search(Domain.OR(of_companies) & Domain("auto_apply", "=", True), limit=1)
        )
        if position:
            return self.env._(
                "The fiscal position %(name)s applies by itself.", name=position.name
            )
        distribution = (
            self.env["account.analytic.distribution.model"]
            .sudo()
            .search(
                Domain("company_id", "in", [False, *companies.ids])
                & (
                    Domain("partner_id", "!=", False)
                    | Domain("partner_category_id", "!=", False)
                ),
                limit=1,
            )
        )
        if distribution:
            return self.env._("An analytic distribution depends on the customer.")
        return False

    def _refuse(self, documents, reason, reasons):
        """Note why documents are left to Odoo."""
        _logger.info("%s documents are posted by Odoo: %s", len(documents), reason)
        reasons |= dict.fromkeys(documents, reason)

    # === WHAT ODOO MAKES OF IT === #

    def _post_samples(self, vals_list, shapes, reasons):
        """Let Odoo make two documents of each shape, and see what it writes.

        Where it writes more than documents, *shapes* is emptied.

        :return: dict of place → document
        """
        samples = [
            place for documents in shapes for place in (min(documents), max(documents))
        ]
        self.env.flush_all()
        before = count_writes(self.env)
        moves = self._post_by_odoo(vals_list, samples, many=True)
        self.env.flush_all()
        after = count_writes(self.env)
        if strange := self._get_strange_writes(before, after, len(moves)):
            for documents in shapes:
                self._refuse(
                    [place for place in documents if place not in moves],
                    strange,
                    reasons,
                )
            shapes.clear()
        return moves

    def _get_strange_writes(self, before, after, count):
        """What else than *count* documents was written, as a sentence, or False."""
        made = after.get(MOVE, (0,))[0] - before.get(MOVE, (0,))[0]
        if made != count:
            return self.env._(
                "PostgreSQL counts %(made)s documents where %(count)s were made.",
                made=made,
                count=count,
            )
        strange = set()
        for table, counts in after.items():
            inserted, updated, deleted = (
                count - earlier
                for count, earlier in zip(
                    counts, before.get(table, (0, 0, 0)), strict=True
                )
            )
            if (
                (inserted and table not in INSERTED)
                or (updated and table not in UPDATED)
                or (deleted and table not in INSERTED)
            ):
                strange.add(table)
        if not strange:
            return False
        return self.env._(
            "Odoo writes to %(tables)s as well.", tables=", ".join(sorted(strange))
        )

    def _post_shape(self, documents, moves, reasons):
        """Write the documents of one shape by rows, if the rules hold for it.

        :param dict documents: bulk_posting.Document by place
        :param dict moves: documents by place so far; gets those that are written
        """
        rest = {
            place: document
            for place, document in documents.items()
            if place not in moves
        }
        try:
            moves |= self._post_by_rows(documents, moves, rest)
        except Mismatch as mismatch:
            reason = self.env._(
                "Odoo writes something else: %(difference)s", difference=mismatch
            )
            self._refuse(rest, reason, reasons)
