from odoo import fields, models


class HeatingPayerKind(models.Model):
    """Who pays a part of a price (付款方): the household, its employer, the government.

    Shared by all companies. “household” is who is billed anyway and pays the rounding;
    the others are data.
    """

    _name = "heating.payer.kind"
    _description = "Kind of Payer"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(
        required=True, help="Used by rule packs and examples, e.g. “government”."
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _code_unique = models.UniqueIndex(
        "(code)", "A kind of payer with this code exists already."
    )
