import { Component, onWillUnmount, useEffect } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const REFRESH_MS = 2000;

/** A bar that asks the server again while work goes on in the background. */
export class HeatingProgressField extends Component {
    static template = "heating_customer.ProgressField";
    static props = { ...standardFieldProps };

    setup() {
        this.timer = null;
        useEffect(
            (underWay) => {
                clearInterval(this.timer);
                if (underWay) {
                    this.timer = setInterval(() => this.props.record.load(), REFRESH_MS);
                }
            },
            () => [this.underWay]
        );
        onWillUnmount(() => clearInterval(this.timer));
    }

    get underWay() {
        return ["rehearsing", "running", "importing"].includes(
            this.props.record.data.state
        );
    }

    get percent() {
        return Math.round(this.props.record.data[this.props.name] || 0);
    }
}

registry.category("fields").add("heating_progress", {
    component: HeatingProgressField,
    supportedTypes: ["float", "integer"],
});
