from odoo import api, fields, models
from odoo.tools import SQL


class HeatingArrears(models.Model):
    """Open debts by season, read from the ledger: who owes, and for which household.

    A debt is its debtor's, the partner on the receivable: the customer of that time or
    the employer who pays, not who lives there now. So a household that changed hands
    has a row for each of those who owe for it.
    """

    _name = "heating.arrears"
    _description = "Arrears"
    _auto = False
    _order = "community_id, household_id, season_id, partner_id"
    _rec_name = "household_id"

    household_id = fields.Many2one("heating.household", readonly=True)
    household_number = fields.Char(related="household_id.number")
    partner_id = fields.Many2one("res.partner", string="Debtor", readonly=True)
    phone = fields.Char(string="Phone of the Debtor", related="partner_id.phone")
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    branch_id = fields.Many2one("heating.branch", readonly=True)
    station_id = fields.Many2one("heating.station", readonly=True)
    community_id = fields.Many2one("heating.location", readonly=True)
    building_id = fields.Many2one("heating.location", readonly=True)
    customer_id = fields.Many2one("res.partner", string="Customer Now", readonly=True)
    address = fields.Char(related="household_id.address")
    category_id = fields.Many2one("heating.category", readonly=True)
    season_id = fields.Many2one("heating.season", readonly=True)
    kind = fields.Selection(
        [
            ("bill", "Season Bill"),
            ("opening", "Opening Arrears"),
            ("charge", "Charge"),
        ],
        readonly=True,
    )
    date_due = fields.Date(
        string="Due Since",
        readonly=True,
        help="The day of the next instalment where a plan runs, else when it was due.",
    )
    overdue = fields.Boolean(readonly=True, help="The last day to pay is past.")
    receivable = fields.Monetary(readonly=True, aggregator="sum")
    paid = fields.Monetary(readonly=True, aggregator="sum")
    open = fields.Monetary(string="Open Amount", readonly=True, aggregator="sum")

    @property
    def _table_query(self):
        """One row for each household, debtor, season and kind with something open."""
        return SQL(
            """
            SELECT MIN(line.id) AS id,
                   line.heating_household_id AS household_id,
                   line.partner_id,
                   line.company_id,
                   household.branch_id,
                   household.station_id,
                   household.community_id,
                   household.building_id,
                   household.customer_id,
                   household.category_id,
                   line.heating_season_id AS season_id,
                   debt.kind,
                   MIN(payable.day) AS date_due,
                   MIN(payable.day) < %(today)s::date AS overdue,
                   SUM(line.balance) AS receivable,
                   SUM(line.balance - line.amount_residual) AS paid,
                   SUM(line.amount_residual) AS open
              FROM account_move_line line
              JOIN account_account account ON account.id = line.account_id
              JOIN heating_household household
                ON household.id = line.heating_household_id
         LEFT JOIN heating_charge charge ON charge.id = line.heating_charge_id
         LEFT JOIN heating_bill bill ON bill.id = line.heating_bill_id
        CROSS JOIN LATERAL (
                   SELECT CASE WHEN bill.date_payable <> bill.date_due
                               THEN bill.date_payable
                               ELSE COALESCE(line.date_maturity, line.date) END AS day
                   ) payable
        CROSS JOIN LATERAL (
                   SELECT CASE WHEN line.heating_bill_id IS NOT NULL THEN 'bill'
                               WHEN charge.kind = 'opening' THEN 'opening'
                               ELSE 'charge' END AS kind
                   ) debt
             WHERE line.heating_household_id IS NOT NULL
               AND line.reconciled IS NOT TRUE
               AND line.parent_state = 'posted'
               AND account.account_type = 'asset_receivable'
          GROUP BY line.heating_household_id, line.partner_id, line.company_id,
                   household.id, line.heating_season_id, debt.kind
            HAVING SUM(line.amount_residual) <> 0
            """,
            today=self.env.company._heating_today(),
        )

    @api.model
    @api.readonly
    def action_spreadsheet(self, _ids=()):
        """Open what the list shows as a spreadsheet: all that the search found.

        The client says in its context what it searched for (``active_domain``).

        :return: the report's action as a dict
        """
        domain = self.env.context.get("active_domain") or []
        return self.env.ref("heating_report.heating_arrears_xlsx").report_action(
            None, data={"domain": domain}
        )
