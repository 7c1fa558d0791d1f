import { Component, useState } from "@odoo/owl";
import { deserializeDate, formatDate } from "@web/core/l10n/dates";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatMonetary } from "@web/views/fields/formatters";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { useHouseholdData } from "./use_household_data";

/** The life of a household (用热户时间轴): what happened when, newest first. */
export class HeatingTimeline extends Component {
    static template = "heating_customer.Timeline";
    static props = { ...standardWidgetProps };

    setup() {
        this.action = useService("action");
        this.loaded = useHouseholdData("get_timeline");
        this.state = useState({ kind: "" });
    }

    get kinds() {
        return this.loaded.data?.kinds || [];
    }

    get entries() {
        const { kind } = this.state;
        return (this.loaded.data?.entries || []).filter(
            (entry) => !kind || entry.kind === kind
        );
    }

    iconOf(entry) {
        return this.kinds.find(({ kind }) => kind === entry.kind).icon;
    }

    date(entry) {
        return formatDate(deserializeDate(entry.date));
    }

    amount(entry) {
        return formatMonetary(entry.amount, {
            currencyId: this.loaded.data.currency_id,
        });
    }

    open(entry) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: entry.model,
            res_id: entry.id,
            views: [[false, "form"]],
        });
    }
}

registry.category("view_widgets").add("heating_timeline", {
    component: HeatingTimeline,
});
