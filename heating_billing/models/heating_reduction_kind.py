from odoo import fields, models


class HeatingReductionKind(models.Model):
    """A kind of reduction (核减类型): low income, below temperature, goodwill …"""

    _name = "heating.reduction.kind"
    _description = "Kind of Reduction"
    _order = "sequence, name"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Used by files and programs.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    paper_kind_ids = fields.Many2many(
        "heating.paper.kind",
        string="Papers Needed",
        help="A paper of each of these kinds is attached to a reduction before "
        "approval is asked for.",
    )

    _code_unique = models.UniqueIndex(
        "(code)", "A kind of reduction with this code exists already."
    )
