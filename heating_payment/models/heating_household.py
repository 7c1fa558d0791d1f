from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class HeatingHousehold(models.Model):
    _inherit = "heating.household"

    advance_balance = fields.Monetary(
        string="Prepaid",
        compute="_compute_advance_balance",
        compute_sudo=True,
        # of an earlier customer, too, which is nothing for a householder
        groups="heating_customer.group_office",
        help="Money taken before there was a bill, not used yet, whoever gave it.",
    )
    advance_owners = fields.Char(
        string="Prepaid By",
        compute="_compute_advance_balance",
        compute_sudo=True,
        groups="heating_customer.group_office",
        help="Whose money the prepayments are, where it is not all of who is billed "
        "now: after a transfer the former customer's stays theirs.",
    )
    receipt_line_ids = fields.One2many(
        "heating.receipt.line",
        "household_id",
        string="Receipts",
        readonly=True,
        groups="heating_billing.group_money",
    )

    @api.depends("customer_id", "payer_id")
    def _compute_advance_balance(self):
        """What is left of each household's advances, from the ledger in one query."""
        owned = {}
        if self.ids:
            self.env["account.move.line"].flush_model()
            rows = self.env.execute_query(
                SQL(
                    """
                    SELECT line.heating_household_id, line.partner_id,
                           -SUM(line.amount_residual)
                      FROM account_move_line line
                      JOIN res_company company
                        ON company.id = line.company_id
                       AND company.heating_advance_account_id = line.account_id
                     WHERE line.heating_household_id = ANY(%s)
                       AND line.parent_state = 'posted'
                       AND line.reconciled IS NOT TRUE
                  GROUP BY line.heating_household_id, line.partner_id
                  ORDER BY MIN(line.id)
                    """,
                    # in a form that is being changed they have ids of its own
                    self._origin.ids,
                )
            )
            for household_id, partner_id, amount in rows:
                owned.setdefault(household_id, {})[partner_id] = amount
        partners = self.env["res.partner"]
        for household in self:
            balances = owned.get(household._origin.id, {})
            household.advance_balance = sum(balances.values())
            billed = household._get_billed_partner().commercial_partner_id
            household.advance_owners = (
                ", ".join(
                    f"{partners.browse(partner_id).name} "
                    f"{household.currency_id.format(amount)}"
                    for partner_id, amount in balances.items()
                )
                if set(balances) - {billed.id}
                else False
            )

    def _get_billed_partner(self):
        """Who is billed for the household now, and so owns what is prepaid for it.

        :rtype: res.partner
        """
        return self.payer_id or self.customer_id

    def _check_may_pay(self, channel):
        """Refuse money for households on hold.

        :param str channel: where it would be taken, see ``_get_pay_refusal``
        :raise UserError: a hold forbids it, with the sentences of all of them
        """
        refusals = [household._get_pay_refusal(channel) for household in self]
        if any(refusals):
            raise UserError("\n".join(filter(None, refusals)))

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
        label = states.get(self.supply_state, "")
        if self.supply_state == "supplied" and self.unheated_area:
            label = self.env._("Supplied in Part")
        return {
            "id": self.id,
            "number": self.number,
            "customer": self.customer_id.name,
            "payer": self.payer_id.name or "",
            "phone": self.phone or "",
            "address": self.address or "",
            "built_area": self.built_area,
            "category": self.category_id.name or "",
            "supply_state": self.supply_state,
            "supply_label": label,
            "owed": self.amount_due,
            "prepaid": self.advance_balance,
            "prepaid_by": self.advance_owners or "",
            "holds": self.hold_text or "",
        }
