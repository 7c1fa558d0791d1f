from odoo import models


class HeatingReceivableAgeXlsx(models.AbstractModel):
    _name = "report.heating_report.receivable_age_xlsx"
    _inherit = "report.heating_report.list_xlsx"
    _description = "Receivable by Age as Spreadsheet"

    def _get_model(self):
        return "heating.receivable.age"

    def _get_title(self):
        return self.env._("Receivable by Age")

    def _get_columns(self):
        return [
            ("as_of", 12, False),
            ("branch_id", 14, False),
            ("category_id", 12, False),
            ("household_number", 14, False),
            ("partner_id", 18, False),
            ("season_id", 12, False),
            ("move_id", 20, False),
            ("date_due", 12, False),
            ("days_overdue", 10, False),
            ("not_due", 14, True),
            ("d30", 14, True),
            ("d90", 14, True),
            ("d365", 14, True),
            ("older", 14, True),
            ("open", 14, True),
        ]

    def _get_objs_for_report(self, docids, data):
        """Override: what was owed on the day that the list was opened for."""
        as_of = (data or {}).get("as_of") or self.env.context.get("as_of")
        report = self.with_context(as_of=as_of)
        return super(HeatingReceivableAgeXlsx, report)._get_objs_for_report(
            docids, data
        )
