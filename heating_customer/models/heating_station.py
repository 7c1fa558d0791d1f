from odoo import fields, models


class HeatingStation(models.Model):
    """A heat exchange station (换热站) that feeds communities."""

    _name = "heating.station"
    _description = "Heat Exchange Station"
    _inherit = ["heating.company.mixin"]
    _order = "branch_id, name"
    _check_company_auto = True

    name = fields.Char(required=True)
    code = fields.Char()
    branch_id = fields.Many2one(
        "heating.branch", required=True, index=True, check_company=True
    )
    active = fields.Boolean(default=True)

    _name_unique = models.UniqueIndex(
        "(branch_id, name)", "This branch has a station of this name already."
    )
