from odoo import api, fields, models


class HeatingContractDraft(models.TransientModel):
    """The dialog that drafts contracts for the households chosen in a list."""

    _name = "heating.contract.draft"
    _description = "Draft Contracts"

    household_ids = fields.Many2many(
        "heating.household",
        string="Households",
        required=True,
        default=lambda self: self._get_default_households(),
    )
    household_count = fields.Integer(compute="_compute_household_count")
    date_from = fields.Date(
        string="From", required=True, default=fields.Date.context_today
    )
    date_to = fields.Date(string="To", help="The last day; empty: no end.")
    terms = fields.Text(string="Special Terms")

    @api.depends("household_ids")
    def _compute_household_count(self):
        for draft in self:
            draft.household_count = len(draft.household_ids)

    @api.model
    def _get_default_households(self):
        if self.env.context.get("active_model") != "heating.household":
            return self.env["heating.household"]
        return self.env["heating.household"].browse(self.env.context.get("active_ids"))

    def action_draft(self):
        """Draft the contracts and show them.

        :return: the action that shows them
        """
        self.ensure_one()
        contracts = self.household_ids.action_draft_contracts(
            self.date_from, self.date_to, self.terms
        )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "heating_customer.heating_contract_action"
        )
        return action | {"domain": [("id", "in", contracts.ids)], "context": {}}
