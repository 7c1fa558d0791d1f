from decimal import Decimal

from odoo import api, fields, models
from odoo.fields import Domain

from ..assessment.rounding import apportion
from .correction import Correction
from .posting import QUIET_POSTING


class HeatingDebtMixin(models.AbstractModel):
    """Corrections of a debt that is in the books: further invoices and credit notes."""

    _inherit = "heating.debt.mixin"

    def _get_sums_by_account(self, kind=None):
        """What the debt is made of in the books.

        :param kind: whose part; by default the household's own, see ``_get_debtor``
        :return: dict of (income account id, tuple of tax ids) → yuan
        """
        self.ensure_one()
        sums = {}
        if kind is None:
            kind = self._get_own_kind()
        for vals in self._prepare_invoice_lines(kind):
            taxes = tuple(
                tax_id for command in vals["tax_ids"] for tax_id in command[2]
            )
            key = (vals["account_id"], taxes)
            sums[key] = self.currency_id.round(
                sums.get(key, 0.0) + vals["quantity"] * vals["price_unit"]
            )
        return sums

    def _post_difference(self, differences, reason, partner=None, kind=None, vals=None):
        """Post what the debt has become more or less, as one document of today.

        The parameters are those of ``Correction``.

        :return: the invoice or credit note, or an empty recordset
        :raise UserError: the books are locked today
        """
        self.ensure_one()
        return self._post_differences(
            [Correction(self, differences, reason, partner, kind, vals)]
        )

    @api.model
    def _post_differences(self, corrections):
        """Post what debts have become more or less, as documents of today.

        A correction is one document, or two where it rises at one tax rate and falls
        at another, see ``Correction.split``.

        :param list corrections: ``Correction`` of debts of this model; those without
            a difference are left out
        :return: the invoices and credit notes
        :raise UserError: the books are locked today; then nothing is posted
        """
        corrections = [correction.round() for correction in corrections]
        splits = [correction.split() for correction in corrections]
        parts = [part for split in splits for part in split]
        if not parts:
            return self.env["account.move"]
        values = [part.debt._prepare_difference_vals(part) for part in parts]
        debts = self.browse().union(*(part.debt for part in parts))
        debts._before_correction()
        debts._check_books_of_today()
        moves = self.env["heating.poster"]._post(values)
        for part, vals, move in zip(parts, values, moves, strict=True):
            total = part.debt.currency_id.round(abs(part.get_total()))
            part.debt._check_document(move, total, vals["invoice_date"])
        posted = iter(moves)
        documents = [[next(posted) for _part in split] for split in splits]
        self._match_each([pair for pair in documents if len(pair) > 1])
        debts._settle_credit_notes(
            moves.filtered(lambda move: move.move_type == "out_refund")
        )
        self._corrected(corrections)
        return moves

    @api.model
    def _corrected(self, corrections):
        """Tell debts that documents of corrections were posted.

        :param list corrections: ``Correction``, rounded
        """
        grown, by_reason = self.browse(), {}
        for correction in corrections:
            if not correction.differences:
                continue
            debt, reason = correction.debt, correction.reason
            if debt.currency_id.compare_amounts(correction.get_total(), 0) >= 0:
                grown |= debt
            by_reason[reason] = by_reason.get(reason, self.browse()) | debt
        if grown:
            grown._debt_grown()
        for reason, of_reason in by_reason.items():
            of_reason._after_correction(reason)

    def _check_books_of_today(self):
        """Refuse to correct these debts while the books are locked.

        :raise UserError: they are locked today, or a journal is not set
        """
        checked = set()
        for debt in self:
            key = (debt.company_id, *debt._get_journal_field())
            if key in checked:
                continue
            checked.add(key)
            company, journal_field, taxed = key
            company._check_heating_books(
                journal_field,
                company._heating_today(),
                taxed=taxed,
                subject=debt.display_name,
            )

    def _prepare_difference_vals(self, correction):
        """Values of the document of a correction.

        :param Correction correction: rounded, of this debt
        :rtype: dict
        """
        self.ensure_one()
        kind = correction.kind
        if kind is None:
            kind = self._get_own_kind()
        return self._prepare_correction_vals(
            correction.differences,
            correction.reason,
            correction.partner or self._get_debtor(kind),
            self.company_id._heating_today(),
            kind,
        ) | (correction.vals or {})

    def _before_correction(self):
        """Hook: documents of these debts are about to be corrected."""

    def _after_correction(self, reason):
        """Hook: further invoices or credit notes of these debts were posted.

        :param str reason: as the documents say
        """

    def _prepare_correction_vals(self, differences, reason, partner, day, kind):
        """Values of the document that says what the debt has become more or less.

        :param dict differences: rounded yuan by (income account id, tuple of tax ids)
        :param str reason: as its lines say
        :param partner: whose document it is
        :param date day: the day on which it is booked
        :param kind: of whose part
        :rtype: dict
        """
        self.ensure_one()
        credit = self.currency_id.compare_amounts(sum(differences.values()), 0) < 0
        sign = -1 if credit else 1
        return {
            **self._prepare_invoice_vals(kind),
            "move_type": "out_refund" if credit else "out_invoice",
            "partner_id": partner.id,
            "invoice_date": day,
            "invoice_date_due": day if credit else max(self.date_due, day),
            "invoice_line_ids": [
                fields.Command.create(
                    self._book_line(
                        {
                            "name": reason,
                            "quantity": 1,
                            "price_unit": sign * amount,
                            "account_id": account_id,
                            "tax_ids": [fields.Command.set(tax_ids)],
                        }
                    )
                )
                for (account_id, tax_ids), amount in differences.items()
            ],
        }

    def _debt_grown(self):
        """Hook: there is more to pay than before, say from a prepayment."""

    @api.model
    def _match_each(self, pairs):
        """Match what falls with what rises of the same correction.

        So what was owed before, and its late fee, changes by the difference only.

        :param list pairs: (invoice, credit note)
        """
        moves = self.env["account.move"].union(
            *(move for pair in pairs for move in pair)
        )
        lines = self._get_receivable_lines(moves)
        if lines:
            by_move = lines.grouped("move_id")
            # Odoo looks at each line's taxes, document by document
            lines.move_id.line_ids.fetch(["tax_ids"])
            lines._reconcile_plan(
                [by_move[one] + by_move[other] for one, other in pairs]
            )

    def _settle_credit_notes(self, moves):
        """Match credit notes with what is open of these debts, all in one plan.

        What is left of one is its customer's money, see ``_credit_left``.

        :param moves: posted credit notes of these debts
        """
        lines = self._get_receivable_lines(moves).filtered(
            lambda line: line.amount_residual < 0
        )
        if not lines:
            return
        owed = self._get_receivable_lines(self.move_ids).filtered(
            lambda line: line.amount_residual > 0
        )
        by_debtor = owed.grouped(self._get_debtor_key)
        plan = []
        for line in lines:
            debts = by_debtor.get(self._get_debtor_key(line))
            if debts:
                plan.append(
                    line + debts.sorted(lambda debt: (debt.date_maturity, debt.id))
                )
        if plan:
            # Odoo looks at each line's taxes, document by document
            (lines + owed).move_id.line_ids.fetch(["tax_ids"])
            lines._reconcile_plan(plan)
        for line in lines:
            if line.amount_residual < 0:
                line[self._debt_link_field].sudo()._credit_left(line)

    @api.model
    def _get_debtor_key(self, line):
        """Which receivable lines may be matched: of one debt, debtor, part, account."""
        return (
            line[self._debt_link_field],
            line.partner_id,
            line.move_id.heating_payer_kind_id,
            line.account_id,
        )

    def _credit_left(self, line):
        """Hook: a credit note was more than its customer still owed for the debt.

        :param line: the receivable line of the credit note, partly or wholly open
        """

    @api.model
    def _get_receivable_lines(self, moves):
        return (
            moves.sudo()
            .with_context(**QUIET_POSTING)
            .line_ids.filtered(
                lambda line: (
                    line.parent_state == "posted"
                    and line.account_id.account_type == "asset_receivable"
                )
            )
        )

    def _get_open_amount_of(self, partner):
        """What *partner* still owes for this debt, in yuan."""
        self.ensure_one()
        lines = self._get_receivable_lines(self.move_ids)
        return self.currency_id.round(
            sum(
                lines.filtered(lambda line: line.partner_id == partner).mapped(
                    "amount_residual"
                )
            )
        )

    def _pass_on(self, amount, former, partner, reason):
        """Credit a part of the debt to one customer and invoice it to another.

        :param float amount: yuan; spread over the debt's accounts in proportion
        :param former: whose debt it was
        :param partner: whose debt it is from now on
        :param str reason: as the documents say
        """
        self.ensure_one()
        debt = self.sudo().with_context(**QUIET_POSTING)
        parts = debt._spread(amount)
        debt._post_difference(
            {key: -part for key, part in parts.items()}, reason, partner=former
        )
        debt.partner_id = partner
        debt._post_difference(parts, reason, partner=partner)

    def _spread(self, amount):
        """Spread yuan over what the debt is made of, to the cent.

        :return: dict of (income account id, tuple of tax ids) → yuan
        """
        sums = {
            key: value for key, value in self._get_sums_by_account().items() if value
        }
        cents = int(Decimal(str(amount)).scaleb(2).to_integral_value())
        # whole cents: the weights and the parts are integers, nothing is rounded twice
        weights = [round(abs(value) * 100) for value in sums.values()]
        parts = apportion(cents, weights)
        return {key: part / 100 for key, part in zip(sums, parts, strict=True)}

    def _finish_waiting_applications(self):
        """Let applications take effect that waited for these debts to be paid."""
        self.env["heating.application"].sudo().search(
            self._get_waiting_domain() & Domain("state", "=", "approved")
        )._finish_later()

    def _get_waiting_domain(self):
        """Applications that may wait for these debts to be paid."""
        return Domain("household_id", "in", self.household_id.ids)
