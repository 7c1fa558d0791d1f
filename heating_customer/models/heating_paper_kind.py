from odoo import fields, models


class HeatingPaperKind(models.Model):
    """A kind of paper (材料种类): identity card, deed, photo of a valve …"""

    _name = "heating.paper.kind"
    _description = "Kind of Paper"
    _order = "sequence, name"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Used by files and programs, e.g. “deed”.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _code_unique = models.UniqueIndex(
        "(code)", "A kind of paper with this code exists already."
    )
