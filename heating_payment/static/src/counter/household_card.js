import { Component } from "@odoo/owl";
import { formatFloat } from "@web/core/utils/numbers";
import { SupplyBadge } from "./supply_badge";

/** Who, where, how much area, and whether heat is on. */
export class HouseholdCard extends Component {
    static template = "heating_payment.HouseholdCard";
    static components = { SupplyBadge };
    static props = {
        household: Object,
        formatAmount: Function,
        disabled: Boolean,
        /** Several households share the receipt, made out to one of them. */
        shared: Boolean,
        isPayer: Boolean,
        onMakePayer: Function,
        onRemove: Function,
        onUsePrepayment: Function,
    };

    get area() {
        return formatFloat(this.props.household.built_area, { digits: [16, 2] });
    }
}
