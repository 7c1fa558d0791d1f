import { useEffect } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { FloatField, floatField } from "@web/views/fields/float/float_field";

/** A figure typed on site: empty until it is measured, and replaced as a whole. */
export class MeasureField extends FloatField {
    setup() {
        super.setup();
        useEffect(
            (input) => {
                const select = () => input.select();
                input?.addEventListener("focus", select);
                return () => input?.removeEventListener("focus", select);
            },
            () => [this.inputRef.el]
        );
    }

    get formattedValue() {
        return this.value || this.props.readonly ? super.formattedValue : "";
    }
}

registry.category("fields").add("heating_measure", {
    ...floatField,
    component: MeasureField,
});
