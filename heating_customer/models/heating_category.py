from odoo import fields, models


class HeatingCategory(models.Model):
    """A price category (用户性质): what a space is used for, hence which price it has.

    Shared by all companies; the price itself stands in each tariff.
    """

    _name = "heating.category"
    _description = "Heating Price Category"
    _order = "sequence, name"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(
        required=True, help="Used by tariffs and rule packs, e.g. “resident”."
    )
    ledger_names = fields.Char(
        string="Names in Ledgers",
        help="Words that stand for this category in imported ledgers, separated by "
        "commas.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _code_unique = models.UniqueIndex(
        "(code)", "A price category with this code exists already."
    )
