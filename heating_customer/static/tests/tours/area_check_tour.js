import { registry } from "@web/core/registry";

const input = (name) => `.o_heating_area_check [name=${name}] input`;
const HAND_IN = ".o_heating_area_check button[name=action_measure]";

registry.category("web_tour.tours").add("heating_area_check", {
    steps: () => [
        {
            content: "the first one on the way",
            trigger: ".o_heating_area_checks .o_kanban_record:contains(101)",
            run: "click",
        },
        {
            content: "type what was measured",
            trigger: input("built_area"),
            run: "edit 112.5",
        },
        {
            content: "and what the deed says",
            trigger: input("deed_number"),
            run: "edit D-2026-77",
        },
        { content: "hand it in", trigger: HAND_IN, run: "click" },
        {
            content: "the next one on the way",
            trigger: ".o_heating_area_check h1:contains(102)",
        },
        {
            content: "is empty again",
            trigger: input("built_area"),
            run: "edit 100",
        },
        { content: "as it is on file", trigger: HAND_IN, run: "click" },
        {
            content: "nothing is left",
            trigger: ".o_view_nocontent_smiling_face, .o_heating_area_checks:not(:has(.o_kanban_record:not(.o_kanban_ghost)))",
        },
    ],
});
