from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    heating_safe_journal_id = fields.Many2one(
        related="company_id.heating_safe_journal_id", readonly=False
    )
