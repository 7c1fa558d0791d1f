from odoo import fields, models
from odoo.tools import SQL


class HeatingHousehold(models.Model):
    _inherit = "heating.household"

    advance_balance = fields.Monetary(
        string="Prepaid",
        compute="_compute_advance_balance",
        compute_sudo=True,
        # of an earlier customer, too, which is nothing for a householder
        groups="heating_customer.group_user",
        help="Money taken before there was a bill, not used yet.",
    )
    receipt_line_ids = fields.One2many(
        "heating.receipt.line", "household_id", string="Receipts", readonly=True
    )

    def _compute_advance_balance(self):
        """What is left of each household's advances, from the ledger in one query."""
        balances = {}
        if self.ids:
            self.env["account.move.line"].flush_model()
            balances = dict(
                self.env.execute_query(
                    SQL(
                        """
                        SELECT line.heating_household_id, -SUM(line.amount_residual)
                          FROM account_move_line line
                          JOIN res_company company
                            ON company.id = line.company_id
                           AND company.heating_advance_account_id = line.account_id
                         WHERE line.heating_household_id = ANY(%s)
                           AND line.parent_state = 'posted'
                           AND line.reconciled IS NOT TRUE
                      GROUP BY line.heating_household_id
                        """,
                        list(self._ids),
                    )
                )
            )
        for household in self:
            household.advance_balance = balances.get(household.id, 0.0)

    def action_open_counter(self):
        """Go to the counter with this household chosen."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "heating_payment.heating_counter_action"
        )
        action["params"] = {"household_id": self.id}
        return action

    def _get_counter_data(self):
        """What the counter shows of it.

        :rtype: dict
        """
        self.ensure_one()
        states = dict(self._fields["supply_state"]._description_selection(self.env))
        return {
            "id": self.id,
            "number": self.number,
            "customer": self.customer_id.name,
            "phone": self.phone or "",
            "address": self.address or "",
            "built_area": self.built_area,
            "category": self.category_id.name or "",
            "supply_state": self.supply_state,
            "supply_label": states.get(self.supply_state, ""),
            "owed": self.amount_due,
            "prepaid": self.advance_balance,
        }
