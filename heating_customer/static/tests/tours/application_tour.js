import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

const STATE = ".o_statusbar_status .o_arrow_button_current";
const PATH = ".o_application_path tbody";
const SENT_BACK = "The householder moves out today already";
// in the path of the application or, as long as that begins anew, below it
const SENT_BACK_BY = [`${PATH} tr`, ".o-mail-Message"]
    .map((place) => `${place}:contains(Approver Bai):contains(${SENT_BACK})`)
    .join(", ");

// one white pixel as the photo of the signed application
const PAPER =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg==";

// the company's day, whatever the machine's clock is set to
const dayIn = (days) => luxon.DateTime.now().setZone("Asia/Shanghai").plus({ days });
const typeDay = (days) => async (helpers) => {
    await helpers.edit(dayIn(days).toFormat("MM/dd/yyyy"));
    await helpers.press("Tab");
};
const input = (name) => `.o_field_widget[name=${name}] input`;
const button = (name) => `.o_statusbar_buttons button[name=${name}]`;

/** From wherever one is to a list of the businesses, by the menus. */
const openMenu = (menu, title) => [
    ...stepUtils.goToAppSteps("heating_customer.menu_heating", "open the heating app"),
    {
        content: "it opens where the role works",
        trigger: ".o_action_manager .o_list_view, .o_action_manager .o_kanban_view",
    },
    {
        content: "open the businesses",
        trigger: "button[data-menu-xmlid='heating_customer.menu_businesses']",
        run: "click",
    },
    {
        content: `open ${title}`,
        trigger: `.dropdown-item[data-menu-xmlid='heating_customer.${menu}']`,
        run: "click",
    },
    {
        content: `${title} is shown`,
        trigger: `.o_breadcrumb .o_last_breadcrumb_item:contains(${title})`,
    },
];

const openApplication = [
    {
        content: "open the application of household T000001",
        trigger: ".o_data_row:contains(T000001) .o_data_cell:contains(Stop Supply)",
        run: "click",
    },
    {
        content: "it is the application",
        trigger: ".o_form_view .o_field_widget[name=household_id]",
    },
];

const choose = (name, words) => [
    { content: `look for ${words}`, trigger: input(name), run: `edit ${words}` },
    {
        content: `choose ${words}`,
        trigger: `.o-autocomplete--dropdown-item:not(.o_m2o_dropdown_option):contains(${words})`,
        run: "click",
    },
];

const askForApproval = [
    {
        content: "ask for approval",
        trigger: `${button("request_validation")}:enabled`,
        run: "click",
    },
    { content: "it waits for approval", trigger: `${STATE}[data-value=requested]` },
    {
        content: "and says for whom",
        trigger: ".alert-info:contains(Waits for: Approval of Applications)",
    },
    {
        content: "nothing can be changed any more",
        trigger: ".o_field_widget.o_readonly_modifier[name=date_from]",
    },
    {
        content: "who asks does not decide",
        trigger: ".o_form_statusbar:not(:has(button[name=validate_tier]))",
    },
];

registry.category("web_tour.tours").add("heating_application_ask", {
    steps: () => [
        ...openMenu("menu_application", "Applications"),
        {
            content: "write down a new one",
            trigger: ".o_list_button_add",
            run: "click",
        },
        ...choose("type_id", "Stop Supply"),
        {
            content: "what the householder must be told is shown",
            trigger: ".o_field_widget[name=type_note]:contains(valve is shut and sealed)",
        },
        ...choose("household_id", "T000001"),
        {
            content: "the customer is filled in as the applicant",
            trigger: `${input("applicant_name")}:value(Zhang San)`,
        },
        {
            content: "from next week on",
            trigger: input("date_from"),
            run: typeDay(7),
        },
        {
            content: "why",
            trigger: ".o_field_widget[name=reason] textarea",
            run: "edit Away for the winter",
        },
        {
            content: "save, so that papers can be attached",
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "it has a number",
            trigger: ".o_field_widget[name=number]:contains(BT)",
        },
        {
            content: "a paper is missing",
            trigger: ".alert-warning:contains(papers are missing: Signed Application)",
        },
        {
            content: "attach it",
            trigger: ".o_field_widget[name=attachment_ids] .o_field_x2many_list_row_add a",
            run: "click",
        },
        ...choose("heating_paper_kind_id", "Signed Application"),
        {
            content: "choose the file",
            trigger:
                ".o_field_widget[name=attachment_ids] .o_selected_row input.o_input_file:not(:visible)",
            run() {
                const bytes = Uint8Array.from(atob(PAPER), (char) => char.charCodeAt(0));
                const transfer = new DataTransfer();
                transfer.items.add(
                    new File([bytes], "signed-application.png", { type: "image/png" })
                );
                this.anchor.files = transfer.files;
                this.anchor.dispatchEvent(new Event("change", { bubbles: true }));
            },
        },
        {
            content: "the file is there",
            trigger: `.o_field_widget[name=attachment_ids] .o_selected_row [name=datas] input:value(signed-application.png)`,
        },
        ...stepUtils.saveForm(),
        {
            content: "nothing is missing any more",
            trigger: ".o_form_view:not(:has(.alert-warning:visible))",
        },
        {
            content: "the page says who wrote it down, and with what paper",
            trigger: `${PATH}:has(tr:contains(Written down):contains(Clerk Chen):contains(Away for the winter)):has(tr:contains(Paper attached: Signed Application):contains(signed-application.png))`,
        },
        ...askForApproval,
    ],
});

registry.category("web_tour.tours").add("heating_application_send_back", {
    steps: () => [
        ...openMenu("menu_application_to_review", "Waiting for Me"),
        ...openApplication,
        {
            content: "look at the paper before deciding",
            trigger:
                ".o_field_widget[name=attachment_ids] .o_data_row:contains(Signed Application):contains(signed-application.png)",
        },
        {
            content: "send it back",
            trigger: `${button("send_back_tier")}:enabled`,
            run: "click",
        },
        {
            content: "say what has to be corrected",
            trigger:
                ".modal:contains(What Has to Be Corrected) .o_field_widget[name=comment] textarea",
            run: `edit ${SENT_BACK}`,
        },
        {
            content: "and do it",
            trigger: ".modal-footer button[name=add_comment]:visible",
            run: "click",
        },
        { content: "it is a draft again", trigger: `${STATE}[data-value=draft]` },
        {
            content: "there is nothing to decide on it",
            trigger: ".o_form_statusbar:not(:has(button[name=validate_tier]))",
        },
        {
            content: "back to the list",
            trigger: ".o_breadcrumb .o_back_button",
            run: "click",
        },
        {
            content: "where it does not wait any more",
            trigger: ".o_list_view:not(:contains(T000001))",
        },
    ],
});

registry.category("web_tour.tours").add("heating_application_ask_again", {
    steps: () => [
        ...openMenu("menu_application", "Applications"),
        ...openApplication,
        { content: "it is a draft again", trigger: `${STATE}[data-value=draft]` },
        {
            content: "and the page says who wants what corrected",
            trigger: SENT_BACK_BY,
        },
        {
            content: "the day can be changed",
            trigger: ".o_field_widget[name=date_from] button",
            run: "click",
        },
        {
            content: "the day is corrected",
            trigger: input("date_from"),
            run: typeDay(0),
        },
        ...stepUtils.saveForm(),
        ...askForApproval,
    ],
});

registry.category("web_tour.tours").add("heating_application_approve", {
    steps: () => [
        ...openMenu("menu_application_to_review", "Waiting for Me"),
        ...openApplication,
        {
            content: "approve it",
            trigger: `${button("validate_tier")}:enabled`,
            run: "click",
        },
        {
            content: "with a comment",
            trigger: ".modal .o_field_widget[name=comment] textarea",
            run: "edit Signature compared",
        },
        {
            content: "and do it",
            trigger: ".modal-footer button[name=add_comment]:visible",
            run: "click",
        },
        { content: "it is approved", trigger: `${STATE}[data-value=approved]` },
        {
            content: "and waits for the field worker",
            trigger: ".alert-info:contains(field worker has to confirm)",
        },
        {
            content: "the page says who approved and with what words",
            trigger: `${PATH} tr:contains(Approver Bai):contains(Approved):contains(Signature compared)`,
        },
        {
            content: "an approver does not confirm the work",
            trigger: ".o_form_statusbar:not(:contains(Confirm Work on Site))",
        },
    ],
});

registry.category("web_tour.tours").add("heating_application_shut_valve", {
    steps: () => [
        ...openMenu("menu_application", "Applications"),
        {
            content: "open the filters",
            trigger: ".o_searchview_dropdown_toggler",
            run: "click",
        },
        {
            content: "see only what waits for work on site",
            trigger: ".o_filter_menu .o_menu_item:contains(Waiting for Work on Site)",
            run: "click",
        },
        {
            content: "the list is shortened",
            trigger: ".o_facet_value:contains(Waiting for Work on Site)",
        },
        ...openApplication,
        {
            content: "confirm what was done",
            trigger: ".o_statusbar_buttons button:enabled:contains(Confirm Work on Site)",
            run: "click",
        },
        {
            content: "the number on the seal",
            trigger: ".modal .o_field_widget[name=seal_number] input",
            run: "edit QF-88123",
        },
        {
            content: "and do it",
            trigger: ".modal-footer button[name=action_confirm]",
            run: "click",
        },
        { content: "it is done", trigger: `${STATE}[data-value=done]` },
        {
            content: "the seal is on the page",
            trigger: ".o_field_widget[name=seal_number]:contains(QF-88123)",
        },
    ],
});

registry.category("web_tour.tours").add("heating_application_path", {
    steps: () => [
        ...openMenu("menu_application", "Applications"),
        {
            content: "it is done in the list",
            trigger: ".o_data_row:contains(T000001) [name=state]:contains(Done)",
        },
        ...openApplication,
        ...[
            ["Written down", "Clerk Chen", "Away for the winter"],
            ["Paper attached: Signed Application", "Clerk Chen", "signed-application.png"],
            ["Asked for approval", "Clerk Chen"],
            ["Approval of Applications: Approved", "Approver Bai", "Signature compared"],
            ["Valve turned on", "Worker Zhou", "Seal QF-88123"],
            ["Took effect", "The system"],
        ].map((words) => ({
            content: `the path says: ${words.join(", ")}`,
            // every step also says when
            trigger: `${PATH} tr:has(td:first-child:contains(/20[0-9][0-9]/))${words
                .map((each) => `:contains(${each})`)
                .join("")}`,
        })),
        { content: "and who had sent it back", trigger: SENT_BACK_BY },
        {
            content: "open the household",
            trigger: ".o_field_widget[name=household_id] a.o_form_uri",
            run: "click",
        },
        {
            content: "it is stopped",
            trigger: ".o_heating_household_form [name=supply_state]:contains(Stopped)",
        },
        {
            content: "since that day",
            trigger:
                ".o_heating_household_form .o_inner_group .o_field_widget[name=supply_sentence]",
            run() {
                const today = dayIn(0).toISODate();
                const said = this.anchor.textContent;
                if (said !== `Stopped since ${today}`) {
                    throw new Error(`It says “${said}” on ${today}.`);
                }
            },
        },
    ],
});
