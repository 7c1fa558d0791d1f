from odoo import models


class HeatingRevenueXlsx(models.AbstractModel):
    _name = "report.heating_report.revenue_xlsx"
    _inherit = "report.heating_report.list_xlsx"
    _description = "Revenue as Spreadsheet"

    def _get_model(self):
        return "heating.revenue"

    def _get_title(self):
        return self.env._("Revenue by Season and Category")

    def _get_columns(self):
        return [
            ("season_id", 12, False),
            ("category_id", 14, False),
            ("kind", 12, False),
            ("branch_id", 14, False),
            ("station_id", 16, False),
            ("date", 12, False),
            ("billed", 16, True),
            ("tax", 14, True),
            ("income", 16, True),
            ("deferred", 16, True),
        ]
