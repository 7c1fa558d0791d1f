import { registry } from "@web/core/registry";
import { rpc } from "@web/core/network/rpc";

const STATE = ".o_statusbar_status .o_arrow_button_current";

/** Puts the workbook that the test prepared into the form's file input. */
async function chooseWorkbook({ anchor }) {
    const [attachment] = await rpc("/web/dataset/call_kw/ir.attachment/search_read", {
        model: "ir.attachment",
        method: "search_read",
        args: [[["name", "=", "tour-ledger.xlsx"]], ["id"]],
        kwargs: { limit: 1 },
    });
    const response = await fetch(`/web/content/${attachment.id}`);
    const transfer = new DataTransfer();
    transfer.items.add(new File([await response.blob()], "tour-ledger.xlsx"));
    const input = anchor.querySelector("input[type=file]");
    input.files = transfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
}

registry.category("web_tour.tours").add("heating_ledger_import", {
    steps: () => [
        {
            content: "choose the workbook",
            trigger: ".o_field_widget[name=file]",
            run: chooseWorkbook,
        },
        {
            content: "preview it",
            trigger: "button[name=action_preview]:enabled",
            run: "click",
        },
        {
            content: "three households can come in, nothing is in the archive yet",
            trigger: ".o_field_widget[name=importable_count]:contains(3)",
        },
        {
            content: "the refused row says why",
            trigger: ".o_data_row:contains(TOUR0004)",
        },
        {
            content: "import",
            trigger: "button[name=action_import]:enabled",
            run: "click",
        },
        {
            content: "yes, go on",
            trigger: ".modal-footer .btn-primary",
            run: "click",
        },
        { content: "it is done", trigger: `${STATE}[data-value=done]` },
    ],
});
