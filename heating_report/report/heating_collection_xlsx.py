from odoo import models


class HeatingCollectionXlsx(models.AbstractModel):
    _name = "report.heating_report.collection_xlsx"
    _inherit = "report.heating_report.list_xlsx"
    _description = "Collection Rate as Spreadsheet"

    def _get_model(self):
        return "heating.collection"

    def _get_title(self):
        return self.env._("Collection Rate")

    def _get_columns(self):
        return [
            ("season_id", 12, False),
            ("branch_id", 16, False),
            ("households", 10, True),
            ("households_paid", 12, True),
            ("household_rate", 12, False),
            ("area", 14, True),
            ("area_paid", 14, True),
            ("area_rate", 12, False),
            ("receivable", 16, True),
            ("received", 16, True),
            ("open", 16, True),
            ("money_rate", 12, False),
        ]

    def _get_rows(self, records):
        """By season and branch, whatever finer rows were chosen on the screen."""
        names = [name for name, *_rest in self._get_columns()][2:]
        rates = records._RATES
        aggregates = [f"{n}:avg" if n in rates else f"{n}:sum" for n in names]
        groups = records._read_group(
            [("id", "in", records.ids)] if records else [],
            ["season_id", "branch_id"],
            aggregates,
        )
        for season, branch, *values in groups:
            yield [
                season.display_name,
                branch.display_name,
                # the database's numbers of any length: a share of cents is nothing
                *(v if isinstance(v, int) else round(float(v or 0), 2) for v in values),
            ]

    def _get_rates(self):
        """Override: a rate of the whole is made from the sums, as on the screen."""
        return self.env["heating.collection"]._RATES
