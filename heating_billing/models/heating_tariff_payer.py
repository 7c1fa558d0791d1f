from odoo import fields, models


class HeatingTariffPayer(models.Model):
    """The part of a category's price that one payer pays, in yuan a m².

    The parts of a category add up to its price, or the tariff is not approved; who is
    named first gets an odd cent.
    """

    _name = "heating.tariff.payer"
    _description = "Payer of a Price"
    _inherit = ["heating.tariff.rule"]
    _order = "tariff_id, category_id, sequence, id"
    _rec_name = "payer_id"

    sequence = fields.Integer(default=10)
    category_id = fields.Many2one(
        "heating.category", required=True, ondelete="restrict"
    )
    payer_id = fields.Many2one("heating.payer.kind", required=True, ondelete="restrict")
    part = fields.Float(
        string="Part of the Price",
        required=True,
        digits=(16, 6),
        help="Yuan a m² of the category's price.",
    )

    _payer_unique = models.UniqueIndex(
        "(tariff_id, category_id, payer_id)",
        "A payer stands once for each category of a tariff.",
    )
    _part_not_negative = models.Constraint(
        "CHECK (part >= 0)", "A payer's part cannot be negative."
    )
