from odoo import api, fields, models
from odoo.tools import SQL


class HeatingHousehold(models.Model):
    _inherit = "heating.household"

    currency_id = fields.Many2one(related="company_id.currency_id")
    bill_ids = fields.One2many(
        "heating.bill",
        "household_id",
        string="Bills",
        groups="heating_customer.group_office,base.group_portal",
    )
    charge_ids = fields.One2many(
        "heating.charge",
        "household_id",
        string="Charges",
        groups="heating_customer.group_office,base.group_portal",
    )
    payment_history_ids = fields.One2many(
        "heating.payment.history",
        "household_id",
        string="Earlier Payments",
        groups="heating_billing.group_money",
    )
    part_payer_ids = fields.One2many(
        "heating.household.payer", "household_id", string="Payers of Parts"
    )
    amount_due = fields.Monetary(
        string="Owed",
        compute="_compute_amount_due",
        compute_sudo=True,
        # of an earlier customer, too, which is nothing for a householder
        groups="heating_customer.group_office",
        help="Everything that is open in the ledger, of all seasons, without the parts "
        "that others pay, such as an employer.",
    )

    @api.depends("bill_ids.amount_residual", "charge_ids.amount_residual")
    def _compute_amount_due(self):
        """Open receivables of each household, read from the ledger in one query."""
        self.env["account.move.line"].flush_model()
        rows = (
            self.env.execute_query(
                SQL(
                    """
                SELECT line.heating_household_id, SUM(line.amount_residual)
                  FROM account_move_line line
                  JOIN account_account account ON account.id = line.account_id
                  JOIN account_move move ON move.id = line.move_id
                 WHERE line.heating_household_id = ANY(%s)
                   AND line.reconciled IS NOT TRUE
                   AND line.parent_state = 'posted'
                   AND account.account_type = 'asset_receivable'
                   AND move.heating_payer_kind_id IS NULL
              GROUP BY line.heating_household_id
                """,
                    # in a form that is being changed they have ids of its own
                    self._origin.ids,
                )
            )
            if self.ids
            else []
        )
        owed = dict(rows)
        for household in self:
            household.amount_due = owed.get(household._origin.id, 0.0)

    def _get_open_lines_domain(self, with_others=False):
        """Open receivable lines of these households.

        :param bool with_others: those of the parts that others pay, too
        :rtype: list
        """
        domain = [
            ("heating_household_id", "in", self.ids),
            ("account_id.account_type", "=", "asset_receivable"),
            ("parent_state", "=", "posted"),
            ("reconciled", "=", False),
        ]
        if not with_others:
            domain.append(("move_id.heating_payer_kind_id", "=", False))
        return domain

    def action_view_meters(self):
        """Open the meters of this household, also those that were removed."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "heating_billing.heating_meter_action"
        )
        action["domain"] = [("household_id", "=", self.id)]
        action["context"] = {"default_household_id": self.id}
        return action

    def action_view_bills(self):
        """Open the bills of this household."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "heating_billing.heating_bill_action"
        )
        action["domain"] = [("household_id", "=", self.id)]
        action["context"] = {}
        return action
