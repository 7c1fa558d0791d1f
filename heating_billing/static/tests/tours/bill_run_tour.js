import { registry } from "@web/core/registry";

const STATE = ".o_statusbar_status .o_arrow_button_current";

registry.category("web_tour.tours").add("heating_bill_run_rehearse", {
    steps: () => [
        {
            content: "choose the season",
            trigger: ".o_field_widget[name=season_id] input",
            run: "edit 2026-2027",
        },
        {
            content: "take it from the list",
            trigger: ".o-autocomplete--dropdown-item:contains(2026-2027)",
            run: "click",
        },
        {
            content: "rehearse",
            trigger: "button[name=action_rehearse]:enabled",
            run: "click",
        },
        { content: "it is rehearsed", trigger: `${STATE}[data-value=rehearsed]` },
        {
            content: "the total is shown",
            trigger: ".o_field_widget[name=amount_total]:contains(6,000.00)",
        },
        {
            content: "open the totals by branch and category",
            trigger: "button[name=action_view_lines]:first",
            run: "click",
        },
        {
            content: "both branches have their sums",
            trigger: ".o_pivot:contains(Test Branch East):contains(4,000.00)",
        },
    ],
});

registry.category("web_tour.tours").add("heating_bill_run_approve", {
    steps: () => [
        {
            content: "another person approves",
            trigger: "button[name=action_approve]:enabled",
            run: "click",
        },
        { content: "it is approved", trigger: `${STATE}[data-value=approved]` },
    ],
});

registry.category("web_tour.tours").add("heating_bill_run_start", {
    steps: () => [
        {
            content: "bill the households",
            trigger: "button[name=action_start]:enabled",
            run: "click",
        },
        {
            content: "yes, go on",
            trigger: ".modal-footer .btn-primary",
            run: "click",
        },
        { content: "it is done", trigger: `${STATE}[data-value=done]` },
        {
            content: "the bar is full",
            trigger: ".o_field_widget[name=progress]:contains(100%)",
        },
        {
            content: "all households are billed",
            trigger: ".o_field_widget[name=billed_count]:contains(3)",
        },
    ],
});
