import { registry } from "@web/core/registry";

const STATE = ".o_statusbar_status .o_arrow_button_current";

registry.category("web_tour.tours").add("heating_tariff_from_pack", {
    steps: () => [
        {
            content: "begin with the rules of a city",
            trigger: "button.o_heating_from_pack",
            run: "click",
        },
        {
            content: "choose Beijing",
            trigger: ".modal .o_field_widget[name=pack] select, .modal .o_field_widget[name=pack] input",
            run: "click",
        },
        {
            content: "take it from the list",
            trigger:
                ".o_select_menu_item:contains(Beijing), .o_select_menu_item:contains(北京)",
            run: "click",
        },
        {
            content: "its legal basis is shown",
            trigger: ".modal .o_field_widget[name=legal_basis]:contains(2022)",
        },
        {
            content: "draft the tariff",
            trigger: ".modal button[name=action_create]:enabled",
            run: "click",
        },
        {
            content: "the examples pass",
            trigger: "a[name=examples]",
            run: "click",
        },
        {
            content: "expected and computed are the same",
            trigger:
                ".o_field_widget[name=example_ids] .o_data_row:contains(720.00):has(.text-bg-success)",
        },
        {
            content: "change the price",
            trigger: "a[name=prices]",
            run: "click",
        },
        {
            content: "click on it",
            trigger: ".o_field_widget[name=price_ids] .o_data_row td[name=price]",
            run: "click",
        },
        {
            content: "two yuan more",
            trigger: ".o_field_widget[name=price_ids] [name=price] input",
            run: "edit 26",
        },
        {
            content: "save",
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "the examples do not come out any more",
            trigger: ".alert-danger:contains(2)",
        },
        {
            content: "asking is refused",
            trigger: "button[name=request_validation]:enabled",
            run: "click",
        },
        {
            content: "the sentence names the example",
            trigger: ".modal:contains(720.00):contains(780.00)",
        },
        {
            content: "close it",
            trigger: ".modal .btn-primary, .o_error_dialog .btn-primary",
            run: "click",
        },
        {
            content: "back to the price",
            trigger: ".o_field_widget[name=price_ids] .o_data_row td[name=price]",
            run: "click",
        },
        {
            content: "as the notice has it",
            trigger: ".o_field_widget[name=price_ids] [name=price] input",
            run: "edit 24",
        },
        {
            content: "save again",
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "nothing fails",
            trigger: ".o_form_view:not(:has(.alert-danger))",
        },
        {
            content: "ask for approval",
            trigger: "button[name=request_validation]:enabled",
            run: "click",
        },
        { content: "it waits", trigger: `${STATE}[data-value=requested]` },
    ],
});

registry.category("web_tour.tours").add("heating_tariff_approve", {
    steps: () => [
        {
            content: "look at the examples",
            trigger: "a[name=examples]",
            run: "click",
        },
        {
            content: "they pass",
            trigger:
                ".o_field_widget[name=example_ids] .o_data_row:contains(720.00):has(.text-bg-success)",
        },
        {
            content: "compare with the tariff before",
            trigger: "button[name=action_compare]",
            run: "click",
        },
        {
            content: "only what differs is shown",
            trigger: ".modal .o_field_widget[name=differences] td:contains(24)",
        },
        {
            content: "close it",
            trigger: ".modal-footer .btn-primary",
            run: "click",
        },
        {
            content: "approve",
            trigger: "button[name=validate_tier]:enabled",
            run: "click",
        },
        { content: "it is approved", trigger: `${STATE}[data-value=approved]` },
    ],
});
