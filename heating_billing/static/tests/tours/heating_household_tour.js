import { registry } from "@web/core/registry";

const section = (code) => `.o_heating_section[data-section=${code}]`;
const entry = (kind) => `.o_heating_entry[data-kind=${kind}]`;

/** Nobody on the phone waits while somebody scrolls. */
function inSight(selector) {
    return {
        content: `${selector} is above the fold`,
        trigger: selector,
        run() {
            const { bottom } = this.anchor.getBoundingClientRect();
            if (bottom > window.innerHeight) {
                throw new Error(`${selector} ends at ${bottom}: below the fold`);
            }
        },
    };
}

registry.category("web_tour.tours").add("heating_household_screen", {
    steps: () => [
        {
            content: "what is owed by season",
            trigger: `${section("debts")} tr:contains(2026-2027):contains(2,000.00)`,
        },
        inSight(`${section("debts")} tbody tr:first-child`),
        inSight(`${section("applications")} h4`),
        {
            content: "the timeline",
            trigger: ".o_notebook .nav-link[name=timeline]",
            run: "click",
        },
        { content: "has the bill", trigger: `${entry("bill")}:contains(2,000.00)` },
        { content: "and the customer", trigger: entry("customer") },
        {
            content: "show the bills only",
            trigger: ".o_heating_timeline button[data-kind=bill]",
            run: "click",
        },
        {
            content: "nothing else is left",
            trigger: `.o_heating_timeline:not(:has(${entry("customer")})):has(${entry("bill")})`,
        },
        {
            content: "everything is one click away",
            trigger: `${section("debts")} h4 a`,
            run: "click",
        },
        { content: "its bills", trigger: ".o_list_view .o_data_row:contains(2026-2027)" },
    ],
});
