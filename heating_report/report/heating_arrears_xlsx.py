from odoo import models


class HeatingArrearsXlsx(models.AbstractModel):
    _name = "report.heating_report.arrears_xlsx"
    _inherit = "report.heating_report.list_xlsx"
    _description = "Arrears as Spreadsheet"

    def _get_title(self):
        return self.env._("Arrears")

    def _get_columns(self):
        return [
            ("branch_id", 14, False),
            ("community_id", 16, False),
            ("household_number", 14, False),
            ("address", 30, False),
            ("partner_id", 16, False),
            ("phone", 14, False),
            ("customer_id", 16, False),
            ("category_id", 12, False),
            ("season_id", 12, False),
            ("kind", 10, False),
            ("date_due", 12, False),
            ("receivable", 14, True),
            ("paid", 14, True),
            ("open", 14, True),
        ]
