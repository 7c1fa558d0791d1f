from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class HeatingFapiao(models.Model):
    """Fapiao issued before the money came (预开发票), and which of them still wait.

    What is paid is read from the open amounts of the invoices. Where several fapiao
    share an invoice, its money counts for the oldest first.
    """

    _inherit = "heating.fapiao"

    amount_open = fields.Monetary(
        string="Without Money",
        compute="_compute_amount_open",
        search="_search_amount_open",
        compute_sudo=True,
        help="What of the fapiao the customers have not paid yet.",
    )
    days_open = fields.Integer(
        string="Days without Money", compute="_compute_amount_open", compute_sudo=True
    )
    overdue = fields.Boolean(
        string="Without Money for Too Long",
        compute="_compute_amount_open",
        search="_search_overdue",
        compute_sudo=True,
        help="Issued more days ago than the company's settings wait for the money.",
    )

    @api.depends("line_ids.move_id.amount_residual", "amount_red", "state", "date")
    def _compute_amount_open(self):
        amounts = self._get_open_amounts(self.ids)
        for fapiao in self:
            amount = amounts.get(fapiao._origin.id, 0.0)
            fapiao.amount_open = amount
            company = fapiao.company_id
            days = 0
            if amount and fapiao.date:
                days = (company._heating_today() - fapiao.date).days
            fapiao.days_open = days
            fapiao.overdue = bool(amount) and days > company.heating_fapiao_watch_days

    def _search_amount_open(self, operator, value):
        if operator != ">" or value != 0:
            return NotImplemented
        return Domain("id", "in", list(self._get_open_amounts()))

    def _search_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        days = Domain.OR(
            Domain("company_id", "=", company.id)
            & Domain(
                "date",
                "<",
                company._heating_today()
                - timedelta(days=company.heating_fapiao_watch_days),
            )
            for company in self.env.companies.sudo()
        )
        domain = days & Domain("id", "in", list(self._get_open_amounts()))
        return domain if True in value else ~domain

    @api.model
    def _get_open_amounts(self, ids=None):
        """What of issued blue fapiao nobody has paid yet.

        :param ids: of which fapiao; by default of all
        :return: dict of id → yuan, without those that are paid
        """
        self.env["heating.fapiao.line"].flush_model()
        self.env["heating.fapiao"].flush_model(["state", "color"])
        self.env["account.move"].flush_model(["amount_residual", "amount_total"])
        rows = self.env.execute_query(
            SQL(
                """
                WITH taken AS (
                    SELECT line.fapiao_id, line.move_id,
                           SUM(line.amount) - COALESCE(SUM(red.amount), 0) AS amount
                      FROM heating_fapiao_line line
                      JOIN heating_fapiao fapiao ON fapiao.id = line.fapiao_id
                 LEFT JOIN LATERAL (
                           SELECT -SUM(each.amount) AS amount
                             FROM heating_fapiao_line each
                             JOIN heating_fapiao red ON red.id = each.fapiao_id
                            WHERE each.origin_line_id = line.id
                              AND red.state = 'issued') red ON TRUE
                     WHERE fapiao.color = 'blue' AND fapiao.state = 'issued'
                       AND line.move_id IN (%s)
                  GROUP BY line.fapiao_id, line.move_id
                ), unpaid AS (
                    SELECT taken.fapiao_id,
                           LEAST(taken.amount, GREATEST(0,
                               SUM(taken.amount) OVER (
                                   PARTITION BY taken.move_id
                                   ORDER BY taken.fapiao_id)
                               - (move.amount_total - move.amount_residual))) AS amount
                      FROM taken
                      JOIN account_move move ON move.id = taken.move_id
                )
                SELECT fapiao_id, SUM(amount)
                  FROM unpaid
                 WHERE %s
              GROUP BY fapiao_id
                HAVING SUM(amount) > 0
                """,
                SQL("SELECT move_id FROM heating_fapiao_line")
                if ids is None
                else SQL(
                    "SELECT move_id FROM heating_fapiao_line WHERE fapiao_id = ANY(%s)",
                    list(ids),
                ),
                SQL("TRUE") if ids is None else SQL("fapiao_id = ANY(%s)", list(ids)),
            )
        )
        return {fapiao_id: float(amount) for fapiao_id, amount in rows}
