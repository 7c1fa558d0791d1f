from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class HeatingFapiao(models.Model):
    """Fapiao issued before the money came (预开发票), and which of them still wait.

    What is paid is read from the open amounts of a bill's or charge's documents, for
    each payer: a credit note is no money, whichever of the invoices it met. The money
    counts for the oldest fapiao first.
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

    @api.depends(
        "line_ids.bill_id.move_ids.amount_residual",
        "line_ids.charge_id.move_ids.amount_residual",
        "amount_red",
        "state",
        "date",
    )
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
        self.env["account.move"].flush_model()
        of_these, these = SQL("TRUE"), SQL("TRUE")
        if ids is not None:
            own = SQL("heating_fapiao_line WHERE fapiao_id = ANY(%s)", list(ids))
            of_these = SQL(
                "(line.bill_id IN (SELECT bill_id FROM %(own)s)"
                " OR line.charge_id IN (SELECT charge_id FROM %(own)s))",
                own=own,
            )
            these = SQL("fapiao_id = ANY(%s)", list(ids))
        rows = self.env.execute_query(
            SQL(
                """
                WITH taken AS (
                    SELECT line.fapiao_id, move.heating_bill_id,
                           move.heating_charge_id, move.commercial_partner_id,
                           move.heating_payer_kind_id,
                           SUM(line.amount) - COALESCE(SUM(red.amount), 0) AS amount
                      FROM heating_fapiao_line line
                      JOIN heating_fapiao fapiao ON fapiao.id = line.fapiao_id
                      JOIN account_move move ON move.id = line.move_id
                 LEFT JOIN LATERAL (
                           SELECT -SUM(each.amount) AS amount
                             FROM heating_fapiao_line each
                             JOIN heating_fapiao red ON red.id = each.fapiao_id
                            WHERE each.origin_line_id = line.id
                              AND red.state = 'issued') red ON TRUE
                     WHERE fapiao.color = 'blue' AND fapiao.state = 'issued'
                       AND %s
                  GROUP BY 1, 2, 3, 4, 5
                ), added AS (
                    SELECT taken.*, SUM(amount) OVER payer AS whole,
                           SUM(amount) OVER (payer ORDER BY fapiao_id) AS so_far
                      FROM taken
                    WINDOW payer AS (
                           PARTITION BY heating_bill_id, heating_charge_id,
                                        commercial_partner_id, heating_payer_kind_id)
                ), unpaid AS (
                    SELECT fapiao_id,
                           LEAST(amount, GREATEST(0,
                               so_far - GREATEST(whole, owed.net) + owed.open))
                           AS amount
                      FROM added
                CROSS JOIN LATERAL (
                           SELECT SUM(move.amount_total_signed) AS net,
                                  SUM(move.amount_residual_signed) AS open
                             FROM account_move move
                            WHERE (move.heating_bill_id = added.heating_bill_id
                                   OR move.heating_charge_id = added.heating_charge_id)
                              AND move.state = 'posted'
                              AND move.commercial_partner_id
                                  = added.commercial_partner_id
                              AND move.heating_payer_kind_id
                                  IS NOT DISTINCT FROM added.heating_payer_kind_id) owed
                )
                SELECT fapiao_id, SUM(amount)
                  FROM unpaid
                 WHERE %s
              GROUP BY fapiao_id
                HAVING SUM(amount) > 0
                """,
                of_these,
                these,
            )
        )
        return {fapiao_id: float(amount) for fapiao_id, amount in rows}
