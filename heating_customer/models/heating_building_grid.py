from odoo import api, models

from ..rooms import natural_key, parse_room
from .heating_supply import SUPPLY_STATES

# What a cell shows beside its colour, for eyes that see none.
ICONS = {
    "supplied": "fa-fire",
    "stopped": "fa-pause",
    "cut_off": "fa-scissors",
    "late_start": "fa-clock-o",
    "not_opened": "fa-lock",
    "disconnected": "fa-chain-broken",
    "joining": "fa-plug",
    "hold": "fa-ban",
}


class HeatingLocation(models.Model):
    """A building as a grid of floors and rooms, each cell a household's state."""

    _inherit = "heating.location"

    # === ACTIONS === #

    def action_view_building_grid(self):
        """Open the grid of this address."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id(
            "heating_customer.heating_building_grid_action"
        )
        action["context"] = {"active_id": self.id, "active_model": self._name}
        return action

    @api.model
    @api.readonly
    def get_building_grid_places(self):
        """The communities to choose from where no address is given.

        :return: dicts of ``id``, ``name``, ``branch`` and ``total`` (households that
            have not left the network), in the order of branch and name
        :rtype: list[dict]
        """
        self.check_access("read")
        communities = self.search([("kind", "=", "community")])
        totals = dict(
            self.env["heating.household"]._read_group(
                [("community_id", "in", communities.ids), ("state", "!=", "closed")],
                ["community_id"],
                ["__count"],
            )
        )
        return [
            {
                "id": community.id,
                "name": community.name,
                "branch": community.branch_id.name or "",
                "total": totals.get(community, 0),
            }
            for community in communities.sorted(
                lambda each: (each.branch_id.name or "", natural_key(each.name))
            )
        ]

    @api.readonly
    def get_building_grid(self):
        """What the grid of this address shows, for its screen.

        A community answers with its buildings, each with its households counted by
        state, and with the households that stand in no building. A building or unit
        answers with its units side by side.

        :return: dict of ``id``, ``name``, ``parent`` (id and name, or False),
            ``legend`` (dicts of ``state``, ``label``, ``icon``, ``count``),
            ``buildings`` (dicts of ``id``, ``name``, ``total``, ``counts``) and
            ``units`` (see ``_get_grid_units``)
        :rtype: dict
        """
        self.ensure_one()
        self.check_access("read")
        households = self._get_grid_households()
        states = households._get_grid_states()
        counts = {}
        for state in states.values():
            counts[state] = counts.get(state, 0) + 1
        here = households
        buildings = []
        if self.kind == "community":
            here = households.filtered(lambda each: not each.building_id)
            buildings = self._get_grid_buildings(households - here, states)
        return {
            "id": self.id,
            "name": self.complete_name,
            "parent": bool(self.parent_id)
            and {"id": self.parent_id.id, "name": self.parent_id.complete_name},
            "legend": [
                {
                    "state": state,
                    "label": label,
                    "icon": icon,
                    "count": counts[state],
                }
                for state, label, icon in self._get_grid_legend()
                if state in counts
            ],
            "buildings": buildings,
            "units": self._get_grid_units(here, states),
        }

    # === BUSINESS METHODS === #

    def _get_grid_households(self):
        """The households of the address that have not left the network."""
        return self.env["heating.household"].search(
            [("location_id", "child_of", self.id), ("state", "!=", "closed")]
        )

    @api.model
    def _get_grid_legend(self):
        """The states that cells can have, in the order of the legend.

        To be extended by addons that know of more, with
        ``heating.household._get_grid_states``; the colour of a state is the class
        ``o_heating_state_<state>`` in their style sheets.

        :return: list of (state, label, icon)
        :rtype: list[tuple]
        """
        selection = self.env["heating.household"]._fields["supply_state"]
        labels = dict(selection._description_selection(self.env))
        legend = [(state, labels[state], ICONS[state]) for state, _ in SUPPLY_STATES]
        return [
            *legend,
            ("joining", self.env._("Joining"), ICONS["joining"]),
            ("hold", self.env._("On Hold"), ICONS["hold"]),
        ]

    def _get_grid_buildings(self, households, states):
        """The buildings of a community with their households counted by state."""
        groups = households.grouped("building_id")
        buildings = []
        for building in sorted(groups, key=lambda each: natural_key(each.name)):
            counts = {}
            for household in groups[building]:
                state = states[household.id]
                counts[state] = counts.get(state, 0) + 1
            buildings.append(
                {
                    "id": building.id,
                    "name": building.name,
                    "total": len(groups[building]),
                    "counts": counts,
                }
            )
        return buildings

    def _get_grid_units(self, households, states):
        """The units side by side, each with its floors from the top down.

        :return: list of dicts of ``id``, ``name``, ``places`` (names of its columns),
            ``floors`` (dicts of ``floor`` and ``cells``, one list of households for
            each place) and ``other`` (households whose room says no floor)
        :rtype: list[dict]
        """
        units = []
        groups = households.grouped("unit_id")
        for unit in sorted(groups, key=lambda each: natural_key(each.name)):
            by_place, other = {}, []
            members = groups[unit].sorted(
                lambda each: (natural_key(each.room), each.number)
            )
            for household in members:
                cell = household._get_grid_cell(states[household.id])
                if spot := parse_room(household.room):
                    by_place.setdefault(spot, []).append(cell)
                else:
                    other.append(cell)
            places = sorted({place for _, place in by_place}, key=natural_key)
            floors = sorted({floor for floor, _ in by_place}, reverse=True)
            units.append(
                {
                    "id": unit.id,
                    "name": unit.name or "",
                    "places": places,
                    "floors": [
                        {
                            "floor": floor,
                            "cells": [
                                by_place.get((floor, place), []) for place in places
                            ],
                        }
                        for floor in floors
                    ],
                    "other": other,
                }
            )
        return units


class HeatingHousehold(models.Model):
    _inherit = "heating.household"

    def action_view_building_grid(self):
        """Open the grid of the household's building, or of what it stands in."""
        self._check_staff_reads()
        place = self.building_id or self.unit_id or self.location_id
        action = place.action_view_building_grid()
        action["params"] = {"household_id": self.id}
        return action

    def _get_grid_states(self):
        """The state in which the grid shows each household, the gravest that holds.

        To be extended by addons that know of more than the supply; see
        ``heating.location._get_grid_legend``.

        :return: dict of household id → state
        :rtype: dict
        """
        states = {}
        for household in self:
            if household.is_on_hold:
                states[household.id] = "hold"
            elif household.state == "joining":
                states[household.id] = "joining"
            else:
                states[household.id] = household.supply_state or "supplied"
        return states

    def _get_grid_cell(self, state):
        """What the grid shows of one household.

        :param str state: from ``_get_grid_states``
        :rtype: dict
        """
        self.ensure_one()
        marks = []
        if self.supply_state == "supplied" and self.unheated_area:
            label = self.env._(
                "%(area).2f of %(all).2f m² without heat",
                area=self.unheated_area,
                all=self.built_area,
            )
            marks.append({"icon": "fa-adjust", "label": label})
        return {
            "id": self.id,
            "room": self.room or self.number,
            "number": self.number,
            "customer": self.customer_id.name or "",
            "area": self.built_area,
            "state": state,
            # what else is to be known: dicts of icon and label
            "marks": marks,
        }
