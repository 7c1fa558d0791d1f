import { Component, useEffect, useRef, useState } from "@odoo/owl";
import { editableCents, parseCents } from "./money";

/**
 * An amount as it is typed. While it has the focus its text is left alone; otherwise it
 * follows the value.
 */
export class MoneyInput extends Component {
    static template = "heating_payment.MoneyInput";
    static props = {
        name: String,
        label: String,
        cents: { type: [Number, { value: null }] },
        onChange: Function,
        onEnter: { type: Function, optional: true },
        /** The input takes the focus whenever this becomes another number than 0. */
        focusRequest: { type: Number, optional: true },
        disabled: { type: Boolean, optional: true },
        large: { type: Boolean, optional: true },
        placeholder: { type: String, optional: true },
    };

    setup() {
        this.input = useRef("input");
        this.state = useState({ text: this.valueText, focused: false });
        useEffect(
            (cents, focused) => {
                if (!focused && !Number.isNaN(cents)) {
                    this.state.text = this.valueText;
                }
            },
            () => [this.props.cents, this.state.focused]
        );
        useEffect(
            (focusRequest) => {
                if (focusRequest) {
                    this.input.el.focus();
                }
            },
            () => [this.props.focusRequest]
        );
    }

    get valueText() {
        const { cents } = this.props;
        return cents === null || Number.isNaN(cents) ? "" : editableCents(cents);
    }

    get isInvalid() {
        return Number.isNaN(parseCents(this.state.text));
    }

    onFocus() {
        this.state.focused = true;
        this.input.el.select();
    }

    onInput(ev) {
        this.state.text = ev.target.value;
        this.props.onChange(parseCents(ev.target.value));
    }

    onKeydown(ev) {
        const plain = !ev.ctrlKey && !ev.altKey && !ev.metaKey && !ev.shiftKey;
        if (ev.key === "Enter" && plain && !ev.isComposing && this.props.onEnter) {
            ev.preventDefault();
            if (!ev.repeat) {
                this.props.onEnter();
            }
        }
    }
}
