from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain


class HeatingHousehold(models.Model):
    """The supply contracts of a household."""

    _inherit = "heating.household"

    contract_ids = fields.One2many(
        "heating.contract",
        "household_id",
        string="Contracts",
        groups="heating_customer.group_user",
    )
    contract_id = fields.Many2one(
        "heating.contract",
        string="Contract in Force",
        compute="_compute_contract_id",
        groups="heating_customer.group_user",
    )
    has_contract = fields.Boolean(
        compute="_compute_contract_id",
        search="_search_has_contract",
        groups="heating_customer.group_user",
    )

    @api.depends("contract_ids.state", "contract_ids.date_from", "contract_ids.date_to")
    def _compute_contract_id(self):
        for household in self:
            household.contract_id = household.contract_ids.filtered("is_in_force")[:1]
            household.has_contract = bool(household.contract_id)

    def _search_has_contract(self, operator, value):
        if operator != "in":
            return NotImplemented
        contract_model = self.env["heating.contract"].sudo()
        today = fields.Date.context_today(self)
        contracts = contract_model._search(contract_model._get_in_force_domain(today))
        return Domain("id", "in", contracts.subselect("household_id"))

    def action_draft_contracts(self, date_from, date_to=False, terms=False):
        """Draft a contract for each household that needs one.

        Left out are households that have left, those with a contract being prepared,
        and those with one in force on the first day.

        :param date_from: first day of the contracts
        :param date_to: last day, or False for no end
        :param str terms: special terms
        :return: the drafts
        :raise AccessError: the user is no archive clerk
        :raise UserError: none of the households needs one
        """
        self.check_access("read")
        if not self.env.user.has_group("heating_customer.group_archive_clerk"):
            raise AccessError(
                self.env._("Only archive clerks handle supply contracts.")
            )
        date_from = fields.Date.to_date(date_from)
        contracts = self.env["heating.contract"]
        held = contracts.sudo()._read_group(
            Domain("household_id", "in", self.ids)
            & (
                Domain("state", "in", ("draft", "sent"))
                | contracts._get_in_force_domain(date_from)
            ),
            ["household_id"],
        )
        held_ids = {household.id for (household,) in held}
        needing = self.filtered(
            lambda each: each.state != "closed" and each.id not in held_ids
        )
        if not needing:
            raise UserError(
                self.env._("Each of these households has a contract already.")
            )
        return contracts.create(
            [
                {
                    "household_id": household.id,
                    "date_from": date_from,
                    "date_to": date_to,
                    "terms": terms,
                }
                for household in needing
            ]
        )
