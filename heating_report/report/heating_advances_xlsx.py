from odoo import models


class HeatingAdvancesXlsx(models.AbstractModel):
    _name = "report.heating_report.advances_xlsx"
    _inherit = "report.heating_report.list_xlsx"
    _description = "Advances as Spreadsheet"

    def _get_model(self):
        return "heating.advances"

    def _get_title(self):
        return self.env._("Advances")

    def _get_columns(self):
        return [
            ("branch_id", 14, False),
            ("community_id", 16, False),
            ("household_number", 14, False),
            ("partner_id", 18, False),
            ("category_id", 12, False),
            ("kept_for", 14, False),
            ("date", 12, False),
            ("received", 14, True),
            ("applied", 14, True),
            ("amount", 14, True),
        ]
