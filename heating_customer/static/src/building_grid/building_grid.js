import { Component, onWillStart, useEffect, useRef, useState, useSubEnv } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { getDefaultConfig } from "@web/views/view";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const STEPS = {
    ArrowLeft: [0, -1],
    ArrowRight: [0, 1],
    ArrowUp: [-1, 0],
    ArrowDown: [1, 0],
};

/**
 * A building as a grid of floors and rooms, coloured by state (楼栋房态图).
 *
 * A community shows its buildings first. Arrow keys move from cell to cell, Enter opens
 * the household; the colours come with an icon and with words.
 */
export class HeatingBuildingGrid extends Component {
    static template = "heating_customer.BuildingGrid";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.root = useRef("root");
        useSubEnv({ config: { ...getDefaultConfig(), ...this.env.config } });
        const { context, params } = this.props.action;
        /** Where one came from: marked, and in view at the start. */
        this.householdId = params?.household_id;
        this.state = useState({ grid: null, places: [], words: "", shown: new Set() });
        onWillStart(() => this.load(context?.active_id || params?.active_id));
        useEffect(
            (element) => element?.scrollIntoView({ block: "center", inline: "center" }),
            () => [this.root.el?.querySelector(".o_heating_here")]
        );
    }

    async load(locationId) {
        this.state.grid = locationId
            ? await this.orm.call("heating.location", "get_building_grid", [[locationId]])
            : null;
        this.state.places = locationId
            ? []
            : await this.orm.call("heating.location", "get_building_grid_places", []);
        this.state.shown = new Set();
        if (this.state.grid) {
            this.env.config.setDisplayName(this.state.grid.name);
        }
    }

    /** The communities that have what is typed in their name or branch. */
    get places() {
        const words = this.state.words.trim().toLowerCase();
        return this.state.places.filter((place) =>
            `${place.name} ${place.branch}`.toLowerCase().includes(words)
        );
    }

    get grid() {
        return this.state.grid;
    }

    /** Floors of all units from the top down, so that the units stand side by side. */
    get floors() {
        const floors = new Set(
            this.grid.units.flatMap((unit) => unit.floors.map(({ floor }) => floor))
        );
        return [...floors].sort((one, other) => other - one);
    }

    get columns() {
        return this.grid.units.flatMap((unit) =>
            unit.places.map((place, index) => ({ unit, place, index }))
        );
    }

    get unitsWithFloors() {
        return this.grid.units.filter((unit) => unit.places.length);
    }

    get hasOther() {
        return this.grid.units.some((unit) => unit.other.length);
    }

    cellsAt(floor, { unit, index }) {
        return unit.floors.find((row) => row.floor === floor)?.cells[index] || [];
    }

    floorLabel(floor) {
        return floor < 0
            ? _t("Basement %(floor)s", { floor: -floor })
            : _t("Floor %(floor)s", { floor });
    }

    stateOf(state) {
        return this.grid.legend.find((entry) => entry.state === state);
    }

    cellTitle(cell) {
        const marks = cell.marks.map((mark) => mark.label);
        return [
            cell.room,
            cell.customer,
            cell.number,
            this.stateOf(cell.state).label,
            ...marks,
        ]
            .filter(Boolean)
            .join(" · ");
    }

    isDimmed(state) {
        return Boolean(this.state.shown.size) && !this.state.shown.has(state);
    }

    toggle(state) {
        if (!this.state.shown.delete(state)) {
            this.state.shown.add(state);
        }
    }

    /** How many households of a building are in the states that are looked for. */
    countOf(building) {
        if (!this.state.shown.size) {
            return building.total;
        }
        return [...this.state.shown].reduce(
            (sum, state) => sum + (building.counts[state] || 0),
            0
        );
    }

    openHousehold(cell) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "heating.household",
            res_id: cell.id,
            views: [[false, "form"]],
        });
    }

    openLocation(id) {
        return this.action.doAction("heating_customer.heating_building_grid_action", {
            additionalContext: { active_id: id, active_model: "heating.location" },
        });
    }

    /** Moves the focus to the next cell in that direction, over empty places. */
    onKeydown(ev) {
        const step = STEPS[ev.key];
        const cell = ev.target.closest("[data-row]");
        if (!step || !cell) {
            return;
        }
        ev.preventDefault();
        const [down, right] = step;
        const row = Number(cell.dataset.row);
        const column = Number(cell.dataset.column);
        const place = down ? row : column;
        const next = [...this.root.el.querySelectorAll("button[data-row]")]
            .map((element) => ({
                element,
                row: Number(element.dataset.row),
                column: Number(element.dataset.column),
            }))
            .filter((other) =>
                down
                    ? other.column === column && (other.row - row) * down > 0
                    : other.row === row && (other.column - column) * right > 0
            )
            .map((other) => ({
                element: other.element,
                distance: Math.abs((down ? other.row : other.column) - place),
            }))
            .sort((one, other) => one.distance - other.distance)[0];
        next?.element.focus();
    }
}

registry.category("actions").add("heating_building_grid", HeatingBuildingGrid);
