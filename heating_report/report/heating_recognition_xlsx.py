from odoo import models


class HeatingRecognitionXlsx(models.AbstractModel):
    _name = "report.heating_report.recognition_xlsx"
    _inherit = "report.heating_report.list_xlsx"
    _description = "Proof of Recognition as Spreadsheet"

    def _get_model(self):
        return "heating.recognition.line"

    def _get_title(self):
        return self.env._("Proof of Recognition")

    def _get_columns(self):
        return [
            ("season_id", 12, False),
            ("month", 12, False),
            ("station_id", 16, False),
            ("category_id", 14, False),
            ("deferred_account_id", 22, False),
            ("income_account_id", 22, False),
            ("days", 8, False),
            ("season_days", 8, False),
            ("billed", 16, True),
            ("before", 16, True),
            ("amount", 16, True),
            ("left", 16, True),
        ]

    def _get_objs_for_report(self, docids, data):
        """Override: the proof of the months that are printed."""
        records = super()._get_objs_for_report(docids, data)
        if records._name == "heating.recognition":
            return records.line_ids
        return records
