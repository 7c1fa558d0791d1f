from odoo import api, fields, models

from .posting import may_post
from .qr_code import get_qr_image


class HeatingBill(models.Model):
    """A bill (应收单): what one household owes for one season, line by line.

    PostgreSQL holds that a household has one bill for a season.
    """

    _name = "heating.bill"
    _description = "Season Bill"
    _inherit = ["heating.debt.mixin", "mail.thread"]
    _order = "season_id DESC, number"
    _rec_name = "number"
    _check_company_auto = True
    _debt_total_field = "amount_total"
    _debt_link_field = "heating_bill_id"

    number = fields.Char(required=True, readonly=True, copy=False)
    household_id = fields.Many2one(
        "heating.household",
        required=True,
        ondelete="restrict",
        readonly=True,
        index=True,
        check_company=True,
    )
    season_id = fields.Many2one(
        "heating.season",
        required=True,
        ondelete="restrict",
        readonly=True,
        index=True,
        check_company=True,
    )
    tariff_id = fields.Many2one(
        "heating.tariff",
        required=True,
        ondelete="restrict",
        readonly=True,
        index=True,
        check_company=True,
    )
    run_id = fields.Many2one(
        "heating.bill.run", readonly=True, index="btree_not_null", check_company=True
    )
    company_id = fields.Many2one(required=True, readonly=True)
    branch_id = fields.Many2one(
        related="household_id.branch_id", store=True, index=True
    )
    community_id = fields.Many2one(
        related="household_id.community_id", store=True, index=True
    )
    address = fields.Char(related="household_id.address")
    partner_id = fields.Many2one(
        "res.partner",
        string="Billed To",
        required=True,
        ondelete="restrict",
        readonly=True,
        index=True,
    )
    date = fields.Date(required=True, readonly=True)
    date_due = fields.Date(required=True, readonly=True)
    line_ids = fields.One2many(
        "heating.bill.line",
        "bill_id",
        domain=[("version_id", "=", False)],
        readonly=True,
    )
    season_days = fields.Integer(readonly=True)
    amount_total = fields.Monetary(readonly=True, required=True)
    move_ids = fields.One2many(
        "account.move", "heating_bill_id", string="Invoices", readonly=True
    )
    payment_state = fields.Selection(
        [("open", "Not Paid"), ("partial", "Partly Paid"), ("paid", "Paid")],
        compute="_compute_payment_state",
        store=True,
        index=True,
    )

    _household_season_unique = models.UniqueIndex(
        "(household_id, season_id)",
        "This household has a bill for this season already.",
    )

    # === COMPUTE METHODS === #

    @api.depends("amount_total", "amount_residual")
    def _compute_payment_state(self):
        for bill in self:
            compare = bill.currency_id.compare_amounts
            if compare(bill.amount_residual, 0) <= 0:
                bill.payment_state = "paid"
            elif compare(bill.amount_residual, bill.amount_total) < 0:
                bill.payment_state = "partial"
            else:
                bill.payment_state = "open"

    @api.depends("number", "partner_id.name")
    def _compute_display_name(self):
        for bill in self:
            bill.display_name = f"{bill.number} {bill.partner_id.name or ''}".strip()

    # === CREATION AND POSTING === #

    def _check_company(self, fnames=None):
        """Override: the suite's own bills are compared in one go.

        Odoo evaluates a domain for each link of each record, which took a seventh of
        a bill run.
        """
        names = ("household_id", "season_id", "tariff_id", "run_id")
        if may_post(self.env) and all(
            not bill[name] or bill[name].company_id == bill.company_id
            for bill in self.sudo()
            for name in names
        ):
            return
        super()._check_company(fnames)

    @api.model
    def _prepare_bill_vals(
        self, household, tariff, assessment, date, run=None, partners=None
    ):
        """Values of a bill with its lines from what the engine worked out.

        :param dict partners: who pays the parts of others, see ``_get_partners_on`` of
            the kinds of payer
        """
        season = tariff.season_id
        line_model = self.env["heating.bill.line"]
        return {
            "number": f"{season.name}/{household.number}",
            "household_id": household.id,
            "season_id": season.id,
            "tariff_id": tariff.id,
            "run_id": run.id if run else False,
            "company_id": household.company_id.id,
            # whoever pays on the bill's date, which may not be today
            "partner_id": (household._get_payer_on(date) or household.customer_id).id,
            "date": date,
            "date_due": max(season.date_due, date),
            "season_days": assessment.season_days,
            "amount_total": float(assessment.total),
            "part_ids": self._prepare_part_commands(
                assessment, household, partners or {}
            ),
            "line_ids": [
                fields.Command.create(vals)
                for vals in line_model._prepare_vals_list(assessment)
            ],
        }

    def _post_invoices(self, reasons=None):
        """Override of the mixin: a bill of zero yuan is confirmed all the same."""
        moves = super()._post_invoices(reasons)
        self._bills_confirmed()
        return moves

    def _get_journal_field(self):
        return "heating_bill_journal_id", True

    def _prepare_invoice_lines(self, kind):
        lines = self.line_ids
        if self.part_ids:
            lines = lines.filtered(
                lambda line: not self.currency_id.is_zero(line._get_amount_of(kind))
            )
        return [line._prepare_invoice_line_vals(kind) for line in lines]

    def _book_line(self, vals):
        """Override of the mixin: income of days to come is a liability until then."""
        company = self.company_id
        if company.heating_recognise != "by_days":
            return super()._book_line(vals)
        company._check_heating_settings("heating_deferred_account_id")
        # a station earns nothing before its days do: see heating.recognition
        return vals | {
            "account_id": company.heating_deferred_account_id.id,
            "heating_income_account_id": vals["account_id"],
        }

    def _debt_grown(self):
        result = super()._debt_grown()
        self._bills_confirmed()
        return result

    def _after_correction(self, reason):
        """Override: a credit note may leave nothing open, as a payment does."""
        result = super()._after_correction(reason)
        # who was undone is going to be billed again, and has not paid
        settled = self.filtered(lambda bill: not bill.undone_on and bill._is_settled())
        if settled:
            settled._bill_settled()
        return result

    def _bills_confirmed(self):
        """Hook for what follows once bills are posted, such as applying advances."""

    def _bill_settled(self):
        """Hook: these bills have just been paid in full."""
        self._finish_waiting_applications()

    # === PRINTING === #

    def _get_print_name(self):
        """The name of the notice's file, and what the browser calls it."""
        if len(self) != 1:
            return self.env._("Payment notices")
        return self.env._("Payment notice %(bill)s", bill=self.number.replace("/", "-"))

    def _get_qr_image(self):
        """What the counter's scanner types: the household's number.

        :return: the data URI of a picture
        """
        self.ensure_one()
        return get_qr_image(self.household_id.number)

    # === ACTIONS === #

    def action_view_invoices(self):
        """Open the accounting documents of the bill."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Invoices of %(bill)s", bill=self.number),
            "res_model": "account.move",
            "view_mode": "list,form",
            "domain": [("heating_bill_id", "=", self.id)],
            "context": {"create": False},
        }
