import { Component } from "@odoo/owl";
import { deserializeDate, formatDate } from "@web/core/l10n/dates";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatMonetary } from "@web/views/fields/formatters";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { useHouseholdData } from "./use_household_data";

/** What somebody on the phone needs first: debts, payments, applications, tickets. */
export class HeatingOverview extends Component {
    static template = "heating_customer.Overview";
    static props = { ...standardWidgetProps };

    setup() {
        this.action = useService("action");
        this.loaded = useHouseholdData("get_overview");
    }

    get sections() {
        return this.loaded.data || [];
    }

    hasHeadings(section) {
        return section.columns.some((column) => column.label);
    }

    format(section, index, value) {
        switch (section.columns[index].kind) {
            case "money":
                return formatMonetary(value, { currencyId: section.currency_id });
            case "date":
                return formatDate(deserializeDate(value));
            default:
                return value;
        }
    }

    /** The last figure of a row of money is what is open. */
    isOpen(section, index, value) {
        return (
            section.code === "debts" && index === section.columns.length - 1 && value > 0
        );
    }

    openAll(section) {
        return this.action.doActionButton({
            type: "object",
            name: section.action,
            resModel: this.props.record.resModel,
            resId: this.props.record.resId,
        });
    }

    openRow(row) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: row.model,
            res_id: row.id,
            views: [[false, "form"]],
        });
    }
}

registry.category("view_widgets").add("heating_overview", {
    component: HeatingOverview,
});
