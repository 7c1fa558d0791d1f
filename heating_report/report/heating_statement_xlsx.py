from odoo import models


class HeatingStatementXlsx(models.AbstractModel):
    _name = "report.heating_report.statement_xlsx"
    _inherit = "report.heating_report.list_xlsx"
    _description = "Statement of a Payer as Spreadsheet"

    def _get_model(self):
        return "heating.statement.line"

    def _get_title(self):
        return self.env._("Statement")

    def _get_columns(self):
        return [
            ("partner_id", 20, False),
            ("season_id", 12, False),
            ("household_number", 14, False),
            ("customer_id", 16, False),
            ("address", 30, False),
            ("document", 18, False),
            ("area", 12, True),
            ("billed", 14, True),
            ("paid", 14, True),
            ("open", 14, True),
        ]
