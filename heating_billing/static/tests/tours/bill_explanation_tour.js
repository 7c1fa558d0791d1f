import { registry } from "@web/core/registry";

const FORMULA = "Heat: Built Area 100.00 m² × 20.00 yuan";

registry.category("web_tour.tours").add("heating_bill_explanation", {
    steps: () => [
        {
            content: "the formula with its numbers",
            trigger: `.o_field_widget[name=line_ids] .o_data_row:contains(${FORMULA})`,
        },
        {
            content: "what the reduction was, why, and who approved it",
            trigger:
                ".o_field_widget[name=line_ids] .o_data_row:contains(A cold night):contains(approved by)",
        },
        {
            content: "the prices, and who approved them",
            trigger: ".o_field_widget[name=basis_text]:contains(City prices):contains(approved by)",
        },
        {
            content: "open what it said before",
            trigger: ".o_field_widget[name=version_ids] .o_data_row:contains(2,000.00) td",
            run: "click",
        },
        {
            content: "with the formula of then, and no reduction",
            trigger: `.modal .o_field_widget[name=line_ids]:contains(${FORMULA}):not(:contains(A cold night))`,
        },
    ],
});

registry.category("web_tour.tours").add("heating_bill_explanation_portal", {
    steps: () => [
        {
            content: "the householder reads the same formula",
            trigger: `#heating_bills details[open] li:contains(${FORMULA})`,
        },
        {
            content: "the reduction",
            trigger: "#heating_bills details[open] li:contains(A cold night)",
        },
        {
            content: "and the prices it rests on",
            trigger: "#heating_bills details[open] .o_heating_basis:contains(City prices)",
        },
    ],
});
