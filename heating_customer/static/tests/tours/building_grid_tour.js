import { registry } from "@web/core/registry";

const cell = (number) => `.o_heating_cell[data-number="${number}"]`;

/** The page itself never moves sideways: a wide building moves in its own box. */
function pageFits() {
    return {
        content: "the page is as wide as the screen",
        trigger: ".o_heating_grid_scroll",
        run() {
            const { scrollWidth, clientWidth } = document.documentElement;
            if (scrollWidth > clientWidth) {
                throw new Error(`the page is ${scrollWidth} wide, not ${clientWidth}`);
            }
        },
    };
}

registry.category("web_tour.tours").add("heating_building_grid", {
    steps: () => [
        {
            content: "a community shows its buildings",
            trigger: ".o_heating_building:contains(1#)",
            run: "click",
        },
        {
            content: "the units stand side by side",
            trigger: ".o_heating_grid:has(th:contains(Unit 1)):has(th:contains(Unit 2))",
        },
        pageFits(),
        {
            content: "a household is coloured by its state, with words for it",
            trigger: `${cell("T000013")}.o_heating_state_stopped[aria-label*="T000013 · "]`,
        },
        {
            content: "a cell is reached by the keyboard",
            trigger: cell("T000001"),
            async run({ anchor, press }) {
                anchor.focus();
                await press("ArrowRight");
            },
        },
        {
            content: "to the right of it",
            trigger: `${cell("T000002")}:focus`,
            run: "press ArrowUp",
        },
        {
            content: "above it, over empty floors",
            trigger: `${cell("T000011")}:focus`,
        },
        {
            content: "look for what is stopped",
            trigger: ".o_heating_legend_entry[data-state=stopped]",
            run: "click",
        },
        {
            content: "the others step back",
            trigger: `${cell("T000001")}.o_heating_dimmed`,
        },
        {
            content: "what is stopped does not",
            trigger: `${cell("T000013")}:not(.o_heating_dimmed)`,
        },
        {
            content: "show all again",
            trigger: ".o_heating_legend_entry[data-state=stopped][aria-pressed=true]",
            run: "click",
        },
        {
            content: "open a household",
            trigger: `${cell("T000013")}:not(.o_heating_dimmed)`,
            run: "click",
        },
        {
            content: "its form is shown",
            trigger: ".o_form_view .o_field_widget[name=number]",
        },
    ],
});
