from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from .posting import CHATTER_FIELDS, QUIET_POSTING, may_post

CHARGE_KINDS = [
    ("opening", "Opening Arrears"),
    ("connection", "Connection"),
    ("restore", "Restoring"),
    ("late_fee", "Late Fee"),
    ("back_charge", "Back-charge"),
    ("water", "Water"),
    ("material", "Material"),
    ("other", "Other"),
]

# what a draft says of itself; the rest follows from it and from the ledger
DRAFT_FIELDS = CHATTER_FIELDS | {
    "amount",
    "date",
    "date_due",
    "household_id",
    "kind",
    "name",
    "partner_id",
    "price_id",
    "quantity",
    "season_id",
}
# follows from the household and the ledger, whatever a client says
DERIVED_FIELDS = ("amount_residual", "branch_id", "company_id")
# what only the suite says of a charge, whatever a client or its defaults say
SERVER_FIELDS = ("amount_waived", "approved_by_id", "approved_on")


class HeatingCharge(models.Model):
    """A charge (其他应收): anything owed that is not a season's heat."""

    _name = "heating.charge"
    _description = "Heating Charge"
    _inherit = ["heating.company.mixin", "heating.debt.mixin", "mail.thread"]
    _order = "date DESC, id DESC"
    _rec_name = "number"
    _check_company_auto = True
    _company_from = "household_id"
    _debt_total_field = "amount"
    _debt_link_field = "heating_charge_id"

    number = fields.Char(
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: self.env._("New"),
    )
    kind = fields.Selection(CHARGE_KINDS, required=True, default="other", index=True)
    state = fields.Selection(
        [("draft", "Draft"), ("posted", "Posted"), ("cancelled", "Cancelled")],
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
    season_id = fields.Many2one(
        "heating.season", ondelete="restrict", index=True, check_company=True
    )
    branch_id = fields.Many2one(
        related="household_id.branch_id", store=True, index=True
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Billed To",
        compute="_compute_partner_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        ondelete="restrict",
    )
    name = fields.Char(string="Reason")
    application_id = fields.Many2one(
        "heating.application",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
        help="The application whose fee it is.",
    )
    date = fields.Date(required=True, default=fields.Date.context_today)
    date_due = fields.Date(
        compute="_compute_date_due",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    amount = fields.Monetary(required=True)
    move_ids = fields.One2many(
        "account.move", "heating_charge_id", string="Invoices", readonly=True
    )

    _amount_positive = models.Constraint(
        "CHECK (amount > 0)", "A charge must be more than 0 yuan."
    )
    _opening_unique = models.UniqueIndex(
        "(household_id, season_id) WHERE kind = 'opening'",
        "The opening arrears of this household and season are in the books already.",
    )

    @api.depends("household_id")
    def _compute_partner_id(self):
        for charge in self:
            household = charge.household_id
            payer = household and household._get_payer_on(
                charge.date or fields.Date.context_today(charge)
            )
            charge.partner_id = payer or household.customer_id

    @api.depends("date")
    def _compute_date_due(self):
        for charge in self:
            charge.date_due = charge.date_due or charge.date

    @api.model_create_multi
    def create(self, vals_list):
        trusted = may_post(self.env)
        for vals in vals_list:
            if vals.get("state", "draft") != "draft" and not trusted:
                raise UserError(self.env._("A charge begins as a draft."))
        # said in so many words: a default of the client's would count as well
        begin = {"state": "draft"}
        if not trusted:
            begin |= dict.fromkeys(SERVER_FIELDS, False)
        charges = super().create(
            [begin | vals if trusted else vals | begin for vals in vals_list]
        )
        for charge in charges:
            # the record's own id: no sequence that many writers would queue for
            charge.with_context(**QUIET_POSTING).number = f"C{charge.id:08d}"
        if not trusted:
            for name in DERIVED_FIELDS:
                self.env.add_to_compute(self._fields[name], charges)
            charges._follow_price_list()
            charges.check_access("create")
            # not by what was sent: defaults come from the context, too
            if charges.application_id:
                raise UserError(
                    self.env._("The fee of an application is charged by itself.")
                )
        return charges

    def _check_free_fields(self, names):
        """Override of the mixin: a draft may be corrected, but not posted by hand."""
        if "state" in names:
            raise UserError(self.env._("Use “Confirm” to post a charge."))
        drafts = self.filtered(lambda charge: charge.state == "draft")
        if names - DRAFT_FIELDS and drafts:
            raise UserError(
                self.env._(
                    "What a charge is about can be written, not what follows from it."
                )
            )
        return super(HeatingCharge, self - drafts)._check_free_fields(names)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_posted(self):
        if any(charge.state != "draft" for charge in self):
            raise UserError(self.env._("A charge that is in the books stays."))

    def action_confirm(self):
        """Post the invoices of draft charges.

        :raise AccessError: the user is no accountant
        """
        if not self.env.user.has_group("heating_customer.group_accountant"):
            raise AccessError(self.env._("Only an accountant can confirm a charge."))
        # a client may name a charge twice, or two clients the same one at once
        charges = self.browse(dict.fromkeys(self.ids))
        charges.sudo().lock_for_update(allow_referencing=True)
        charges.invalidate_recordset(["state"])
        drafts = charges.filtered(lambda charge: charge.state == "draft")
        drafts._check_may_confirm()
        drafts._post_invoices()

    def _post_invoices(self, reasons=None):
        """Override of the mixin to note that the charges are in the books."""
        moves = super()._post_invoices(reasons)
        self.with_context(**QUIET_POSTING).write({"state": "posted"})
        self._charges_confirmed()
        return moves

    def _take_back(self, reason):
        """Credit these charges in full: what they were for does not happen.

        :param str reason: as the credit notes say
        """
        charges = self.sudo().with_context(**QUIET_POSTING)
        charges.lock_for_update(allow_referencing=True)
        charges.invalidate_recordset(["state"])
        for charge in charges.filtered(lambda each: each.state == "posted"):
            # first: what is credited asks what the charge is
            charge.state = "cancelled"
            charge._post_difference(
                {key: -yuan for key, yuan in charge._get_sums_by_account().items()},
                reason,
            )

    def _debt_grown(self):
        result = super()._debt_grown()
        self._charges_confirmed()
        return result

    def _charges_confirmed(self):
        """Hook for what follows once charges are posted, such as applying advances."""

    def _get_waiting_domain(self):
        domain = super()._get_waiting_domain()
        return domain | Domain("id", "in", self.application_id.ids)

    def _after_correction(self, reason):
        """Override: a credit note may leave nothing open, as a payment does."""
        result = super()._after_correction(reason)
        settled = self.filtered(lambda charge: charge._is_settled())
        if settled:
            settled._charge_settled()
        return result

    def _charge_settled(self):
        """Hook: these charges have just been paid in full."""
        self._finish_waiting_applications()

    def _get_journal_field(self):
        if self.kind == "opening":
            return "heating_opening_journal_id", False
        return "heating_charge_journal_id", True

    def _prepare_invoice_lines(self, kind):
        """Opening arrears: no tax and no revenue, both were booked in their year."""
        self.ensure_one()
        company = self.company_id
        lang = self.partner_id.lang
        kinds = dict(
            self._fields["kind"]._description_selection(
                self.with_context(lang=lang).env
            )
        )
        words = [kinds[self.kind], self.season_id.name, self.name]
        opening = self.kind == "opening"
        price = self.price_id.with_context(lang=lang)
        if price:
            words = [price.name, price._explain(self.quantity), *words[1:]]
        account = price.income_account_id or company.heating_charge_income_account_id
        tax = price.tax_id if price else company._get_heating_charge_tax(self.kind)
        return [
            {
                "name": " ".join(word for word in words if word),
                "quantity": 1,
                "price_unit": self.amount,
                "account_id": (
                    company.heating_opening_account_id if opening else account
                ).id,
                "tax_ids": [fields.Command.set([] if opening else tax.ids)],
            }
        ]
