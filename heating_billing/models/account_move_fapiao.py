from odoo import api, fields, models
from odoo.tools import SQL

from .correction import get_tax_rate
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
        """What these documents come to by tax rate.

        :return: dict of document → dict of percent → yuan, tax included, negative of
            what a credit note takes back
        """
        totals = {move: {} for move in self}
        for move in self:
            sign = -1 if move.move_type == "out_refund" else 1
            of_move = totals[move]
            for line in move.invoice_line_ids:
                rate = get_tax_rate(line.tax_ids)
                of_move[rate] = move.currency_id.round(
                    of_move.get(rate, 0.0) + sign * line.price_total
                )
        return totals

    def _get_covered_by_rate(self):
        """What live lines of fapiao take of these invoices.

        Those of blue fapiao count from the request on, of red ones once issued.

        :return: dict of invoice → dict of percent → yuan, without what is not covered
        """
        groups = (
            self.env["heating.fapiao.line"]
            .sudo()
            ._read_group(
                [
                    ("move_id", "in", self.ids),
                    "|",
                    "&",
                    ("fapiao_id.color", "=", "blue"),
                    ("fapiao_id.state", "in", ("requested", "issued", "red")),
                    "&",
                    ("fapiao_id.color", "=", "red"),
                    ("fapiao_id.state", "=", "issued"),
                ],
                ["move_id", "tax_rate"],
                ["amount:sum"],
            )
        )
        covered = {move: {} for move in self}
        for move, rate, amount in groups:
            covered[move][rate] = amount
        return covered

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
