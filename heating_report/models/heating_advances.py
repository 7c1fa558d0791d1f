from odoo import api, fields, models
from odoo.tools import SQL


class HeatingAdvances(models.Model):
    """Money held for households before there is a bill, read from the ledger."""

    _name = "heating.advances"
    _description = "Advances"
    _auto = False
    _order = "branch_id, community_id, household_id, partner_id"
    _rec_name = "household_id"

    household_id = fields.Many2one("heating.household", readonly=True)
    household_number = fields.Char(related="household_id.number")
    partner_id = fields.Many2one("res.partner", string="Paid For", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    branch_id = fields.Many2one("heating.branch", readonly=True)
    community_id = fields.Many2one("heating.location", readonly=True)
    category_id = fields.Many2one("heating.category", readonly=True)
    kept_for = fields.Selection(
        [
            ("present", "Who Pays for It Now"),
            ("part", "Who Pays a Part"),
            ("former", "A Former Customer"),
            ("left", "A Household That Left"),
        ],
        readonly=True,
        help="Whom the money waits for; what waits for others than the present payer "
        "is to be given back.",
    )
    date = fields.Date(string="Last Movement", readonly=True)
    received = fields.Monetary(readonly=True, aggregator="sum")
    applied = fields.Monetary(
        readonly=True, aggregator="sum", help="Used for bills and charges, or undone."
    )
    amount = fields.Monetary(string="Advance", readonly=True, aggregator="sum")

    @property
    def _table_query(self):
        """One row for each household and customer with an advance."""
        return SQL(
            """
            SELECT MIN(line.id) AS id,
                   line.heating_household_id AS household_id,
                   line.partner_id,
                   line.company_id,
                   household.branch_id,
                   household.community_id,
                   household.category_id,
                   CASE WHEN household.state = 'closed' THEN 'left'
                        WHEN line.partner_id IN (customer.commercial_partner_id,
                                                 payer.commercial_partner_id)
                        THEN 'present'
                        WHEN EXISTS (SELECT
                              FROM heating_bill_payer part
                              JOIN heating_bill bill ON bill.id = part.bill_id
                              JOIN res_partner other ON other.id = part.partner_id
                             WHERE bill.household_id = household.id
                               AND other.commercial_partner_id = line.partner_id)
                        THEN 'part'
                        ELSE 'former' END AS kept_for,
                   MAX(line.date) AS date,
                   COALESCE(-SUM(line.balance) FILTER (WHERE line.balance < 0), 0)
                   AS received,
                   COALESCE(SUM(line.balance) FILTER (WHERE line.balance > 0), 0)
                   AS applied,
                   -SUM(line.balance) AS amount
              FROM account_move_line line
              JOIN res_company company
                ON company.id = line.company_id
               AND company.heating_advance_account_id = line.account_id
              JOIN heating_household household
                ON household.id = line.heating_household_id
              JOIN res_partner customer ON customer.id = household.customer_id
         LEFT JOIN res_partner payer ON payer.id = household.payer_id
             WHERE line.parent_state = 'posted'
          GROUP BY line.heating_household_id, line.partner_id, line.company_id,
                   household.id, customer.id, payer.id
            HAVING SUM(line.balance) <> 0
            """
        )

    def action_refund(self):
        """Begin to give this advance back.

        :return: the action that opens a refund for its household and customer
        """
        self.ensure_one()
        return self.household_id.action_refund(self.partner_id)

    @api.model
    @api.readonly
    def action_spreadsheet(self, _ids=()):
        """Open what the list shows as a spreadsheet: all that the search found.

        :return: the report's action as a dict
        """
        domain = self.env.context.get("active_domain") or []
        return self.env.ref("heating_report.heating_advances_xlsx").report_action(
            None, data={"domain": domain}
        )
