from odoo import models


class HeatingTakingsXlsx(models.AbstractModel):
    _name = "report.heating_report.takings_xlsx"
    _inherit = "report.heating_report.list_xlsx"
    _description = "Cashier Report as Spreadsheet"

    def _get_model(self):
        return "heating.takings"

    def _get_title(self):
        return self.env._("Cashier Report")

    def _get_columns(self):
        return [
            ("date", 12, False),
            ("branch_id", 14, False),
            ("hall_id", 16, False),
            ("desk_id", 14, False),
            ("user_id", 12, False),
            ("method_id", 14, False),
            ("act", 12, False),
            ("reference", 18, False),
            ("taken", 14, True),
            ("given_back", 14, True),
            ("amount", 14, True),
        ]
