from odoo import api, fields, models

from ..assessment import Price
from .heating_tariff import exact


class HeatingTariffPrice(models.Model):
    """The price of one category in a tariff, in yuan."""

    _name = "heating.tariff.price"
    _description = "Price of a Category"
    _inherit = ["heating.tariff.rule"]
    _order = "tariff_id, sequence, id"
    _rec_name = "category_id"

    sequence = fields.Integer(default=10)
    category_id = fields.Many2one(
        "heating.category", required=True, ondelete="restrict"
    )
    basis = fields.Selection(
        [("built", "Built Area"), ("inner", "Inner Area")],
        required=True,
        default="built",
    )
    price = fields.Float(required=True, digits=(16, 6), help="Yuan a m².")
    per = fields.Selection(
        [("season", "Season"), ("day", "Day")], required=True, default="season"
    )
    energy_price = fields.Float(
        digits=(16, 6),
        help="Yuan for each unit of heat read from the meter, in two-part prices.",
    )
    area_price = fields.Float(
        string="Price by Area",
        digits=(16, 6),
        help="In two-part prices: yuan a m² where heat is not charged by the meter, "
        "such as before the readings and where the meter is broken.",
    )
    area_per = fields.Selection(
        [("season", "Season"), ("day", "Day")],
        string="By Area for Each",
        required=True,
        default="season",
    )
    advance_price = fields.Float(
        string="Advance",
        digits=(16, 6),
        help="In two-part prices: yuan a m² that are charged beside the fixed part "
        "before the readings, for the same season or day.",
    )
    tax_id = fields.Many2one(
        "account.tax",
        required=True,
        compute="_compute_tax_id",
        store=True,
        readonly=False,
        precompute=True,
        domain="[('type_tax_use', '=', 'sale')]",
    )
    income_account_id = fields.Many2one(
        "account.account",
        required=True,
        compute="_compute_income_account_id",
        store=True,
        readonly=False,
        precompute=True,
    )

    _category_unique = models.UniqueIndex(
        "(tariff_id, category_id)", "A tariff prices a category once."
    )
    _price_not_negative = models.Constraint(
        "CHECK (price >= 0 AND energy_price >= 0)", "A price cannot be negative."
    )
    _metered_not_negative = models.Constraint(
        "CHECK (area_price >= 0 AND advance_price >= 0)", "A price cannot be negative."
    )

    @api.depends("category_id")
    def _compute_tax_id(self):
        """Residents are exempt at present, other heat has its tax in the price."""
        for price in self:
            company = price.tariff_id.company_id or self.env.company
            exempt = price.category_id.code in ("resident", "low_income")
            price.tax_id = price.tax_id or (
                company.heating_exempt_tax_id
                if exempt
                else company.heating_included_tax_id
            )

    @api.depends("category_id")
    def _compute_income_account_id(self):
        for price in self:
            company = price.tariff_id.company_id or self.env.company
            price.income_account_id = (
                price.income_account_id or company.heating_income_account_id
            )

    def _get_facts(self):
        """The price as the assessment engine wants it.

        :rtype: assessment.Price
        """
        self.ensure_one()
        return Price(
            category=self.category_id.id,
            basis=self.basis,
            price=exact(self.price),
            per=self.per,
            energy_price=exact(self.energy_price) if self.energy_price else None,
        )
