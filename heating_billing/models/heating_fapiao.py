from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..fapiao import is_tax_number, normalise_tax_number
from .posting import CHATTER_FIELDS, may_post


class HeatingFapiao(models.Model):
    """A fapiao (发票): the tax document over amounts of one or many invoices.

    Its lines take their amounts from posted invoices, of one household or of many;
    several fapiao may share one invoice. From the request on it covers them, so that
    nobody asks for the same yuan twice. A red one reverses a blue one in part or as a
    whole; nothing that has a number is changed or deleted.
    """

    _name = "heating.fapiao"
    _description = "Fapiao"
    _inherit = ["mail.thread"]
    _order = "id DESC"
    _check_company_auto = True
    _rec_names_search = ["name", "number", "buyer_title"]

    name = fields.Char(
        string="Request",
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: self.env._("New"),
        help="The number of the request, by which results are matched.",
    )
    color = fields.Selection(
        [("blue", "Blue"), ("red", "Red")],
        string="Blue or Red",
        required=True,
        readonly=True,
        default="blue",
        index=True,
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("requested", "Requested"),
            ("issued", "Issued"),
            ("red", "Reversed"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        readonly=True,
        copy=False,
        default="draft",
        index=True,
        tracking=True,
        group_expand=True,
    )
    kind = fields.Selection(
        [("ordinary", "Ordinary"), ("special", "Special")],
        required=True,
        default="ordinary",
        help="A special one lets the buyer deduct the tax.",
    )
    medium = fields.Selection(
        [("electronic", "Electronic"), ("paper", "On Paper")],
        required=True,
        default="electronic",
    )
    provider_id = fields.Many2one(
        "heating.fapiao.provider",
        string="Issued Through",
        required=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        "res.partner",
        string="Billed To",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Whose invoices they are; empty where they are of several.",
    )
    household_id = fields.Many2one(
        "heating.household",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Empty where the fapiao is for several.",
    )
    buyer_kind = fields.Selection(
        [("individual", "Individual"), ("organisation", "Organisation")],
        string="Buyer",
        required=True,
        default="individual",
    )
    buyer_title = fields.Char(string="Title", required=True, tracking=True)
    tax_number = fields.Char(tracking=True)
    buyer_address = fields.Char(string="Address and Phone")
    buyer_bank = fields.Char(string="Bank and Account")
    email = fields.Char(string="E-mail")
    phone = fields.Char()
    note = fields.Char(string="Remark")
    line_ids = fields.One2many("heating.fapiao.line", "fapiao_id", readonly=True)
    household_count = fields.Integer(
        string="Households", compute="_compute_household_count"
    )
    amount_total = fields.Monetary(
        string="Total", compute="_compute_amounts", store=True, help="Tax included."
    )
    amount_tax = fields.Monetary(
        string="Tax Amount", compute="_compute_amounts", store=True
    )
    amount_untaxed = fields.Monetary(
        string="Without Tax", compute="_compute_amounts", store=True
    )
    number = fields.Char(
        string="Fapiao Number",
        size=20,
        readonly=True,
        copy=False,
        tracking=True,
        help="The 20 digits that the tax office gave it.",
    )
    date = fields.Date(string="Issued On", readonly=True, copy=False, index=True)
    file = fields.Binary(attachment=True, copy=False)
    file_name = fields.Char(copy=False)
    requested_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, default=lambda self: self.env.uid
    )
    requested_on = fields.Datetime(readonly=True, copy=False)
    issued_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    exported_on = fields.Datetime(
        readonly=True, copy=False, help="When a file with this request was last made."
    )
    refusal = fields.Char(
        readonly=True, copy=False, help="Why the tax portal did not issue it."
    )

    _name_unique = models.UniqueIndex("(name) WHERE name LIKE 'F%'")
    _number_unique = models.UniqueIndex(
        "(number) WHERE number IS NOT NULL",
        "There is a fapiao of this number already.",
    )
    _number_of_20_digits = models.Constraint(
        "CHECK (number IS NULL OR number ~ '^[0-9]{20}$')",
        "A fapiao number has 20 digits.",
    )
    _issued_has_number = models.Constraint(
        "CHECK ((state IN ('issued', 'red')) = (number IS NOT NULL)"
        " AND (number IS NULL) = (date IS NULL))",
        "A fapiao that is issued has a number and a date, and no other has.",
    )

    # === COMPUTE METHODS === #

    @api.depends("line_ids.amount", "line_ids.amount_tax")
    def _compute_amounts(self):
        for fapiao in self:
            fapiao.amount_total = sum(fapiao.line_ids.mapped("amount"))
            fapiao.amount_tax = sum(fapiao.line_ids.mapped("amount_tax"))
            fapiao.amount_untaxed = fapiao.amount_total - fapiao.amount_tax

    @api.depends("line_ids.household_id")
    def _compute_household_count(self):
        for fapiao in self:
            fapiao.household_count = len(fapiao.line_ids.household_id)

    @api.depends("name", "number", "buyer_title")
    def _compute_display_name(self):
        for fapiao in self:
            words = (fapiao.number or fapiao.name, fapiao.buyer_title)
            fapiao.display_name = " ".join(word for word in words if word)

    @api.constrains("tax_number", "buyer_kind", "kind")
    def _check_tax_number(self):
        for fapiao in self:
            if fapiao.tax_number and not is_tax_number(fapiao.tax_number):
                raise UserError(
                    self.env._(
                        "“%(number)s” is no tax number: a unified social credit code "
                        "has 18 characters, the last of which checks the others; an "
                        "older number has 15.",
                        number=fapiao.tax_number,
                    )
                )
            if fapiao.buyer_kind == "organisation" and not fapiao.tax_number:
                raise UserError(
                    self.env._("A fapiao for an organisation needs its tax number.")
                )
            if fapiao.kind == "special" and fapiao.buyer_kind != "organisation":
                raise UserError(
                    self.env._("A special fapiao is for an organisation only.")
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        if not may_post(self.env):
            self.check_access("create")
            raise AccessError(
                self.env._("A fapiao is asked for from bills and charges.")
            )
        fapiao = super().create([self._normalise(vals) for vals in vals_list])
        for each in fapiao:
            # the record's own id: no sequence that many writers would queue for
            each.name = f"F{each.id:08d}"
        return fapiao

    def write(self, vals):
        if not may_post(self.env):
            # who has no right at all hears of that, and of nothing else
            self.check_access("write")
            self._check_free_fields(set(vals) - CHATTER_FIELDS)
        return super().write(self._normalise(vals))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("A fapiao is never deleted: cancel it, or issue a red one.")
        )

    @api.model
    def _normalise(self, vals):
        vals = dict(vals)
        for name in ("buyer_title", "email", "phone"):
            if vals.get(name):
                vals[name] = vals[name].strip()
        if "tax_number" in vals:
            vals["tax_number"] = normalise_tax_number(vals["tax_number"]) or False
        return vals
