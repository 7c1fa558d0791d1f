from odoo import fields, models


class HeatingDepartment(models.Model):
    """A department (部门) that is told when a business takes effect."""

    _name = "heating.department"
    _description = "Department"
    _order = "sequence, name"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", index=True, help="Empty: all.")
    user_ids = fields.Many2many(
        "res.users", string="Members", help="Who is told and may confirm."
    )
