import { registry } from "@web/core/registry";

const ROW = ".o_field_widget[name=title_ids] .o_data_row";
const STATE = ".o_statusbar_status .o_arrow_button_current";

/** Type into a cell of a row of titles, which becomes editable by a click. */
function edit(row, name, value) {
    const cell = `${ROW}:nth-child(${row}) td[name=${name}]`;
    return [
        { content: `go to ${name} of title ${row}`, trigger: cell, run: "click" },
        {
            content: `type ${value}`,
            trigger: `${cell} input`,
            run: `edit ${value}`,
        },
    ];
}

registry.category("web_tour.tours").add("heating_fapiao_many_on_one", {
    steps: () => [
        {
            content: "choose all bills",
            trigger: ".o_list_renderer thead .o_list_record_selector input",
            run: "click",
        },
        {
            content: "ask for a fapiao",
            trigger: ".o_control_panel button[name=action_request_fapiao]",
            run: "click",
        },
        {
            content: "three households are to be covered",
            trigger: ".modal .o_field_widget[name=household_count]:contains(3)",
        },
        {
            content: "all of it is free",
            trigger: ".modal .o_field_widget[name=amount_free]:contains(6,000.00)",
        },
        ...edit(1, "buyer_title", "Steel Works"),
        {
            content: "it is asked for",
            trigger: ".modal button[name=action_request]",
            run: "click",
        },
        { content: "it is requested", trigger: `${STATE}[data-value=requested]` },
        {
            content: "with the total of three",
            trigger: ".o_field_widget[name=amount_total]:contains(6,000.00)",
        },
        {
            content: "enter the number",
            trigger: "button[name=action_issue]",
            run: "click",
        },
        {
            content: "20 digits",
            trigger: ".modal .o_field_widget[name=number] input",
            run: "edit 26372000000000000001",
        },
        {
            content: "it is issued",
            trigger: ".modal button[name=action_issue]",
            run: "click",
        },
        { content: "it says so", trigger: `${STATE}[data-value=issued]` },
        {
            content: "with its number",
            trigger: ".o_field_widget[name=number]:contains(26372000000000000001)",
        },
    ],
});

registry.category("web_tour.tours").add("heating_fapiao_one_on_two", {
    steps: () => [
        {
            content: "ask for a fapiao of this bill",
            trigger: "button[name=action_request_fapiao]",
            run: "click",
        },
        {
            content: "several titles, by area",
            trigger: ".modal .o_field_widget[name=split] input[data-value=area]",
            run: "click",
        },
        {
            content: "100 m² are to be divided",
            trigger: ".modal .o_field_widget[name=area]:contains(100.00)",
        },
        ...edit(1, "area", "62.5"),
        {
            content: "one more title",
            trigger: ".o_field_widget[name=title_ids] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            content: "who it is for",
            trigger: `${ROW}:nth-child(2) td[name=buyer_title] input`,
            run: "edit The Shop",
        },
        ...edit(2, "phone", "13900000000"),
        ...edit(2, "area", "37.5"),
        {
            content: "both are asked for",
            trigger: ".modal button[name=action_request]",
            run: "click",
        },
        {
            content: "the first part",
            trigger: ".o_data_row td[name=amount_total]:contains(1,250.00)",
        },
        {
            content: "the second part",
            trigger: ".o_data_row td[name=amount_total]:contains(750.00)",
        },
    ],
});
