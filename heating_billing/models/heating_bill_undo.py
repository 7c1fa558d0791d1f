from odoo import fields, models
from odoo.tools import SQL

from .posting import QUIET_POSTING


class HeatingBill(models.Model):
    """Bills of a run that was undone: credited in full, and billed again later.

    An undone bill keeps its number, its documents and its lines, as a version. Until
    the season is billed again it comes to nothing.
    """

    _inherit = "heating.bill"

    undone_on = fields.Datetime(
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="When the run that made the bill was undone. The next run of the season "
        "bills the household again, on the same bill.",
    )

    def _get_paid(self):
        """Those of these bills on which money was taken; prepayments do not count.

        What a prepayment paid goes back to being one, so it does not stand in the way.

        :rtype: heating.bill
        """
        if not self:
            return self
        for model in ("account.move", "account.move.line", "account.partial.reconcile"):
            self.env[model].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT document.heating_bill_id
                  FROM account_move document
                  JOIN account_move_line owed ON owed.move_id = document.id
                  JOIN account_partial_reconcile matching
                    ON matching.debit_move_id = owed.id
                  JOIN account_move_line paid ON paid.id = matching.credit_move_id
                  JOIN account_move payment ON payment.id = paid.move_id
                 WHERE document.heating_bill_id IN %s
                   AND document.move_type = 'out_invoice'
                   AND payment.origin_payment_id IS NOT NULL
                """,
                tuple(self.ids),
            )
        )
        return self.browse(row[0] for row in rows)

    def _undo(self, reason):
        """Credit everything that these bills came to; called with trusted records.

        :param str reason: as the version and the credit notes say
        :raise UserError: the books are locked today
        """
        bills = self.sudo().with_context(**QUIET_POSTING)
        bills._before_correction()
        bills._end_plans(reason)
        # by documents of its own: what is billed again may earn it again
        bills._review_discount(paid=False)
        credits = bills._prepare_undoing_vals(reason)
        bills._begin_version(reason)
        bills.part_ids.unlink()
        bills.write(
            {
                "amount_total": 0.0,
                "facts": False,
                "undone_on": fields.Datetime.now(),
            }
        )
        moves = self.env["heating.poster"]._post(
            [vals for _bill, _total, vals in credits]
        )
        for (bill, total, vals), move in zip(credits, moves, strict=True):
            bill._check_document(move, total, vals["invoice_date"])
        self._settle_credit_notes(moves)
        bills._after_correction(reason)

    def _prepare_undoing_vals(self, reason):
        """What the credit notes of these bills say.

        A bill has a credit note for each customer it was invoiced to, and for each
        other who pays a part: a transfer in the season leaves two.

        :return: list of (bill, yuan, values of the credit note)
        :raise UserError: the books are locked today
        """
        days = {company: company._heating_today() for company in self.company_id}
        for company, day in days.items():
            company._check_heating_books(
                "heating_bill_journal_id", day, taxed=True, subject=reason
            )
        credits = []
        for bill in self:
            today = days[bill.company_id]
            posted = bill.move_ids.filtered(
                lambda move: move.state == "posted" and not move.heating_discount_id
            )
            documents = posted.grouped(
                lambda move: (move.partner_id, move.heating_payer_kind_id)
            )
            for (partner, kind), moves in documents.items():
                sums = {}
                for line in moves.invoice_line_ids:
                    sign = 1 if line.move_id.move_type == "out_invoice" else -1
                    account = line.heating_income_account_id or line.account_id
                    key = (account.id, tuple(line.tax_ids.ids))
                    sums[key] = sums.get(key, 0.0) + sign * line.price_total
                total = bill.currency_id.round(sum(sums.values()))
                if bill.currency_id.is_zero(total):
                    continue
                vals = bill._prepare_correction_vals(
                    {
                        key: -bill.currency_id.round(amount)
                        for key, amount in sums.items()
                        if not bill.currency_id.is_zero(amount)
                    },
                    reason,
                    partner,
                    today,
                    kind,
                )
                credits.append((bill, total, vals))
        return credits

    # === BILLED AGAIN === #

    def _revive(self, vals_list):
        """Put new assessments on undone bills; they are posted like new ones then.

        :param list vals_list: of each bill, as ``_prepare_bill_vals`` gives them
        """
        for bill, vals in zip(self, vals_list, strict=True):
            # what names the bill stays; the rest is what a new bill would say
            bill.write(
                {
                    **{
                        name: value
                        for name, value in vals.items()
                        if name not in ("number", "household_id", "season_id")
                    },
                    "undone_on": False,
                }
            )
        self.invalidate_recordset(["line_ids"])
