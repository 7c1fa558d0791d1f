from odoo import api, fields, models
from odoo.tools import SQL

from .posting import may_post


class AccountMove(models.Model):
    """What of a customer invoice fapiao cover.

    It is written under the row's lock by `_cover`, and nowhere else.
    """

    _inherit = "account.move"

    heating_covered = fields.Monetary(
        string="Covered by Fapiao", readonly=True, copy=False
    )

    # 0 or none is right for any document, whatever its total
    _heating_covered_within_total = models.Constraint(
        "CHECK (heating_covered = 0"
        " OR (heating_covered > 0 AND heating_covered <= amount_total))",
        "A fapiao never covers more than its invoice.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        moves = super().create(vals_list)
        if not may_post(self.env) and any(move.heating_covered for move in moves):
            self._refuse_links()
        return moves

    def write(self, vals):
        if "heating_covered" in vals and not may_post(self.env):
            self._refuse_links()
        return super().write(vals)

    def _lock_for_fapiao(self):
        """Wait until nobody else changes what these invoices' debts are covered by.

        Debts first, then invoices, each by id, so that two who lock do not wait for
        each other. Whoever comes second finds the rows changed, and Odoo runs them
        once more.
        """
        for records in (self.heating_bill_id, self.heating_charge_id, self):
            if records:
                self.env.execute_query(
                    SQL(
                        "SELECT id FROM %s WHERE id = ANY(%s) ORDER BY id "
                        "FOR NO KEY UPDATE",
                        SQL.identifier(records._table),
                        records.ids,
                    )
                )
        self.invalidate_recordset(["heating_covered"])

    def _cover(self, changes):
        """Change what is covered, and what the bills and charges say of it.

        :param dict changes: yuan by invoice, negative where a red fapiao releases
        """
        if not changes:
            return
        moves = self.browse(move.id for move in changes)
        moves._lock_for_fapiao()
        self.env.execute_query(
            SQL(
                """
                UPDATE account_move move
                   SET heating_covered = ROUND(
                           COALESCE(move.heating_covered, 0) + change.amount, 2)
                  FROM UNNEST(%s::int[], %s::numeric[]) AS change(id, amount)
                 WHERE move.id = change.id
             RETURNING move.id
                """,
                moves.ids,
                [str(amount) for amount in changes.values()],
            )
        )
        moves.invalidate_recordset(["heating_covered"])
        for debts in (moves.heating_bill_id, moves.heating_charge_id):
            debts._update_fapiao_coverage()

    def _get_totals_by_rate(self):
        """What the invoice comes to by tax rate.

        :return: dict of percent → yuan, tax included; without what is not more than 0
        """
        self.ensure_one()
        totals = {}
        for line in self.invoice_line_ids:
            rate = sum(
                line.tax_ids.filtered(lambda t: t.amount_type == "percent").mapped(
                    "amount"
                )
            )
            totals[rate] = self.currency_id.round(
                totals.get(rate, 0.0) + line.price_total
            )
        return {rate: total for rate, total in totals.items() if total > 0}

    def _get_fapiao_words(self):
        """What stands on a fapiao's line: the season or charge, and the household."""
        self.ensure_one()
        words = [
            self.heating_season_id.name,
            self.heating_charge_id.name,
            self.heating_household_id.number,
            self.heating_household_id.address,
        ]
        return " ".join(word for word in words if word)
