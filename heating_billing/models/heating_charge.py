from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .posting import HEATING_POSTING, may_post

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


class HeatingCharge(models.Model):
    """A charge (其他应收): anything owed that is not a season's heat."""

    _name = "heating.charge"
    _description = "Heating Charge"
    _inherit = ["mail.thread"]
    _order = "date DESC, id DESC"
    _rec_name = "number"
    _check_company_auto = True

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
    company_id = fields.Many2one(
        related="household_id.company_id", store=True, index=True
    )
    branch_id = fields.Many2one(
        related="household_id.branch_id", store=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
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
    amount_residual = fields.Monetary(
        string="Open", compute="_compute_amount_residual", store=True
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
            charge.partner_id = household.payer_id or household.customer_id

    @api.depends("date")
    def _compute_date_due(self):
        for charge in self:
            charge.date_due = charge.date_due or charge.date

    @api.depends("move_ids.amount_residual_signed", "move_ids.state")
    def _compute_amount_residual(self):
        for charge in self:
            posted = charge.move_ids.filtered(lambda move: move.state == "posted")
            charge.amount_residual = sum(posted.mapped("amount_residual_signed"))

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("state", "draft") != "draft" and not may_post(self.env):
                raise UserError(self.env._("A charge begins as a draft."))
        # said in so many words: a default of the client's would count as well
        charges = super().create([{"state": "draft", **vals} for vals in vals_list])
        for charge in charges:
            # the record's own id: no sequence that many writers would queue for
            charge.number = f"C{charge.id:08d}"
        return charges

    def write(self, vals):
        if not may_post(self.env):
            if "state" in vals:
                raise UserError(self.env._("Use “Confirm” to post a charge."))
            fixed = {"kind", "household_id", "season_id", "partner_id", "amount"}
            if (fixed | {"date", "date_due"}) & set(vals):
                for charge in self:
                    if charge.state != "draft":
                        raise UserError(
                            self.env._(
                                "Charge %(number)s is in the books and does not change "
                                "any more.",
                                number=charge.number,
                            )
                        )
        return super().write(vals)

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
        charges.filtered(lambda charge: charge.state == "draft")._post_invoices()

    def _post_invoices(self):
        """Post one invoice a charge, in one batch."""
        context = {
            "heating_posting": HEATING_POSTING,
            "tracking_disable": True,
            "mail_create_nosubscribe": True,
        }
        moves = (
            self.env["account.move"]
            .sudo()
            .with_context(**context)
            .create([charge._prepare_invoice_vals() for charge in self])
        )
        moves._post(soft=False)
        for charge, move in zip(self, moves, strict=True):
            if charge.currency_id.compare_amounts(move.amount_total, charge.amount):
                raise UserError(
                    self.env._(
                        "The invoice of charge %(charge)s came to %(invoice)s instead "
                        "of %(total)s: its tax must be included in the price.",
                        charge=charge.number,
                        invoice=move.amount_total,
                        total=charge.amount,
                    )
                )
        self.with_context(**context).write({"state": "posted"})
        self._charges_confirmed()
        return moves

    def _charges_confirmed(self):
        """Hook for what follows once charges are posted, such as applying advances."""

    def _prepare_invoice_vals(self):
        self.ensure_one()
        company = self.company_id
        opening = self.kind == "opening"
        journal = (
            company.heating_opening_journal_id
            if opening
            else company.heating_charge_journal_id
        )
        if not journal:
            raise UserError(
                self.env._(
                    "%(company)s has no journal for charges: choose one under "
                    "Settings › Heating.",
                    company=company.name,
                )
            )
        return {
            "move_type": "out_invoice",
            "journal_id": journal.id,
            "company_id": company.id,
            "currency_id": company.currency_id.id,
            "partner_id": self.partner_id.id,
            "invoice_date": self.date,
            "invoice_date_due": self.date_due,
            "invoice_payment_term_id": False,
            "ref": self.number,
            "heating_charge_id": self.id,
            "heating_household_id": self.household_id.id,
            "heating_season_id": self.season_id.id,
            "invoice_line_ids": [
                fields.Command.create(self._prepare_invoice_line_vals())
            ],
        }

    def _prepare_invoice_line_vals(self):
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
        return {
            "name": " ".join(word for word in words if word),
            "quantity": 1,
            "price_unit": self.amount,
            "account_id": (
                company.heating_opening_account_id
                if opening
                else company.heating_charge_income_account_id
            ).id,
            "tax_ids": [
                fields.Command.set(
                    [] if opening else company.heating_included_tax_id.ids
                )
            ],
        }
