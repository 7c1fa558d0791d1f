import re

from odoo import api, fields, models

from ..const import LONGEST_NATIONAL_NUMBER, MIN_PHONE_DIGITS


class HelpdeskTicket(models.Model):
    """What helps an agent while the caller is still talking."""

    _inherit = "helpdesk.ticket"

    phone_household_ids = fields.Many2many(
        "heating.household",
        compute="_compute_phone_household_ids",
        string="Households with This Phone",
        groups="heating_customer.group_user",
    )
    phone_household_id = fields.Many2one(
        "heating.household",
        string="Which of Them?",
        store=False,
        groups="heating_customer.group_user",
    )
    contact_name = fields.Char(
        string="Whom to Ring",
        compute="_compute_contact",
        compute_sudo=True,
        groups="heating_customer.group_user",
        help="The caller; where none was noted, the household's customer.",
    )
    contact_phone = fields.Char(
        string="Phone to Ring",
        compute="_compute_contact",
        compute_sudo=True,
        groups="heating_customer.group_user",
    )
    suggested_name = fields.Char(
        store=False,
        groups="heating_customer.group_user",
        help="The subject that was filled in; it follows the household until the agent "
        "writes another.",
    )
    household_summary = fields.Html(
        compute="_compute_household_summary",
        sanitize=False,
        groups="heating_customer.group_user",
    )

    # === COMPUTE METHODS === #

    @api.depends("reporter_phone")
    def _compute_phone_household_ids(self):
        for ticket in self:
            ticket.phone_household_ids = ticket._find_households_by_phone()

    @api.depends(
        "reporter_name",
        "reporter_phone",
        "kind",
        "household_id.customer_id.name",
        "household_id.customer_id.phone",
    )
    def _compute_contact(self):
        """Whoever reads a ticket may ring for it, but never warn who is reported."""
        for ticket in self:
            customer = ticket.household_id.customer_id
            if ticket.kind == "theft_report" or ticket.reporter_phone:
                ticket.contact_name = ticket.reporter_name
                ticket.contact_phone = ticket.reporter_phone
            else:
                ticket.contact_name = ticket.reporter_name or customer.name
                ticket.contact_phone = customer.phone

    @api.depends("household_id", "phone_household_ids")
    @api.depends_context("lang", "uid")
    def _compute_household_summary(self):
        for ticket in self:
            # whoever reads a ticket reads whose it is
            households = ticket.household_id.sudo() or ticket.phone_household_ids
            values = [ticket._get_household_summary(h) for h in households]
            ticket.household_summary = values and self.env["ir.qweb"]._render(
                "heating_service.household_summary", {"households": values}
            )

    # === ONCHANGES === #

    @api.onchange("reporter_phone")
    def _onchange_reporter_phone(self):
        if not self.household_id and len(self.phone_household_ids) == 1:
            self.household_id = self.phone_household_ids

    @api.onchange("phone_household_id")
    def _onchange_phone_household_id(self):
        if self.phone_household_id:
            self.household_id = self.phone_household_id

    @api.onchange("household_id", "kind")
    def _onchange_household_id(self):
        if self.household_id and self.kind and self.kind != "theft_report":
            customer = self.household_id.customer_id
            self.reporter_name = self.reporter_name or customer.name
            self.reporter_phone = self.reporter_phone or customer.phone
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        if self.kind and (not self.name or self.name == self.suggested_name):
            parts = (kinds[self.kind], self.household_id.address)
            self.name = " ".join(part for part in parts if part)
            self.suggested_name = self.name

    # === BUSINESS METHODS === #

    def _find_households_by_phone(self):
        """Households whose customer has the caller's number.

        People write numbers with blanks, dashes and +86, so the digits are compared.
        """
        self.ensure_one()
        digits = re.sub(r"\D", "", self.reporter_phone or "")
        if len(digits) > LONGEST_NATIONAL_NUMBER:
            digits = digits.removeprefix("86")
        found = self.env["heating.household"]
        if len(digits) < MIN_PHONE_DIGITS:
            return found
        # most numbers are on file as plain digits; the last four are hardly ever broken
        for part in (digits, digits[-4:]):
            found = found.search([("search_text", "ilike", part)], limit=500).filtered(
                lambda h: re.sub(r"\D", "", h.customer_id.phone or "").endswith(digits)
            )
            if found:
                break
        return found[:10]

    def _get_household_summary(self, household):
        """What an agent should know while the caller is still talking.

        Addons above add their facts (arrears, known outages) here.

        :param household: one heating.household record
        :return: values for the template ``heating_service.household_summary``
        :rtype: dict
        """
        self.ensure_one()
        tickets = self.search(
            [
                ("household_id", "=", household._origin.id),
                ("id", "!=", self._origin.id),
            ],
            order="create_date DESC, id DESC",
            limit=5,
        )
        return {"household": household, "tickets": tickets, "facts": []}
