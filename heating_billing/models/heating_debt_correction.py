from decimal import Decimal

from odoo import api, fields, models
from odoo.fields import Domain

from ..assessment.rounding import apportion
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

        :param dict differences: yuan by (income account id, tuple of tax ids)
        :param str reason: as the document's lines say
        :param partner: whose document it is; by default who is billed
        :param kind: of whose part; by default the household's own
        :param dict vals: further values of the document
        :return: the invoice or credit note, or an empty recordset
        :raise UserError: the books are locked today
        """
        self.ensure_one()
        if kind is None:
            kind = self._get_own_kind()
        currency = self.currency_id
        differences = {
            key: currency.round(amount)
            for key, amount in differences.items()
            if not currency.is_zero(amount)
        }
        if not differences:
            return self.env["account.move"]
        self._before_correction()
        total = currency.round(sum(differences.values()))
        today = self.company_id._heating_today()
        journal_field, taxed = self._get_journal_field()
        self.company_id._check_heating_books(
            journal_field, today, taxed=taxed, subject=self.display_name
        )
        move = self.env["heating.poster"]._post(
            [
                self._prepare_correction_vals(
                    differences, reason, partner or self._get_debtor(kind), today, kind
                )
                | (vals or {})
            ]
        )
        self._check_document(move, abs(total), today)
        if move.move_type == "out_refund":
            self._settle_credit_note(move)
        else:
            self._debt_grown()
        self._after_correction(reason)
        return move

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

    def _settle_credit_note(self, move):
        """Match a credit note with what the same customer still owes for this debt.

        What is left of it is the customer's money, see ``_credit_left``.
        """
        self.ensure_one()
        credit = self._get_receivable_lines(move)
        owed = self._get_receivable_lines(self.move_ids).filtered(
            lambda line: (
                line.partner_id == credit.partner_id
                and line.move_id.heating_payer_kind_id == move.heating_payer_kind_id
                and line.account_id == credit.account_id
                and line.amount_residual > 0
            )
        )
        if owed:
            (
                credit + owed.sorted(lambda line: (line.date_maturity, line.id))
            ).reconcile()
        if credit.amount_residual < 0:
            self._credit_left(credit)

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
