import { Component, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { toAmount } from "./money";
import { MoneyInput } from "./money_input";
import { getSentence } from "./server_answer";

const LAST_DESK = "heating_counter.desk";

/** Opens the cashier's shift: at which desk, with how much cash in the drawer. */
export class ShiftForm extends Component {
    static template = "heating_payment.ShiftForm";
    static components = { MoneyInput };
    static props = {
        desks: Array,
        onOpened: Function,
    };

    setup() {
        this.orm = useService("orm");
        const lastDesk = Number(browser.localStorage.getItem(LAST_DESK));
        const free = this.props.desks.filter((desk) => !desk.taken_by);
        const desk = free.find(({ id }) => id === lastDesk) || free[0];
        this.state = useState({
            deskId: desk ? desk.id : null,
            float: 0,
            busy: false,
            sentence: "",
        });
    }

    get floatLabel() {
        return _t("Cash in the drawer (float)");
    }

    takenSentence(desk) {
        return _t("Open by %(name)s", { name: desk.taken_by });
    }

    get mayOpen() {
        const { busy, deskId, float } = this.state;
        return !busy && deskId && !Number.isNaN(float);
    }

    async open() {
        if (!this.mayOpen) {
            return;
        }
        Object.assign(this.state, { busy: true, sentence: "" });
        const { deskId, float } = this.state;
        try {
            const shift = await this.orm.call("heating.receipt", "counter_open_shift", [
                deskId,
                toAmount(float || 0),
            ]);
            browser.localStorage.setItem(LAST_DESK, deskId);
            this.props.onOpened(shift);
        } catch (error) {
            this.state.sentence = getSentence(error);
        } finally {
            this.state.busy = false;
        }
    }
}
