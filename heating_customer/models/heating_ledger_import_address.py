from collections import defaultdict
from typing import NamedTuple

from odoo import api, models


class Address(NamedTuple):
    """Where a household stands, in the ledger's words; a blank is empty."""

    branch: str
    station: str
    community: str
    building: str
    unit: str


class HeatingLedgerImport(models.Model):
    """Branches, stations and the address tree of a ledger.

    They are found by their names or created, one level of the tree at a time for all
    households together, so that the queries do not grow with the households.
    """

    _inherit = "heating.ledger.import"

    @api.model
    def _get_address(self, row):
        """The address of a row that was set aside.

        :rtype: Address
        """
        return Address(*(row.get(part, "") for part in Address._fields))

    def _ensure_addresses(self, addresses):
        """Find or create everything that the addresses name.

        :param addresses: a set of `Address`
        :return: dict of address → (id of its deepest location, id of its station or
            False)
        """
        self.ensure_one()
        company = self.company_id
        branches = self._ensure_named(
            "heating.branch",
            "company_id",
            {(company.id, address.branch): {} for address in addresses},
        )
        places = {
            address: branches[company.id, address.branch] for address in addresses
        }
        stations = self._ensure_named(
            "heating.station",
            "branch_id",
            {
                (branch_id, address.station): {}
                for address, branch_id in places.items()
                if address.station
            },
        )
        station_ids = {
            address: stations.get((branch_id, address.station), False)
            for address, branch_id in places.items()
        }
        for kind in ("community", "building", "unit"):
            places |= self._ensure_level(kind, places, station_ids)
        return {address: (places[address], station_ids[address]) for address in places}

    def _ensure_level(self, kind, places, station_ids):
        """Find or create the locations of one level of the address tree.

        :param kind: the level, which is a part of `Address` too
        :param places: dict of address → id of what the level stands below
        :param station_ids: dict of address → id of its station or False
        :return: dict of address → id, for the addresses that have this level
        """
        parent_field = "branch_id" if kind == "community" else "parent_id"
        keys = {
            address: (parent_id, getattr(address, kind))
            for address, parent_id in places.items()
            if getattr(address, kind)
        }
        fed_by = defaultdict(set)
        for address, key in keys.items():
            fed_by[key].add(station_ids[address])
        wanted = {}
        for key, stations in fed_by.items():
            stations.discard(False)
            wanted[key] = {"kind": kind}
            if len(stations) == 1:
                # fed by one station as a whole; else each part says its own
                wanted[key]["station_id"] = next(iter(stations))
        domain = [("parent_id", "=", False)] if kind == "community" else []
        ids = self._ensure_named("heating.location", parent_field, wanted, domain)
        return {address: ids[key] for address, key in keys.items()}

    @api.model
    def _ensure_named(self, model_name, parent_field, wanted, domain=()):
        """Find records by parent and name, and create those that are missing.

        An archived one is used again: the ledger says that households are there.

        :param model_name: a model with the fields name and active
        :param parent_field: the field within whose value a name is unique
        :param wanted: dict of (id of parent, name) → further values of a new record
        :param domain: narrows where to look
        :return: dict of (id of parent, name) → id
        """
        records = self.env[model_name].with_context(active_test=False)
        found = records.search_fetch(
            [
                (parent_field, "in", list({parent_id for parent_id, _name in wanted})),
                ("name", "in", list({name for _parent_id, name in wanted})),
                *domain,
            ],
            [parent_field, "name", "active"],
        ).filtered(lambda record: (record[parent_field].id, record.name) in wanted)
        archived = found.filtered(lambda record: not record.active)
        if archived:
            archived.write({"active": True})
        ids = {(record[parent_field].id, record.name): record.id for record in found}
        missing = [key for key in wanted if key not in ids]
        created = records.create(
            [
                {parent_field: parent_id, "name": name, **wanted[parent_id, name]}
                for parent_id, name in missing
            ]
        )
        return ids | dict(zip(missing, created.ids, strict=True))
