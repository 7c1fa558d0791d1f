from odoo import fields, models


class HeatingOccupancy(models.Model):
    """Who was the customer of a household, from when to when (both included)."""

    _name = "heating.occupancy"
    _description = "Customer of a Household over Time"
    _order = "household_id, date_from DESC NULLS LAST, id DESC"
    _rec_name = "partner_id"

    household_id = fields.Many2one(
        "heating.household", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(
        related="household_id.company_id", store=True, index=True
    )
    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, ondelete="restrict", index=True
    )
    date_from = fields.Date()
    date_to = fields.Date()

    _dates_in_order = models.Constraint(
        "CHECK (date_from IS NULL OR date_to IS NULL OR date_from <= date_to)",
        "The last day cannot come before the first.",
    )
    _no_overlap = models.Constraint(
        "EXCLUDE USING gist (household_id WITH =, "
        "daterange(date_from, date_to, '[]') WITH &&)",
        "A household has one customer on each day: these dates overlap another "
        "occupancy.",
    )
