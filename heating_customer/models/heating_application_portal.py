from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

# What people outside of the company read of an application: nobody's name but theirs.
PORTAL_FIELDS = {
    "id",
    "display_name",
    "create_date",
    "company_id",
    "household_id",
    "number",
    "type_id",
    "effect",
    "state",
    "date_from",
    "date_to",
    "supply_space_ids",
    "reason",
    "requested_on",
    "valve_on",
    "done_on",
    "space_id",
    "space_change",
    "new_space_name",
    "new_built_area",
    "new_inner_area",
    "signed_by",
    "signed_on",
}
# What the householder has signed.
SIGNED_FIELDS = {
    "type_id",
    "household_id",
    "date_from",
    "date_to",
    "supply_space_ids",
    "reason",
    "space_id",
    "space_change",
    "new_space_name",
    "new_built_area",
    "new_inner_area",
    "new_customer_id",
    "debt_handling",
    "advance_handling",
}


class HeatingApplication(models.Model):
    """Applications that householders write on the portal.

    They have no right to create or to write any: the methods here do it for them, with
    sudo, after they have checked the household, the type and every value. The user
    stays the one who created and asked for it, so that four eyes hold.
    """

    _inherit = "heating.application"

    customer_id = fields.Many2one(
        "res.partner",
        string="Customer Then",
        compute="_compute_customer_id",
        store=True,
        precompute=True,
        index="btree_not_null",
        help="The household's customer when the application was written.",
    )
    by_access = fields.Boolean(compute="_compute_by_access", search="_search_by_access")
    portal_user_id = fields.Many2one(
        "res.users",
        string="Applied for on the Portal by",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    signature = fields.Image(
        readonly=True, copy=False, attachment=True, max_width=1024, max_height=1024
    )
    signed_by = fields.Char(readonly=True, copy=False)
    signed_on = fields.Datetime(readonly=True, copy=False)
    signed_ip = fields.Char(string="Signed from", readonly=True, copy=False)

    # === COMPUTE METHODS === #

    def _compute_display_name(self):
        # householders read what it is called, but no type of application
        return super(HeatingApplication, self.sudo())._compute_display_name()

    @api.depends("household_id")
    def _compute_customer_id(self):
        for application in self:
            # who it was when the application was written, also after a change
            application.customer_id = (
                application.old_customer_id or application.household_id.customer_id
            )

    @api.depends("household_id", "customer_id")
    @api.depends_context("uid")
    def _compute_by_access(self):
        known = {
            (access.household_id, access.customer_id)
            for access in self.env["heating.household.access"]._get_valid()
        }
        for application in self:
            pair = (application.household_id, application.customer_id)
            application.by_access = pair in known

    def _search_by_access(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self.env["heating.household.access"]._get_domain_of_documents(
            "customer_id"
        )

    # === CRUD METHODS === #

    def _has_field_access(self, field, operation):
        if not super()._has_field_access(field, operation):
            return False
        return (
            self.env.su or self.env.user._is_internal() or field.name in PORTAL_FIELDS
        )

    @api.model
    def _get_approval_protected_fields(self):
        return super()._get_approval_protected_fields() | {
            "customer_id",
            "portal_user_id",
            "signature",
            "signed_by",
            "signed_on",
            "signed_ip",
        }

    @api.model
    def _get_refusal_triggers(self):
        return [*super()._get_refusal_triggers(), "signed_on"]

    def _check_content_open(self, vals):
        """What a householder has signed does not change under the signature."""
        if SIGNED_FIELDS & set(vals):
            for application in self.filtered("signed_on"):
                raise UserError(
                    self.env._(
                        "%(user)s has signed %(document)s as it is: cancel it and "
                        "write a new one.",
                        user=application.signed_by,
                        document=application.display_name,
                    )
                )
        return super()._check_content_open(vals)

    def _get_review_to_decide(self):
        """Outsiders read an application, but decide none and hear of no reviewer."""
        if not (self.env.su or self.env.user._is_internal()):
            raise AccessError(self.env._("Only the heating company decides on this."))
        return super()._get_review_to_decide()

    # === CONDITIONS === #

    def _get_condition_refusals(self):
        return [
            *super()._get_condition_refusals(),
            self._get_signature_refusal(),
            self._get_former_applicant_refusal(),
        ]

    def _get_signature_refusal(self):
        if self.portal_user_id and not self.signed_on:
            return self.env._("The application has not been signed yet.")
        return False

    def _get_former_applicant_refusal(self):
        """Who has given the household up does not decide about the next one's heat."""
        former = self.customer_id
        if (
            not self.portal_user_id
            or self.effect == "transfer"  # says so itself, whoever wrote it
            or former == self.household_id.customer_id
        ):
            return False
        return self._get_former_applicant_sentence(former)

    def _get_portal_refusals(self):
        """Why it cannot be asked for, except for what may still be added to a draft.

        :rtype: list[str]
        """
        later = {self._get_signature_refusal(), self._get_paper_refusal()}
        return [refusal for refusal in self._get_refusals() if refusal not in later]

    # === WHAT HOUSEHOLDERS DO === #

    @api.model
    def _portal_create(self, household, kind, form):
        """Write a draft for the caller.

        :param household: the household, with the caller's rights
        :param kind: the type of application, as sudo
        :param dict form: what was typed, as text; nothing of it is trusted
        :return: the draft, as sudo
        :raise UserError: why it cannot be applied for, in words
        """
        household.check_access("read")
        self._check_portal_kind(household, kind)
        vals = {
            "type_id": kind.id,
            "household_id": household.id,
            **self._prepare_portal_vals(household.sudo(), kind, form),
        }
        application = self.sudo().create(vals)
        application._approval_write({"portal_user_id": self.env.uid})
        if refusals := application._get_portal_refusals():
            raise UserError("\n".join(refusals))
        application._message_log(
            body=self.env._(
                "Written on the portal by %(user)s for %(customer)s.",
                user=self.env.user.name,
                customer=application.customer_id.name,
            )
        )
        return application

    @api.model
    def _check_portal_kind(self, household, kind):
        """Whether the caller may apply for *kind* of *household* on the portal."""
        if not kind.active or not kind.on_portal:
            raise UserError(self.env._("This cannot be applied for on the portal."))
        role = household._get_portal_role()
        if not role:
            raise AccessError(self.env._("This household is not yours."))
        if role == "helper" and kind.effect == "transfer":
            raise UserError(
                self.env._("Only the customer applies for a change of customer.")
            )

    def _is_portal_actor(self):
        """Whether the caller may act on it: not only read it.

        What the company wrote, such as cutting off for arrears, is the company's to
        ask for and to give up. A helper does not give the customer's consent to a
        change of customer, and who is no longer the customer acts for nobody.
        """
        self.ensure_one()
        application = self.sudo()
        role = application.household_id.sudo(False)._get_portal_role()
        return bool(
            application.portal_user_id
            and application.customer_id == application.household_id.customer_id
            and role
            and (role != "helper" or application.effect != "transfer")
        )

    def _check_portal_actor(self, states):
        """Whether the caller may act on it, in a state in which that makes sense."""
        self.ensure_one()
        self.sudo(False).check_access("read")
        self._approval_lock()
        self.invalidate_recordset()
        if not self._is_portal_actor():
            raise UserError(
                self.env._(
                    "You can read %(document)s here, but not change it: ask the "
                    "heating company.",
                    document=self.sudo().display_name,
                )
            )
        if self.sudo().state not in states:
            raise UserError(
                self.env._(
                    "%(document)s has moved on: look at where it stands now.",
                    document=self.sudo().display_name,
                )
            )

    def _portal_request(self):
        """Ask for approval as soon as nothing is missing.

        :return: what is still missing, one sentence each
        :rtype: list[str]
        """
        self._check_portal_actor(["draft"])
        application = self.sudo()
        missing = application._get_refusals()
        if not missing:
            application.request_validation()
        return missing

    def _portal_cancel(self):
        """Give up what waits."""
        self._check_portal_actor(["draft", "requested"])
        self.sudo().action_cancel()
        self.sudo()._message_log(
            body=self.env._(
                "Cancelled on the portal by %(user)s.", user=self.env.user.name
            )
        )
