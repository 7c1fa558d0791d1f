import { Component, useState } from "@odoo/owl";
import { useHotkey } from "@web/core/hotkeys/hotkey_hook";
import { getReceiptUrl, printReceipt } from "./print_receipt";

/** The money is taken: the receipt's number, and above all the change. */
export class ReceiptDone extends Component {
    static template = "heating_payment.ReceiptDone";
    static props = {
        receipt: Object,
        autoPrint: Boolean,
        formatAmount: Function,
        onNext: Function,
    };

    setup() {
        this.state = useState({ printing: false, failed: false });
        useHotkey("alt+p", () => this.print(), { bypassEditableProtection: true });
        useHotkey("alt+n", () => this.props.onNext(), {
            bypassEditableProtection: true,
        });
        if (this.props.autoPrint) {
            this.print();
        }
    }

    get url() {
        return getReceiptUrl(this.props.receipt.id);
    }

    async print() {
        if (this.state.printing) {
            return;
        }
        Object.assign(this.state, { printing: true, failed: false });
        try {
            await printReceipt(this.props.receipt.id);
        } catch {
            this.state.failed = true;
        } finally {
            this.state.printing = false;
        }
    }
}
