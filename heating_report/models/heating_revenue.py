from odoo import api, fields, models
from odoo.tools import SQL


class HeatingRevenue(models.Model):
    """What bills and charges came to without tax, and what of it is income already.

    A row is one day's documents, or one month's recognition, of a category.
    """

    _name = "heating.revenue"
    _description = "Revenue"
    _auto = False
    _order = "season_id DESC, date, id"
    _rec_name = "season_id"

    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    season_id = fields.Many2one("heating.season", readonly=True)
    category_id = fields.Many2one("heating.category", readonly=True)
    branch_id = fields.Many2one("heating.branch", readonly=True)
    station_id = fields.Many2one("heating.station", readonly=True)
    kind = fields.Selection(
        [("bill", "Season Bill"), ("charge", "Charge")], readonly=True
    )
    date = fields.Date(string="Booked On", readonly=True)
    billed = fields.Monetary(
        string="Billed without Tax", readonly=True, aggregator="sum"
    )
    tax = fields.Monetary(readonly=True, aggregator="sum")
    income = fields.Monetary(string="Recognised", readonly=True, aggregator="sum")
    deferred = fields.Monetary(readonly=True, aggregator="sum")

    @property
    def _table_query(self):
        """Opening arrears are left out: they were income of their own year."""
        return SQL(
            """
            SELECT ROW_NUMBER() OVER (
                       ORDER BY company_id, season_id, date, kind, category_id,
                                branch_id, station_id, source) AS id,
                   entry.*
              FROM (SELECT line.company_id,
                           line.heating_season_id AS season_id,
                           COALESCE(bill.category_id, household.category_id)
                           AS category_id,
                           household.branch_id,
                           household.station_id,
                           CASE WHEN bill.id IS NULL THEN 'charge' ELSE 'bill' END
                           AS kind,
                           line.date,
                           'document' AS source,
                           -SUM(line.balance)
                           FILTER (WHERE line.display_type = 'product') AS billed,
                           COALESCE(-SUM(line.balance)
                                    FILTER (WHERE line.display_type = 'tax'), 0) AS tax,
                           COALESCE(-SUM(line.balance) FILTER (
                                        WHERE line.display_type = 'product'
                                          AND line.heating_income_account_id IS NULL),
                                    0) AS income,
                           COALESCE(-SUM(line.balance) FILTER (
                                        WHERE line.heating_income_account_id
                                              IS NOT NULL), 0) AS deferred
                      FROM account_move_line line
                      JOIN account_move move ON move.id = line.move_id
                      JOIN heating_household household
                        ON household.id = move.heating_household_id
                 LEFT JOIN heating_bill bill ON bill.id = move.heating_bill_id
                 LEFT JOIN heating_charge charge ON charge.id = move.heating_charge_id
                     WHERE move.state = 'posted'
                       AND move.move_type IN ('out_invoice', 'out_refund')
                       AND line.display_type IN ('product', 'tax')
                       AND charge.kind IS DISTINCT FROM 'opening'
                  GROUP BY 1, 2, 3, 4, 5, 6, 7
                     UNION ALL
                    SELECT recognition.company_id, recognition.season_id,
                           proof.category_id, station.branch_id, proof.station_id,
                           'bill', recognition.date, 'recognition',
                           0, 0, SUM(proof.amount), -SUM(proof.amount)
                      FROM heating_recognition_line proof
                      JOIN heating_recognition recognition
                        ON recognition.id = proof.recognition_id
                 LEFT JOIN heating_station station ON station.id = proof.station_id
                     WHERE recognition.state = 'posted'
                  GROUP BY 1, 2, 3, 4, 5, 7) entry
            """
        )

    @api.model
    @api.readonly
    def action_spreadsheet(self, _ids=()):
        """Open what the list shows as a spreadsheet: all that the search found.

        :return: the report's action as a dict
        """
        domain = self.env.context.get("active_domain") or []
        return self.env.ref("heating_report.heating_revenue_xlsx").report_action(
            None, data={"domain": domain}
        )
