import { Component, markRaw, onWillStart, useState, useSubEnv } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { useHotkey } from "@web/core/hotkeys/hotkey_hook";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { getDefaultConfig } from "@web/views/view";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { Act } from "./act";
import { DebtsTable } from "./debts_table";
import { HouseholdCard } from "./household_card";
import { formatCents, toCents } from "./money";
import { PlatformWait } from "./platform_wait";
import { ReceiptDone } from "./receipt_done";
import { SearchBox } from "./search_box";
import { getSentence, isAnswerLost } from "./server_answer";
import { ShiftClose } from "./shift_close";
import { ShiftForm } from "./shift_form";
import { TenderPanel } from "./tender_panel";

/** Milliseconds until a platform is asked again. */
const WAIT = 2000;
const AUTO_PRINT = "heating_counter.auto_print";

/**
 * The counter (收费台): find a household, see what is open, take money, give a receipt.
 *
 * Made for the keyboard. From the pick to the receipt it asks the server twice: what is
 * open, and to take the money; three times where a platform takes it.
 */
export class HeatingCounter extends Component {
    static template = "heating_payment.Counter";
    static components = {
        DebtsTable,
        HouseholdCard,
        Layout,
        PlatformWait,
        ReceiptDone,
        SearchBox,
        ShiftClose,
        ShiftForm,
        TenderPanel,
    };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        useSubEnv({ config: { ...getDefaultConfig(), ...this.env.config } });
        // without its key, an act whose answer is missing could be paid once more
        useSetupAction({
            beforeLeave: () => !this.isLocked,
            beforeUnload: (ev) => this.onBeforeUnload(ev),
        });
        this.start = null;
        this.formatCents = (cents) =>
            Number.isNaN(cents) ? "?" : formatCents(cents, this.start.currency_id);
        this.formatAmount = (amount) => this.formatCents(toCents(amount));
        this.state = useState({
            shift: null,
            closing: false,
            act: null,
            busy: false,
            /** What was sent when no answer came: until there is one, nothing changes. */
            unanswered: null,
            sentence: "",
            /** The order at a platform that is being waited for. */
            waiting: null,
            givenUp: false,
            receipt: null,
            /** What the last use of a prepayment paid. */
            used: null,
            autoPrint: browser.localStorage.getItem(AUTO_PRINT) === "1",
            focusSearch: 0,
            focusDue: 0,
        });
        useHotkey(
            "escape",
            () => (this.state.receipt ? this.startOver() : this.focusSearch()),
            {
                isAvailable: () => this.isTaking && !this.isLocked,
            }
        );
        onWillStart(async () => {
            await this.load();
            if (this.state.shift) {
                await this.begin();
            }
        });
    }

    async load() {
        this.start = markRaw(
            await this.orm.call("heating.receipt", "counter_start", [])
        );
        this.state.shift = this.start.shift || null;
    }

    // --- What the screen shows ---

    get isTaking() {
        return Boolean(this.state.shift) && !this.state.closing;
    }

    get isLocked() {
        return this.state.busy || Boolean(this.state.unanswered);
    }

    get leftOpenSentence() {
        return _t(
            "This shift was opened on %(day)s and never closed: count the cash and close it before you go on.",
            { day: this.state.shift.opened_before }
        );
    }

    focusSearch() {
        this.state.focusSearch++;
    }

    onBeforeUnload(ev) {
        if (this.isLocked) {
            ev.preventDefault();
        }
    }

    toggleAutoPrint() {
        this.state.autoPrint = !this.state.autoPrint;
        browser.localStorage.setItem(AUTO_PRINT, this.state.autoPrint ? "1" : "0");
    }

    // --- The shift ---

    async onShiftOpened(shift) {
        this.state.shift = shift;
        await this.begin();
    }

    async onShiftClosed() {
        await this.load();
        Object.assign(this.state, { closing: false, act: null, receipt: null });
    }

    // --- An act of paying ---

    /** Waits for a household, or starts with the one that the counter was opened for. */
    async begin() {
        const householdId = this.props.action.params?.household_id;
        if (householdId) {
            await this.readDebts([householdId]);
        } else {
            this.focusSearch();
        }
    }

    /** Adds a household to the act; the first one begins it. */
    async addHousehold(household) {
        const ids = this.state.act?.householdIds || [];
        if (ids.includes(household.id)) {
            this.state.focusDue++;
            return;
        }
        await this.readDebts([...ids, household.id]);
    }

    async readDebts(ids) {
        Object.assign(this.state, { busy: true, sentence: "", used: null });
        try {
            const data = await this.orm.call("heating.receipt", "counter_debts", [ids]);
            this.state.act ||= new Act(this.start);
            this.state.act.setDebts(data);
            this.state.receipt = null;
            this.state.focusDue++;
        } catch (error) {
            this.focusSearch();
            this.state.sentence = getSentence(error);
        } finally {
            this.state.busy = false;
        }
    }

    /**
     * Pays open debts of a household from its own prepayment; the server says which.
     * Asked twice it finds nothing more to pay, so a lost answer does no harm.
     */
    async usePrepayment(household) {
        if (this.isLocked) {
            return;
        }
        Object.assign(this.state, { busy: true, sentence: "" });
        let used;
        try {
            used = await this.orm.call("heating.receipt", "counter_use_advance", [
                [household.id],
            ]);
        } catch (error) {
            this.state.sentence = getSentence(error);
            return;
        } finally {
            this.state.busy = false;
        }
        await this.readDebts(this.state.act.householdIds);
        this.state.used = markRaw(used);
    }

    removeHousehold(id) {
        const { act } = this.state;
        act.removeHousehold(id);
        if (!act.households.length) {
            this.startOver();
        }
    }

    /** Forgets the act, or the receipt shown, and waits for the next household. */
    startOver() {
        // money that a platform has taken is not forgotten: it is taken, or books itself
        if (!this.isLocked && !this.state.act?.isConfirmedByPlatform) {
            Object.assign(this.state, {
                act: null,
                receipt: null,
                sentence: "",
                used: null,
            });
            this.focusSearch();
        }
    }

    /**
     * Takes the money. When the answer gets lost, the very same act is asked about again:
     * the server knows its key and never takes it twice.
     */
    async take() {
        const { act, busy, unanswered } = this.state;
        if (busy || (!unanswered && act.problem)) {
            return;
        }
        Object.assign(this.state, { busy: true, sentence: "" });
        if (!unanswered && !(await this.confirmByPlatforms())) {
            this.state.busy = false;
            return;
        }
        const payload = unanswered || markRaw(act.toPayload());
        try {
            const receipt = await this.orm.call("heating.receipt", "counter_take", [
                payload,
            ]);
            this.state.receipt = markRaw(receipt);
            this.state.act = null;
            this.state.used = null;
            this.state.unanswered = null;
            this.focusSearch();
        } catch (error) {
            if (isAnswerLost(error)) {
                this.state.unanswered = payload;
                return;
            }
            this.state.unanswered = null;
            this.state.focusDue++;
            this.state.sentence = getSentence(error);
        } finally {
            this.state.busy = false;
        }
    }

    // --- Alipay and WeChat Pay ---

    /**
     * Lets the platforms take their tenders first, one after the other.
     *
     * @returns {Promise<boolean>} whether all of them are paid
     */
    async confirmByPlatforms() {
        const { act } = this.state;
        for (const tender of act.unconfirmed) {
            // what was typed is fixed from here on: the platform takes just that
            tender.cents = act.getCents(tender);
            let answer;
            try {
                answer = await this.askPlatform("counter_order", act.toOrderPayload(tender));
                this.state.waiting = markRaw({ ...answer, tender, cents: tender.cents });
                while (["draft", "pending"].includes(answer.state)) {
                    await new Promise((resolve) => browser.setTimeout(resolve, WAIT));
                    answer = this.state.givenUp
                        ? await this.askPlatform("counter_order_cancel", answer.token)
                        : await this.askPlatform("counter_order_state", answer.token);
                }
            } catch (error) {
                this.state.sentence = getSentence(error);
                return false;
            } finally {
                this.state.waiting = null;
                this.state.givenUp = false;
            }
            tender.attempts++;
            tender.reference = "";
            if (answer.receipt) {
                this.state.sentence = _t(
                    "This payment was booked by itself, as receipt %(number)s.",
                    { number: answer.receipt }
                );
                return false;
            }
            if (answer.state !== "done") {
                this.state.sentence =
                    answer.message || _t("This was not paid: nothing was taken.");
                return false;
            }
            tender.order = answer.token;
        }
        return true;
    }

    /** Asks the server, again and again where no answer comes: it knows the key. */
    async askPlatform(method, argument) {
        for (;;) {
            try {
                return await this.orm.call("heating.receipt", method, [argument]);
            } catch (error) {
                if (!isAnswerLost(error)) {
                    throw error;
                }
                await new Promise((resolve) => browser.setTimeout(resolve, WAIT));
            }
        }
    }

    giveUp() {
        this.state.givenUp = true;
    }
}

registry.category("actions").add("heating_counter", HeatingCounter);
