from odoo import fields, models


class HeatingHall(models.Model):
    """A hall (营业厅) where householders come to the counter."""

    _name = "heating.hall"
    _description = "Heating Hall"
    _inherit = ["heating.company.mixin"]
    _order = "branch_id, name"
    _check_company_auto = True

    name = fields.Char(required=True)
    branch_id = fields.Many2one(
        "heating.branch", required=True, index=True, check_company=True
    )
    address = fields.Char()
    phone = fields.Char()
    active = fields.Boolean(default=True)

    _name_unique = models.UniqueIndex(
        "(branch_id, name)", "This branch has a hall of this name already."
    )
