import { Component } from "@odoo/owl";

const COLOURS = {
    supplied: "text-bg-success",
    stopped: "text-bg-secondary",
    cut_off: "text-bg-danger",
    late_start: "text-bg-info",
    not_opened: "text-bg-warning",
    disconnected: "text-bg-dark",
};

export class SupplyBadge extends Component {
    static template = "heating_payment.SupplyBadge";
    static props = { state: String, label: String };

    get colour() {
        return COLOURS[this.props.state];
    }
}
