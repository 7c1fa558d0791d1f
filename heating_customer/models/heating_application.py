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
    effect = fields.Selection(related="type_id.effect", store=True)
    field_work = fields.Boolean(related="type_id.field_work")
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
        ondelete="restrict",
        index=True,
        tracking=True,
        check_company=True,
        help="Empty only for a place that is to join the network.",
    )
    company_id = fields.Many2one(
        "res.company", compute="_compute_place", store=True, precompute=True, index=True
    )
    branch_id = fields.Many2one(
        "heating.branch",
        compute="_compute_place",
        store=True,
        precompute=True,
        index=True,
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
    attachment_ids = fields.One2many(
        "ir.attachment",
        "res_id",
        string="Papers",
        domain=[("res_model", "=", "heating.application"), ("res_field", "=", False)],
    )
    refusal_text = fields.Text(compute="_compute_refusal_text")
    _number_unique = models.UniqueIndex(
        "(company_id, number)", "Another application has this number already."
    )
    _one_open_per_household = models.UniqueIndex(
        "(household_id) WHERE state IN ('requested', 'approved')",
        "Another application of this household is still open. Finish or cancel it "
        "first.",
    )
    _household_needed = models.Constraint(
        "CHECK (household_id IS NOT NULL OR effect IN ('join', 'join_many'))",
        "Choose the household that the application is about.",
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

    def _get_place(self):
        """The record that says where the application belongs: its household."""
        return self.household_id

    @api.depends("household_id.company_id", "household_id.branch_id")
    def _compute_place(self):
        for application in self:
            place = application._get_place()
            application.company_id = place.company_id or self.env.company
            application.branch_id = place.branch_id

    @api.depends("household_id")
    def _compute_applicant(self):
        for application in self:
            customer = application.household_id.customer_id
            application.applicant_name = customer.name or application.applicant_name
            application.applicant_phone = customer.phone or application.applicant_phone

    @api.depends(lambda self: self._get_refusal_triggers())
    @api.depends_context("lang")
    def _compute_refusal_text(self):
        for application in self:
            refusals = (
                application._get_refusals() if application.state == "draft" else []
            )
            application.refusal_text = "\n".join(refusals)

    @api.model
    def _get_refusal_triggers(self):
        """Names of the fields on which the refusals depend; each effect adds its own.

        :rtype: list[str]
        """
        return ["type_id", "household_id", "date_from", "date_to", "state"]

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
        if not (self.type_id and self.date_from):
            return []
        refusals = self._get_condition_refusals()
        return [refusal for refusal in refusals if refusal] + self._get_effect_refusals(
            self.date_from
        )
