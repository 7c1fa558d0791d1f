from odoo import api, fields, models


class HeatingLedgerImportBatch(models.Model):
    _inherit = "heating.ledger.import.batch"

    kind = fields.Selection(
        selection_add=[("arrears", "Arrears"), ("payment", "Earlier Payments")],
        ondelete={"arrears": "cascade", "payment": "cascade"},
    )

    @api.model
    def _get_loaded_tables(self, kind):
        if kind == "arrears":
            return (
                "heating_charge",
                "account_move",
                "account_move_line",
                "account_partial_reconcile",
            )
        if kind == "payment":
            return ("heating_payment_history",)
        return super()._get_loaded_tables(kind)

    def _sort_out(self, rows):
        """The rows whose household the archive has, and the others.

        :return: dict of number → id of the household, and a list of failures as
            `_import_safely` returns them
        """
        households = self.import_id._find_households(
            {row["number"] for row in rows}, self.company_id
        )
        failures = [
            (row, "household_missing", {"number": row["number"]})
            for row in rows
            if row["number"] not in households
        ]
        return households, failures

    def _import_arrears_rows(self, rows):
        """Book opening arrears: a charge with its posted invoice each.

        Those that are in the books already are left as they are.

        :param rows: dicts as `heating.ledger.import` sets them aside
        :return: a list of failures as `_import_safely` returns them
        """
        ledger = self.import_id
        households, failures = self._sort_out(rows)
        known = ledger._find_opening_charges(households.values())
        seasons = ledger._ensure_seasons({row["season_label"] for row in rows})
        charges = self.env["heating.charge"].create(
            [
                self._prepare_opening_charge(
                    row, households[row["number"]], seasons[row["season_label"]]
                )
                for row in rows
                if row["number"] in households
                and (households[row["number"]], row["season_label"]) not in known
            ]
        )
        charges._post_invoices()
        return failures

    def _prepare_opening_charge(self, row, household_id, season):
        date = self.import_id._get_opening_date(season)
        return {
            "kind": "opening",
            "household_id": household_id,
            "season_id": season.id,
            "date": date,
            "date_due": max(season.date_due, date),
            "amount": float(row["owed"]),
        }

    def _import_payment_rows(self, rows):
        """Put payments of earlier seasons on file, to be read only.

        :param rows: dicts as `heating.ledger.import` sets them aside
        :return: a list of failures as `_import_safely` returns them
        """
        ledger = self.import_id
        households, failures = self._sort_out(rows)
        known = ledger._find_payments(households.values())
        seasons = ledger._ensure_seasons({row["season_label"] for row in rows})
        self.env["heating.payment.history"].create(
            [
                {
                    "household_id": households[row["number"]],
                    "season_id": seasons[row["season_label"]].id,
                    "receivable": float(row["receivable"]),
                    "paid": float(row["paid"]),
                    "paid_on": row["paid_on"],
                    "method": row.get("method"),
                }
                for row in rows
                if row["number"] in households
                and ledger._get_payment_key(
                    households[row["number"]],
                    row["season_label"],
                    row["paid_on"],
                    row.get("method"),
                    row["paid"],
                )
                not in known
            ]
        )
        return failures
