from odoo import api, fields, models
from odoo.tools import SQL

BUCKETS = [
    ("not_due", "Not Due"),
    ("d30", "0–30 Days"),
    ("d90", "31–90 Days"),
    ("d365", "91–365 Days"),
    ("older", "Older"),
]


class HeatingReceivableAge(models.Model):
    """What was owed at the end of a day, and for how long: today or any past date.

    The day is the context's ``as_of``. A document counts from its date on, and what
    was matched with it from the later date of both: so a past day stays as it was,
    whatever is paid afterwards.
    """

    _name = "heating.receivable.age"
    _description = "Receivable by Age"
    _auto = False
    _order = "date_due, household_id, id"
    _rec_name = "household_id"

    as_of = fields.Date(readonly=True)
    household_id = fields.Many2one("heating.household", readonly=True)
    household_number = fields.Char(related="household_id.number")
    partner_id = fields.Many2one("res.partner", string="Debtor", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    branch_id = fields.Many2one("heating.branch", readonly=True)
    station_id = fields.Many2one("heating.station", readonly=True)
    community_id = fields.Many2one("heating.location", readonly=True)
    category_id = fields.Many2one("heating.category", readonly=True)
    season_id = fields.Many2one("heating.season", readonly=True)
    move_id = fields.Many2one("account.move", string="Document", readonly=True)
    date_due = fields.Date(readonly=True)
    days_overdue = fields.Integer(readonly=True, aggregator=False)
    bucket = fields.Selection(BUCKETS, string="Age", readonly=True)
    not_due = fields.Monetary(readonly=True, aggregator="sum")
    d30 = fields.Monetary(string="0–30 Days", readonly=True, aggregator="sum")
    d90 = fields.Monetary(string="31–90 Days", readonly=True, aggregator="sum")
    d365 = fields.Monetary(string="91–365 Days", readonly=True, aggregator="sum")
    older = fields.Monetary(readonly=True, aggregator="sum")
    open = fields.Monetary(string="Open Amount", readonly=True, aggregator="sum")

    @api.model
    def _get_as_of(self):
        """The day that is looked at: the context's, by default the company's today."""
        day = fields.Date.to_date(self.env.context.get("as_of") or None)
        return day or self.env.company._heating_today()

    @property
    def _table_query(self):
        """One row for each receivable line with something open at the day's end."""
        day = self._get_as_of()
        return SQL(
            """
            SELECT owed.*,
                   CASE WHEN bucket = 'not_due' THEN open ELSE 0 END AS not_due,
                   CASE WHEN bucket = 'd30' THEN open ELSE 0 END AS d30,
                   CASE WHEN bucket = 'd90' THEN open ELSE 0 END AS d90,
                   CASE WHEN bucket = 'd365' THEN open ELSE 0 END AS d365,
                   CASE WHEN bucket = 'older' THEN open ELSE 0 END AS older
              FROM (SELECT line.id,
                           %(day)s::date AS as_of,
                           line.heating_household_id AS household_id,
                           line.partner_id,
                           line.company_id,
                           household.branch_id,
                           household.station_id,
                           household.community_id,
                           COALESCE(bill.category_id, household.category_id)
                           AS category_id,
                           line.heating_season_id AS season_id,
                           line.move_id,
                           due.day AS date_due,
                           GREATEST(0, %(day)s::date - due.day) AS days_overdue,
                           CASE WHEN %(day)s::date <= due.day THEN 'not_due'
                                WHEN %(day)s::date - due.day <= 30 THEN 'd30'
                                WHEN %(day)s::date - due.day <= 90 THEN 'd90'
                                WHEN %(day)s::date - due.day <= 365 THEN 'd365'
                                ELSE 'older' END AS bucket,
                           line.balance - paid.amount AS open
                      FROM account_move_line line
                      JOIN account_account account ON account.id = line.account_id
                      JOIN heating_household household
                        ON household.id = line.heating_household_id
                 LEFT JOIN heating_bill bill ON bill.id = line.heating_bill_id
                 LEFT JOIN LATERAL (
                           -- the instalment that was next on that day, while a plan
                           -- ran: the first that what was paid by then did not reach
                           SELECT MIN(instalment.date) AS day
                             FROM heating_instalment_plan agreed
                             JOIN LATERAL (
                                  SELECT each.date,
                                         SUM(each.amount) OVER (ORDER BY each.date)
                                         AS by_then
                                    FROM heating_instalment each
                                   WHERE each.plan_id = agreed.id) instalment ON TRUE
                            WHERE agreed.bill_id = line.heating_bill_id
                              AND agreed.agreed_on <= %(day)s
                              AND (agreed.state = 'approved'
                                   OR agreed.ended_on > %(day)s)
                              AND instalment.by_then
                                  > agreed.amount_planned - (
                                    SELECT COALESCE(SUM(other.balance
                                                        - matched.amount), 0)
                                      FROM account_move_line other
                                      JOIN account_account type
                                        ON type.id = other.account_id
                                       AND type.account_type = 'asset_receivable'
                               CROSS JOIN LATERAL (
                                           SELECT COALESCE((
                                                  SELECT SUM(amount)
                                                    FROM account_partial_reconcile
                                                   WHERE debit_move_id = other.id
                                                     AND max_date <= %(day)s), 0)
                                                - COALESCE((
                                                  SELECT SUM(amount)
                                                    FROM account_partial_reconcile
                                                   WHERE credit_move_id = other.id
                                                     AND max_date <= %(day)s), 0)
                                                  AS amount) matched
                                     WHERE other.heating_bill_id
                                           = line.heating_bill_id
                                       AND other.parent_state = 'posted'
                                       AND other.date <= %(day)s)) plan ON TRUE
                CROSS JOIN LATERAL (
                           SELECT COALESCE(plan.day, line.date_maturity, line.date)
                                  AS day) due
                CROSS JOIN LATERAL (
                           SELECT COALESCE((SELECT SUM(amount)
                                              FROM account_partial_reconcile
                                             WHERE debit_move_id = line.id
                                               AND max_date <= %(day)s), 0)
                                - COALESCE((SELECT SUM(amount)
                                              FROM account_partial_reconcile
                                             WHERE credit_move_id = line.id
                                               AND max_date <= %(day)s), 0)
                                AS amount) paid
                     WHERE line.heating_household_id IS NOT NULL
                       AND line.parent_state = 'posted'
                       AND line.date <= %(day)s
                       AND account.account_type = 'asset_receivable'
                       AND line.balance <> paid.amount) owed
            """,
            day=day,
        )

    @api.model
    @api.readonly
    def action_spreadsheet(self, _ids=()):
        """Open what the list shows as a spreadsheet: all that the search found.

        :return: the report's action as a dict
        """
        domain = self.env.context.get("active_domain") or []
        return self.env.ref("heating_report.heating_receivable_age_xlsx").report_action(
            None,
            data={"domain": domain, "as_of": fields.Date.to_string(self._get_as_of())},
        )
