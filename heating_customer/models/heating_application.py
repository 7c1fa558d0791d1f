from odoo import api, fields, models
from odoo.exceptions import UserError

STATES = [
    ("draft", "Draft"),
    ("requested", "Waiting for Approval"),
    ("approved", "Approved"),
    ("done", "Done"),
    ("rejected", "Rejected"),
    ("cancelled", "Cancelled"),
]


class HeatingApplication(models.Model):
    """An application (业务申请) of a householder, from the counter to its effect.

    Rights: archive clerks write and ask, approvers decide, field workers confirm on
    site what was done; everybody else reads those of their branches. What follows the
    approval stands in ``heating_application_effect.py``.
    """

    _name = "heating.application"
    _description = "Heating Application"
    _inherit = ["heating.approval.mixin"]
    _order = "id DESC"
    _rec_name = "number"
    _check_company_auto = True

    number = fields.Char(readonly=True, copy=False, index="trigram")
    type_id = fields.Many2one(
        "heating.application.type",
        required=True,
        ondelete="restrict",
        index=True,
        tracking=True,
    )
    effect = fields.Selection(related="type_id.effect")
    type_note = fields.Text(related="type_id.note")
    state = fields.Selection(
        STATES,
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
        group_expand=True,
    )
    household_id = fields.Many2one(
        "heating.household",
        required=True,
        ondelete="restrict",
        index=True,
        tracking=True,
        check_company=True,
    )
    company_id = fields.Many2one(
        related="household_id.company_id", store=True, index=True
    )
    branch_id = fields.Many2one(
        related="household_id.branch_id", store=True, index=True
    )
    applicant_name = fields.Char(
        compute="_compute_applicant",
        store=True,
        readonly=False,
        help="Who applies, where it is not the customer.",
    )
    applicant_phone = fields.Char(
        compute="_compute_applicant", store=True, readonly=False
    )
    date_from = fields.Date(
        string="From", required=True, tracking=True, help="The first day asked for."
    )
    date_to = fields.Date(
        string="To", tracking=True, help="The last day; empty: until restored."
    )
    reason = fields.Text()
    refusal_text = fields.Text(compute="_compute_refusal_text")
    _number_unique = models.UniqueIndex(
        "(company_id, number)", "Another application has this number already."
    )
    _one_open_per_household = models.UniqueIndex(
        "(household_id) WHERE state IN ('requested', 'approved')",
        "Another application of this household is still open. Finish or cancel it "
        "first.",
    )
    _dates_in_order = models.Constraint(
        "CHECK (date_to IS NULL OR date_from <= date_to)",
        "The last day cannot come before the first.",
    )

    # === COMPUTE METHODS === #

    @api.depends("number", "type_id.name", "household_id.number")
    def _compute_display_name(self):
        for application in self:
            parts = (
                application.number,
                application.type_id.name,
                application.household_id.number,
            )
            application.display_name = " ".join(part for part in parts if part)

    @api.depends("household_id")
    def _compute_applicant(self):
        for application in self:
            customer = application.household_id.customer_id
            application.applicant_name = customer.name
            application.applicant_phone = customer.phone

    @api.depends("type_id", "household_id", "date_from", "date_to", "state")
    @api.depends_context("lang")
    def _compute_refusal_text(self):
        for application in self:
            refusals = (
                application._get_refusals() if application.state == "draft" else []
            )
            application.refusal_text = "\n".join(refusals)

    # === CRUD METHODS === #

    @api.model
    def _get_approval_protected_fields(self):
        return super()._get_approval_protected_fields() | {"number"}

    @api.model_create_multi
    def create(self, vals_list):
        applications = super().create(vals_list)
        for application in applications:
            application._approval_write({"number": application.type_id._next_number()})
        return applications

    # === BUSINESS METHODS === #

    def _check_before_request(self):
        if refusals := self._get_refusals():
            raise UserError("\n".join(refusals))
        return super()._check_before_request()

    def _get_refusals(self):
        """Why the application cannot be asked for as it is, one sentence each.

        :rtype: list[str]
        """
        self.ensure_one()
        if not (self.household_id and self.type_id and self.date_from):
            return []
        refusals = [
            self._get_household_refusal(),
            self._get_open_application_refusal(),
            self._get_deadline_refusal(),
            self._get_debt_refusal(),
        ]
        return [refusal for refusal in refusals if refusal] + self._get_effect_refusals(
            self.date_from
        )

    def _get_household_refusal(self):
        household = self.household_id
        if household.state == "closed" or not household.active:
            return self.env._(
                "Household %(number)s has left the network.", number=household.number
            )
        return False

    def _get_open_application_refusal(self):
        household = self.household_id._origin
        other = self.sudo().search(
            [
                ("household_id", "=", household.id),
                ("state", "in", ("requested", "approved")),
                ("id", "!=", self._origin.id),
            ],
            limit=1,
        )
        if other:
            return self.env._(
                "%(application)s of household %(number)s is still open. Finish or "
                "cancel it first.",
                application=other.display_name,
                number=household.number,
            )
        return False

    def _get_deadline_refusal(self):
        deadline = self.type_id._get_deadline(self.date_from)
        if deadline and fields.Date.context_today(self) > deadline:
            return self.env._(
                "“%(type)s” from %(date)s had to be applied for by %(deadline)s.",
                type=self.type_id.name,
                date=self.date_from,
                deadline=deadline,
            )
        return False

    def _get_debt_refusal(self):
        if not self.type_id.arrears_cleared:
            return False
        debt = self._get_open_debt()
        currency = self.company_id.currency_id or self.env.company.currency_id
        if currency.compare_amounts(debt, 0) > 0:
            return self.env._(
                "Household %(number)s owes %(amount)s, which must be paid first.",
                number=self.household_id.number,
                amount=currency.format(debt),
            )
        return False

    def _get_open_debt(self):
        """What the household owes; to be overridden by the addon that bills.

        :return: an amount in the company's currency
        :rtype: float
        """
        self.ensure_one()
        return 0.0
