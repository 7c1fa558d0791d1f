from odoo import api, fields, models
from odoo.tools import SQL


class HeatingCollection(models.Model):
    """Collection by branch and season: by money, by area, by households.

    By money part payers count with what they paid; by area and by households only
    those who have paid in full. Receivable is net of credit notes, since those lower
    the bill itself. Area and category are those that were billed, so that a household
    which changes later changes no figure of a season that is past.
    """

    _name = "heating.collection"
    _description = "Collection Rate"
    _auto = False
    _order = "season_id DESC, branch_id, community_id"
    _rec_name = "branch_id"

    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    season_id = fields.Many2one("heating.season", readonly=True)
    branch_id = fields.Many2one("heating.branch", readonly=True)
    community_id = fields.Many2one("heating.location", readonly=True)
    category_id = fields.Many2one("heating.category", readonly=True)
    households = fields.Integer(readonly=True, aggregator="sum")
    households_paid = fields.Integer(
        string="Households Paid in Full", readonly=True, aggregator="sum"
    )
    area = fields.Float(
        string="Area (m²)", digits=(16, 2), readonly=True, aggregator="sum"
    )
    area_paid = fields.Float(
        string="Area Paid in Full (m²)",
        digits=(16, 2),
        readonly=True,
        aggregator="sum",
    )
    receivable = fields.Monetary(readonly=True, aggregator="sum")
    received = fields.Monetary(readonly=True, aggregator="sum")
    open = fields.Monetary(string="Open Amount", readonly=True, aggregator="sum")
    money_rate = fields.Float(
        string="Rate by Money (%)",
        digits=(16, 2),
        readonly=True,
        aggregator="avg",
    )
    area_rate = fields.Float(
        string="Rate by Area (%)", digits=(16, 2), readonly=True, aggregator="avg"
    )
    household_rate = fields.Float(
        string="Rate by Households (%)",
        digits=(16, 2),
        readonly=True,
        aggregator="avg",
    )

    _RATES = {
        "money_rate": ("received", "receivable"),
        "area_rate": ("area_paid", "area"),
        "household_rate": ("households_paid", "households"),
    }

    def _read_group_select(self, aggregate_spec, query):
        """A rate of a group is the group's sums divided, not the mean of its rates."""
        name = aggregate_spec.partition(":")[0]
        if name in self._RATES:
            done, whole = self._RATES[name]
            return SQL(
                "100.0 * SUM(%s) / NULLIF(SUM(%s), 0)",
                self._field_to_sql(self._table, done, query),
                self._field_to_sql(self._table, whole, query),
            )
        return super()._read_group_select(aggregate_spec, query)

    @property
    def _table_query(self):
        """One row for each season, community and category."""
        return SQL(
            """
            SELECT MIN(bill.id) AS id,
                   bill.company_id,
                   bill.season_id,
                   bill.branch_id,
                   bill.community_id,
                   bill.category_id,
                   COUNT(*) AS households,
                   COUNT(*) FILTER (WHERE bill.payment_state = 'paid')
                       AS households_paid,
                   SUM(bill.built_area) AS area,
                   COALESCE(SUM(bill.built_area)
                       FILTER (WHERE bill.payment_state = 'paid'), 0) AS area_paid,
                   SUM(due.amount) AS receivable,
                   SUM(due.amount - bill.amount_residual) AS received,
                   SUM(bill.amount_residual) AS open,
                   100.0 * SUM(due.amount - bill.amount_residual)
                       / NULLIF(SUM(due.amount), 0) AS money_rate,
                   100.0 * COALESCE(SUM(bill.built_area)
                       FILTER (WHERE bill.payment_state = 'paid'), 0)
                       / NULLIF(SUM(bill.built_area), 0) AS area_rate,
                   100.0 * COUNT(*) FILTER (WHERE bill.payment_state = 'paid')
                       / COUNT(*) AS household_rate
              FROM heating_bill bill
        CROSS JOIN LATERAL (
                   SELECT bill.amount_total - COALESCE(bill.amount_discounted, 0)
                          AS amount
                   ) due
             WHERE bill.undone_on IS NULL
          GROUP BY bill.company_id, bill.season_id, bill.branch_id,
                   bill.community_id, bill.category_id
            """
        )

    @api.model
    @api.readonly
    def get_by_branch(self, season_id):
        """Figures of a season by branch with a total, for spreadsheets and checks.

        :param int season_id: id of the season
        :return: list of dicts, the last one the total with ``branch`` empty
        """
        sums = ["households", "households_paid", "area", "area_paid"]
        sums += ["receivable", "received", "open"]
        names = [*sums, *self._RATES]
        aggregates = [f"{n}:avg" if n in self._RATES else f"{n}:sum" for n in names]
        domain = [("season_id", "=", season_id)]
        rows = [
            {"branch": branch.name or "", **dict(zip(names, values, strict=True))}
            for branch, *values in self._read_group(domain, ["branch_id"], aggregates)
        ]
        (total,) = self._read_group(domain, [], aggregates)
        return [*rows, {"branch": "", **dict(zip(names, total, strict=True))}]

    @api.model
    @api.readonly
    def action_spreadsheet(self, _ids=()):
        """Open what the list shows as a spreadsheet: all that the search found.

        The client says in its context what it searched for (``active_domain``).

        :return: the report's action as a dict
        """
        domain = self.env.context.get("active_domain") or []
        return self.env.ref("heating_report.heating_collection_xlsx").report_action(
            None, data={"domain": domain}
        )
