from odoo import api, fields, models
from odoo.tools import formatLang


class HelpdeskTicket(models.Model):
    """What the household owes, for those who may read its bills."""

    _inherit = "helpdesk.ticket"

    household_currency_id = fields.Many2one(related="household_id.currency_id")
    household_amount_due = fields.Monetary(
        string="Owed",
        compute="_compute_household_amount_due",
        currency_field="household_currency_id",
        groups="heating_customer.group_user",
        help="Everything that is open for the household, whoever owes it.",
    )

    # === COMPUTE METHODS === #

    @api.depends("household_id")
    @api.depends_context("uid")
    def _compute_household_amount_due(self):
        readable = self._filter_readable_bills(self.household_id)
        for ticket in self:
            household = ticket.household_id._origin & readable
            ticket.household_amount_due = household.amount_due

    # === ACTIONS === #

    def action_view_open_bills(self):
        """Open the household's open bills, or its charges where no bill is open."""
        self.ensure_one()
        domain = [
            ("household_id", "=", self.household_id.id),
            ("amount_residual", ">", 0),
        ]
        bills = self.env["heating.bill"].search_count(domain, limit=1)
        kind = "bill" if bills else "charge"
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"heating_billing.heating_{kind}_action"
        )
        action["domain"] = domain
        action["context"] = {"create": False}
        return action

    # === BUSINESS METHODS === #

    @api.model
    def _filter_readable_bills(self, households):
        """Those of *households* whose bills the user may read, as the user.

        Who is assigned a ticket reads it whatever its branch, but not the money.
        """
        households = households._origin.sudo(False)
        if not self.env["heating.bill"].has_access("read"):
            return households.browse()
        return households._filtered_access("read")

    def _get_household_summary(self, household):
        """Override to add what is owed to what an agent sees during the call."""
        summary = super()._get_household_summary(household)
        household = self._filter_readable_bills(household)
        if due := household.amount_due:
            amount = formatLang(self.env, due, currency_obj=household.currency_id)
            summary["facts"].append(self.env._("Owes %(amount)s", amount=amount))
        return summary
