import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

// one white pixel as the scan
const SCAN =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg==";
const PAPERS = ".o_field_widget[name=attachment_ids]";

registry.category("web_tour.tours").add("heating_contract_paper", {
    steps: () => [
        {
            content: "attach a paper to the contract",
            trigger: `${PAPERS} .o_field_x2many_list_row_add a`,
            run: "click",
        },
        {
            content: "look for its kind",
            trigger: `${PAPERS} [name=heating_paper_kind_id] input`,
            run: "edit Supply Contract",
        },
        {
            content: "choose it",
            trigger:
                ".o-autocomplete--dropdown-item:not(.o_m2o_dropdown_option):contains(Supply Contract)",
            run: "click",
        },
        {
            content: "choose the file",
            trigger: `${PAPERS} .o_selected_row input.o_input_file:not(:visible)`,
            run() {
                const bytes = Uint8Array.from(atob(SCAN), (char) => char.charCodeAt(0));
                const transfer = new DataTransfer();
                transfer.items.add(new File([bytes], "scan.png", { type: "image/png" }));
                this.anchor.files = transfer.files;
                this.anchor.dispatchEvent(new Event("change", { bubbles: true }));
            },
        },
        {
            content: "the file is there",
            trigger: `${PAPERS} .o_selected_row [name=datas] input:value(scan.png)`,
        },
        ...stepUtils.saveForm(),
    ],
});
