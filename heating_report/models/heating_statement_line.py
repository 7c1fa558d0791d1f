from odoo import fields, models
from odoo.tools import SQL


class HeatingStatementLine(models.Model):
    """What was billed to a payer for each household and debt, paid or not.

    Read from the ledger: invoices less credit notes, and what of them is open. An
    employer that pays for its staff, or an authority that pays a part of many bills,
    has a line for each of them.
    """

    _name = "heating.statement.line"
    _description = "Line of a Payer's Statement"
    _auto = False
    _order = "season_start DESC, household_number, id"
    _rec_name = "household_id"

    household_id = fields.Many2one("heating.household", readonly=True)
    household_number = fields.Char(string="Household No.", readonly=True)
    address = fields.Char(related="household_id.address")
    customer_id = fields.Many2one("res.partner", string="Customer Now", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Payer", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    branch_id = fields.Many2one("heating.branch", readonly=True)
    season_id = fields.Many2one("heating.season", readonly=True)
    season_start = fields.Date(readonly=True)
    bill_id = fields.Many2one("heating.bill", string="Season Bill", readonly=True)
    charge_id = fields.Many2one("heating.charge", readonly=True)
    document = fields.Char(
        string="Debt",
        compute="_compute_document",
        help="Number of the bill or charge; of which part, where several pay.",
    )
    payer_kind_id = fields.Many2one(
        "heating.payer.kind", string="Part of the Bill", readonly=True
    )
    area = fields.Float(string="Area Billed (m²)", digits=(16, 2), readonly=True)
    billed = fields.Monetary(readonly=True, aggregator="sum")
    paid = fields.Monetary(readonly=True, aggregator="sum")
    open = fields.Monetary(string="Open Amount", readonly=True, aggregator="sum")

    def _compute_document(self):
        # who may read the line may read what it is about
        for line in self.sudo():
            debt = line.bill_id or line.charge_id
            words = [debt.number, line.payer_kind_id.name]
            line.document = " ".join(word for word in words if word)

    @property
    def _table_query(self):
        """One row for each household, payer, debt and part of it."""
        return SQL(
            """
            SELECT MIN(line.id) AS id,
                   line.heating_household_id AS household_id,
                   household.number AS household_number,
                   household.customer_id,
                   line.partner_id,
                   line.company_id,
                   household.branch_id,
                   line.heating_season_id AS season_id,
                   season.date_start AS season_start,
                   line.heating_bill_id AS bill_id,
                   line.heating_charge_id AS charge_id,
                   move.heating_payer_kind_id AS payer_kind_id,
                   bill.built_area AS area,
                   SUM(line.balance) AS billed,
                   SUM(line.balance - line.amount_residual) AS paid,
                   SUM(line.amount_residual) AS open
              FROM account_move_line line
              JOIN account_move move
                ON move.id = line.move_id
               AND move.move_type IN ('out_invoice', 'out_refund')
              JOIN account_account account ON account.id = line.account_id
              JOIN heating_household household
                ON household.id = line.heating_household_id
         LEFT JOIN heating_season season ON season.id = line.heating_season_id
         LEFT JOIN heating_bill bill ON bill.id = line.heating_bill_id
             WHERE line.parent_state = 'posted'
               AND account.account_type = 'asset_receivable'
          GROUP BY line.heating_household_id, line.partner_id, line.company_id,
                   household.id, line.heating_season_id, season.id,
                   line.heating_bill_id, line.heating_charge_id, bill.id,
                   move.heating_payer_kind_id
            """
        )
