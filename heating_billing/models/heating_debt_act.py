from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

ACT_ROLES = ("archive_clerk", "accountant")


class HeatingDebtAct(models.AbstractModel):
    """Something done about a debt that others approve: reduced, waived, put off.

    It is asked for by one person, approved by the tiers that apply, takes effect at
    once and is never edited after that. Models extend ``_prepare_request``, which
    checks the draft and returns what is fixed when approval is asked for, and
    ``_apply``. ``amount`` is what the act comes to in yuan, as the server works it
    out: tiers may apply above an amount.
    """

    _name = "heating.debt.act"
    _description = "Act about a Debt"
    _inherit = ["heating.company.mixin", "heating.approval.mixin"]
    _order = "id DESC"
    _rec_name = "number"
    _check_company_auto = True
    _company_from = "household_id"
    _number_prefix = ""

    number = fields.Char(
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: self.env._("New"),
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("requested", "Waiting for Approval"),
            ("approved", "Approved"),
            ("rejected", "Rejected"),
            ("cancelled", "Cancelled"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    household_id = fields.Many2one(
        "heating.household",
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
    )
    branch_id = fields.Many2one(
        related="household_id.branch_id", store=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    reason = fields.Char(required=True, tracking=True)
    amount = fields.Monetary(
        readonly=True,
        copy=False,
        tracking=True,
        help="What it comes to, in yuan, as worked out when approval was asked for.",
    )
    approved_on = fields.Datetime(readonly=True, copy=False)
    approver_names = fields.Char(
        string="Approved by", compute="_compute_approver_names", compute_sudo=True
    )

    # === COMPUTE METHODS === #

    @api.depends("number", "household_id.number")
    def _compute_display_name(self):
        for act in self:
            parts = (act.number, act.household_id.number)
            act.display_name = " ".join(part for part in parts if part)

    @api.depends("review_ids.done_by", "review_ids.status")
    def _compute_approver_names(self):
        for act in self:
            done = act.review_ids.filtered(lambda each: each.status == "approved")
            act.approver_names = ", ".join(done.done_by.mapped("name"))

    # === CRUD METHODS === #

    @api.model
    def _get_approval_protected_fields(self):
        return super()._get_approval_protected_fields() | {
            "amount",
            "approved_on",
            "number",
        }

    @api.model_create_multi
    def create(self, vals_list):
        acts = super().create(vals_list)
        for act in acts:
            # the record's own id: no sequence that many writers would queue for
            act._approval_write({"number": f"{self._number_prefix}{act.id:08d}"})
        return acts

    # === BUSINESS METHODS === #

    @api.model
    def _check_may_ask(self):
        """Raise unless the user may ask for acts about debts."""
        if not self.env.su and not any(
            self.env.user.has_group(f"heating_customer.group_{role}")
            for role in ACT_ROLES
        ):
            raise AccessError(
                self.env._("Only archive clerks and accountants ask for this.")
            )

    def _get_cancellable_states(self):
        """What has taken effect is undone by another act, not by giving it up."""
        return [self._state_draft, self._state_requested]

    def _check_before_request(self):
        """Override of the mixin: fix what is asked for, as the server works it out."""
        self._check_may_ask()
        if not (self.reason or "").strip():
            raise UserError(self.env._("Say why in the field “Reason”."))
        self._approval_write(self._prepare_request())
        return super()._check_before_request()

    def _prepare_request(self):
        """Check the draft.

        :return: values of protected fields, ``amount`` among them
        :rtype: dict
        :raise UserError: it cannot be asked for as it is
        """
        raise NotImplementedError

    def _on_approved(self):
        """Override of the mixin: note when, and let it take effect at once."""
        result = super()._on_approved()
        self.write({"approved_on": fields.Datetime.now()})
        self._apply()
        return result

    def _apply(self):
        """Take effect; called with the trusted record of an approved act."""
        raise NotImplementedError
