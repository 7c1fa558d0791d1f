from odoo import api, fields, models
from odoo.exceptions import UserError

from .posting import CHATTER_FIELDS, may_post


class HeatingDebtMixin(models.AbstractModel):
    """What a household owes (应收): a season's bill, or a charge.

    What is owed and paid is what the ledger says: the debt carries posted customer
    invoices and reads its open amount from them. What is posted is never changed; a
    later difference is a further invoice or a credit note on the same debt.
    """

    _name = "heating.debt.mixin"
    _description = "What a Household Owes"

    # the field that has the total, and the link that its documents have to it
    _debt_total_field = ""
    _debt_link_field = ""

    company_id = fields.Many2one("res.company", index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount_residual = fields.Monetary(
        string="Open", compute="_compute_amount_residual", store=True
    )

    # === COMPUTE METHODS === #

    @api.depends("move_ids.amount_residual_signed", "move_ids.state")
    def _compute_amount_residual(self):
        for debt in self:
            posted = debt.move_ids.filtered(lambda move: move.state == "posted")
            debt.amount_residual = sum(posted.mapped("amount_residual_signed"))

    # === CRUD METHODS === #

    def write(self, vals):
        if not may_post(self.env):
            # who has no right at all hears of that, and of nothing else
            self.check_access("write")
            self._check_free_fields(set(vals))
        return super().write(vals)

    def _check_free_fields(self, names):
        """Refuse to write on a debt that is in the books, chatter apart.

        :param set names: the fields that a client wants to write
        :raise UserError: one of them is not free
        """
        if names - CHATTER_FIELDS:
            for debt in self:
                raise UserError(
                    self.env._(
                        "%(debt)s is in the books and does not change any more.",
                        debt=debt.display_name,
                    )
                )

    # === POSTING === #

    def _post_invoices(self, reasons=None):
        """Post one customer invoice for each debt of more than zero, in one batch.

        A debt that several pay has an invoice for each of them.

        :param dict reasons: gets, by debt, why its invoice could not be written by
            rows; see ``heating.poster``
        :return: the invoices
        :raise UserError: the books are locked on that day, or the invoice came to
            something else than the debt
        """
        documents = [
            (debt, kind)
            for debt in self
            for kind in debt._get_payer_kinds()
            if not debt.currency_id.is_zero(debt._get_amount_of(kind))
        ]
        self.browse(debt.id for debt, _kind in documents)._check_books()
        places = {}
        moves = self.env["heating.poster"]._post(
            [debt._prepare_invoice_vals(kind) for debt, kind in documents], places
        )
        if reasons is not None:
            reasons |= {documents[place][0]: why for place, why in places.items()}
        for (debt, kind), move in zip(documents, moves, strict=True):
            debt._check_document(move, debt._get_amount_of(kind), move.invoice_date)
        return moves

    def _get_payer_kinds(self):
        """Hook: the parts of the debt that are invoiced apart.

        :return: list of heating.payer.kind; an empty one is the household itself
        """
        return [self.env["heating.payer.kind"]]

    def _get_own_kind(self):
        """Whose part the debt is where nothing else is said: see ``_get_payer_kinds``.

        :rtype: heating.payer.kind
        """
        return self._get_payer_kinds()[0]

    def _is_settled(self):
        """Whether nothing is open of it that keeps the household waiting."""
        self.ensure_one()
        return self.currency_id.compare_amounts(self.amount_residual, 0) <= 0

    def _get_debtor(self, kind):
        """Whose invoices those of a part are.

        :param kind: a heating.payer.kind; an empty one is the household itself
        :rtype: res.partner
        """
        return self.partner_id

    def _get_amount_of(self, kind):
        """What a part of the debt comes to, in yuan; see ``_get_debtor``."""
        return self[self._debt_total_field]

    def _check_books(self):
        """Refuse at once what the posting would stumble over.

        :raise UserError: there is no journal, or the books are locked on that day
        """
        occasions = self.grouped(
            lambda debt: (debt.company_id, debt.date, *debt._get_journal_field())
        )
        for (company, date, journal_field, taxed), debts in occasions.items():
            company._check_heating_books(
                journal_field, date, taxed=taxed, subject=debts[0].display_name
            )

    def _check_document(self, move, total, date):
        """Refuse a document that says something else than it was made for.

        :param move: the posted invoice or credit note
        :param float total: what it must come to, in yuan
        :param date: the day on which it must be booked
        :raise UserError: its total or its day is another
        """
        self.ensure_one()
        if self.currency_id.compare_amounts(move.amount_total, total):
            raise UserError(
                self.env._(
                    "The invoice of %(debt)s came to %(invoice)s instead of %(total)s: "
                    "its taxes must be included in the price.",
                    debt=self.display_name,
                    invoice=move.amount_total,
                    total=total,
                )
            )
        if move.date != date:
            raise UserError(
                self.env._(
                    "The invoice of %(debt)s is dated %(day)s, but the books would "
                    "have it on %(booked)s.",
                    debt=self.display_name,
                    day=date,
                    booked=move.date,
                )
            )

    def _get_journal_field(self):
        """Where the debt is booked.

        :return: the company's field that names the journal, and whether taxes are
            involved: locked tax returns are of no concern to what has none
        """
        raise NotImplementedError

    def _prepare_invoice_lines(self, kind):
        """Values of the invoice's lines.

        :param kind: whose part is invoiced; see ``_get_debtor``
        :rtype: list[dict]
        """
        raise NotImplementedError

    def _prepare_invoice_vals(self, kind):
        self.ensure_one()
        company = self.company_id
        journal_field, _taxed = self._get_journal_field()
        return {
            "move_type": "out_invoice",
            "journal_id": company[journal_field].id,
            "company_id": company.id,
            "currency_id": company.currency_id.id,
            "partner_id": self._get_debtor(kind).id,
            "heating_payer_kind_id": kind.id,
            "invoice_date": self.date,
            "invoice_date_due": self.date_due,
            "invoice_payment_term_id": False,
            "ref": self.number,
            self._debt_link_field: self.id,
            "heating_household_id": self.household_id.id,
            "heating_season_id": self.season_id.id,
            "invoice_line_ids": [
                fields.Command.create(self._book_line(vals))
                for vals in self._prepare_invoice_lines(kind)
            ],
        }

    def _book_line(self, vals):
        """Where a line of an invoice or credit note is booked.

        :param dict vals: values of the line, its account that of the income
        :return: the values with which it is posted
        :rtype: dict
        """
        self.ensure_one()
        return vals | self.household_id.station_id._get_analytic_vals()
