import datetime

from odoo import api, fields, models

# price categories whose customers are organisations, not persons
ORGANISATIONS = {"business", "school", "institution"}


class HeatingLedgerImportBatch(models.Model):
    """Batches of households."""

    _inherit = "heating.ledger.import.batch"

    @api.model
    def _get_loaded_tables(self, kind):
        if kind != "household":
            return super()._get_loaded_tables(kind)
        return (
            "res_partner",
            "heating_household",
            "heating_space",
            "heating_occupancy",
            "heating_supply",
        )

    def _import_household_rows(self, rows):
        """Create households with their customers, spaces and supply states.

        Households that the archive has meanwhile are left as they are.

        :param rows: dicts as `heating.ledger.import` sets them aside
        :return: what could not be imported: nothing, a bad row raises
        """
        ledger = self.import_id
        known = ledger._find_households(
            [row["number"] for row in rows], self.company_id
        )
        rows = [row for row in rows if row["number"] not in known]
        places = ledger._ensure_addresses({ledger._get_address(row) for row in rows})
        customers = self.env["res.partner"].create(self._prepare_customers(rows))
        households = self.env["heating.household"].create(
            [
                self._prepare_household(row, customer, places)
                for row, customer in zip(rows, customers, strict=True)
            ]
        )
        pairs = list(zip(rows, households, strict=True))
        self.env["heating.space"].create(
            [self._prepare_space(row, household) for row, household in pairs]
        )
        self.env["heating.supply"].create(
            [
                {"household_id": household.id, **vals}
                for row, household in pairs
                for vals in self._prepare_supply(row, ledger.states_from)
            ]
        )
        return []

    def _prepare_customers(self, rows):
        """Values of one customer a household: the same name is not the same person."""
        languages = dict(self.env["res.lang"].get_installed())
        lang = "zh_CN" if "zh_CN" in languages else self.env.user.lang
        categories = self.env["heating.category"].browse(
            {row["category"] for row in rows}
        )
        organisations = categories.filtered(lambda each: each.code in ORGANISATIONS)
        return [
            {
                "name": row["customer_name"],
                "phone": row.get("phone"),
                "is_company": row["category"] in organisations._ids,
                "company_id": self.company_id.id,
                "lang": lang,
            }
            for row in rows
        ]

    def _prepare_household(self, row, customer, places):
        location_id, station_id = places[self.import_id._get_address(row)]
        vals = {
            "number": row["number"],
            "company_id": self.company_id.id,
            "customer_id": customer.id,
            "location_id": location_id,
            "room": row.get("room"),
            "heating_type": row["heating_type"],
            "joined_on": row.get("joined_on"),
            "note": row.get("note"),
        }
        if station_id:
            # else it is fed by the station of its location
            vals["station_id"] = station_id
        return vals

    def _prepare_space(self, row, household):
        return {
            "household_id": household.id,
            "category_id": row["category"],
            "built_area": float(row["built_area"]),
            "inner_area": float(row.get("inner_area", 0)),
            "height": float(row.get("height", 0)),
            "date_from": row.get("joined_on"),
        }

    def _prepare_supply(self, row, states_from):
        """The supply ranges of a household.

        :param row: a dict as `heating.ledger.import` sets it aside
        :param states_from: the day from which the ledger's states hold
        :return: a list of values without the household
        """
        joined_on = fields.Date.to_date(row.get("joined_on"))
        state = row["supply_state"]
        if state == "supplied":
            return [{"state": state, "date_from": joined_on}]
        if state == "not_opened":
            return [{"state": state, "date_from": joined_on or states_from}]
        if joined_on and joined_on >= states_from:
            return [{"state": state, "date_from": joined_on}]
        return [
            {
                "state": "supplied",
                "date_from": joined_on,
                "date_to": states_from - datetime.timedelta(days=1),
            },
            {"state": state, "date_from": states_from},
        ]
