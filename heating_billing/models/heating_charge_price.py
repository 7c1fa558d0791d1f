from odoo import api, fields, models
from odoo.exceptions import UserError

UNITS = [
    ("each", "Each"),
    ("square_metre", "m²"),
    ("cubic_metre", "m³"),
    ("metre", "Metre"),
    ("hour", "Hour"),
    ("day", "Day"),
]
PRICED_KINDS = [
    ("connection", "Connection"),
    ("restore", "Restoring"),
    ("back_charge", "Back-charge"),
    ("water", "Water"),
    ("material", "Material"),
    ("other", "Other"),
]
# what may be written on a price that charges rest on
FREE_WHEN_USED = {"active", "date_to"}


class HeatingChargePrice(models.Model):
    """An entry of the price list of charges: yuan a unit, from day to day.

    Where the list has a price of a kind, charges of that kind follow it. A price that
    a charge rests on ends and is followed by another; it does not change.
    """

    _name = "heating.charge.price"
    _description = "Price of a Charge"
    _order = "kind, name, date_from DESC"
    _check_company_auto = True

    name = fields.Char(required=True)
    kind = fields.Selection(PRICED_KINDS, required=True, default="other", index=True)
    unit = fields.Selection(UNITS, required=True, default="each")
    price = fields.Monetary(
        string="Price a Unit", required=True, help="Yuan a unit, tax included."
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    tax_id = fields.Many2one(
        "account.tax",
        compute="_compute_tax_id",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        domain="[('type_tax_use', '=', 'sale'), ('price_include', '=', True)]",
        help="Included in the price. Empty: no tax.",
    )
    income_account_id = fields.Many2one(
        "account.account",
        compute="_compute_income_account_id",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        help="Empty: the company's income account of charges.",
    )
    date_from = fields.Date(string="Valid from", required=True, index=True)
    date_to = fields.Date(string="Valid until", help="Empty: until further notice.")
    active = fields.Boolean(default=True)
    charge_ids = fields.One2many("heating.charge", "price_id")

    _price_positive = models.Constraint(
        "CHECK (price > 0)", "A price is more than 0 yuan."
    )
    _days_in_order = models.Constraint(
        "CHECK (date_to IS NULL OR date_from <= date_to)",
        "The last day of a price cannot come before its first.",
    )
    _no_overlap = models.Constraint(
        "EXCLUDE USING gist (company_id WITH =, kind WITH =, name WITH =, "
        "daterange(date_from, date_to, '[]') WITH &&) WHERE (active)",
        "There is a price of this kind and name for these days already.",
    )

    @api.depends("company_id", "kind")
    def _compute_tax_id(self):
        for price in self:
            company_sudo = price.company_id.sudo()
            price.tax_id = company_sudo._get_heating_charge_tax(price.kind)

    @api.depends("company_id")
    def _compute_income_account_id(self):
        for price in self:
            price.income_account_id = (
                price.company_id.sudo().heating_charge_income_account_id
            )

    @api.depends("name", "price", "unit")
    @api.depends_context("lang")
    def _compute_display_name(self):
        units = dict(self._fields["unit"]._description_selection(self.env))
        for price in self:
            price.display_name = self.env._(
                "%(name)s, %(price)s yuan / %(unit)s",
                name=price.name,
                price=f"{price.price:.2f}",
                unit=units.get(price.unit, ""),
            )

    @api.model_create_multi
    def create(self, vals_list):
        # PostgreSQL looks at the days at once: what ends is written first
        self.flush_model()
        return super().create(vals_list)

    def write(self, vals):
        # who has no right at all hears of that, and of nothing else
        self.check_access("write")
        if set(vals) - FREE_WHEN_USED:
            self._check_unused()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        self._check_unused()

    def _check_unused(self):
        """Raise where a charge rests on one of these prices."""
        used = (
            self.env["heating.charge"]
            .sudo()
            .search([("price_id", "in", self.ids)], limit=1)
            .price_id
        )
        if used:
            raise UserError(
                self.env._(
                    "Charges rest on “%(price)s”: end it by its last day and add "
                    "another one from then on.",
                    price=used.name,
                )
            )

    @api.model
    def _get_valid_domain(self, company, day):
        """Domain of the prices of a company on a day."""
        return [
            ("company_id", "=", company.id),
            ("date_from", "<=", day),
            "|",
            ("date_to", "=", False),
            ("date_to", ">=", day),
        ]

    def _explain(self, quantity):
        """The formula of a charge in the reader's language.

        :param float quantity: in the unit of the price
        """
        self.ensure_one()
        units = dict(self._fields["unit"]._description_selection(self.env))
        return self.env._(
            "%(quantity)s %(unit)s × %(price)s yuan",
            quantity=f"{quantity:.4f}".rstrip("0").rstrip("."),
            unit=units[self.unit],
            price=f"{self.price:.2f}",
        )
