import { Component, useRef, useState } from "@odoo/owl";
import { useHotkey } from "@web/core/hotkeys/hotkey_hook";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { toAmount, toCents } from "./money";
import { MoneyInput } from "./money_input";
import { getSentence } from "./server_answer";

// Notes and coins of the yuan, in cents.
const DENOMINATIONS = [10000, 5000, 2000, 1000, 500, 100, 50, 10];

const RESULT_FIELDS = [
    "receipt_count",
    "amount_total",
    "counted_cash",
    "expected_cash",
    "cash_difference",
];

/** Closes the shift: the cash is counted before anybody sees what should be there. */
export class ShiftClose extends Component {
    static template = "heating_payment.ShiftClose";
    static components = { MoneyInput };
    static props = {
        shift: Object,
        formatAmount: Function,
        onCancel: Function,
        onDone: Function,
    };

    setup() {
        this.orm = useService("orm");
        this.form = useRef("form");
        this.denominations = DENOMINATIONS;
        this.state = useState({
            pieces: {},
            counted: null,
            busy: false,
            sentence: "",
            result: null,
            reason: "",
        });
        useHotkey("escape", () => this.props.onCancel(), {
            isAvailable: () => !this.state.busy && !this.state.result,
        });
    }

    get countedLabel() {
        return _t("Cash counted, the float included");
    }

    get mayClose() {
        const { busy, counted } = this.state;
        return !busy && counted !== null && !Number.isNaN(counted);
    }

    get differenceCents() {
        return toCents(this.state.result.cash_difference);
    }

    /** Where cash is over or short, its cashier says why before leaving. */
    get mayLeave() {
        const { busy, reason } = this.state;
        return !busy && (!this.differenceCents || Boolean(reason.trim()));
    }

    get reasonLabel() {
        return this.differenceCents < 0
            ? _t("Why is cash missing?")
            : _t("Why is there too much cash?");
    }

    piecesLabel(denomination) {
        return _t("Pieces of %(amount)s", {
            amount: this.props.formatAmount(toAmount(denomination)),
        });
    }

    faceValue(denomination) {
        return this.props.formatAmount(toAmount(denomination));
    }

    setPieces(denomination, ev) {
        const pieces = parseInt(ev.target.value.normalize("NFKC"), 10);
        this.state.pieces[denomination] = pieces > 0 ? pieces : 0;
        this.state.counted = DENOMINATIONS.reduce(
            (sum, value) => sum + value * (this.state.pieces[value] || 0),
            0
        );
    }

    /** Enter goes on to the next field: closing cannot be undone, so it takes a button. */
    onPiecesKeydown(ev) {
        if (ev.key !== "Enter") {
            return;
        }
        ev.preventDefault();
        const fields = [...this.form.el.querySelectorAll("input, button[type=submit]")];
        fields[fields.indexOf(ev.target) + 1].focus();
    }

    focusButton() {
        this.form.el.querySelector("button[type=submit]").focus();
    }

    async leave() {
        if (!this.mayLeave) {
            return;
        }
        if (this.differenceCents) {
            Object.assign(this.state, { busy: true, sentence: "" });
            try {
                await this.orm.call("heating.shift", "action_explain", [
                    [this.props.shift.id],
                    this.state.reason,
                ]);
            } catch (error) {
                this.state.sentence = getSentence(error);
                return;
            } finally {
                this.state.busy = false;
            }
        }
        this.props.onDone();
    }

    async close() {
        if (!this.mayClose) {
            return;
        }
        Object.assign(this.state, { busy: true, sentence: "" });
        const { shift } = this.props;
        try {
            await this.orm.call("heating.shift", "action_close", [
                [shift.id],
                toAmount(this.state.counted),
            ]);
            [this.state.result] = await this.orm.read(
                "heating.shift",
                [shift.id],
                RESULT_FIELDS
            );
        } catch (error) {
            this.state.sentence = getSentence(error);
        } finally {
            this.state.busy = false;
        }
    }
}
