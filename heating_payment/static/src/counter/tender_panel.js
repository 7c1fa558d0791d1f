import { Component, useEffect, useRef, useState } from "@odoo/owl";
import { useHotkey } from "@web/core/hotkeys/hotkey_hook";
import { deserializeDate, formatDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { Act } from "./act";
import { MoneyInput } from "./money_input";

const ICONS = {
    cash: "fa-money",
    card: "fa-credit-card",
    transfer: "fa-university",
    alipay: "fa-qrcode",
    wechat: "fa-weixin",
    bank: "fa-building-o",
};
const MOST_SHORTCUTS = 9;

/** How much is taken, by which means, and what goes back. */
export class TenderPanel extends Component {
    static template = "heating_payment.TenderPanel";
    static components = { MoneyInput };
    static props = {
        act: Act,
        methods: Array,
        busy: Boolean,
        locked: Boolean,
        sentence: String,
        focusRequest: Number,
        formatCents: Function,
        onTake: Function,
        onRefresh: Function,
    };

    setup() {
        this.root = useRef("root");
        this.hotkeys = useService("hotkey");
        this.act = useState(this.props.act);
        this.state = useState({ editedId: null, edits: 0, asked: false });
        useEffect(
            () => this.addShortcuts(),
            () => []
        );
        useEffect(
            (message) => {
                if (message) {
                    this.root.el
                        .querySelector(".o_heating_message")
                        .scrollIntoView({ block: "nearest" });
                }
            },
            () => [this.message]
        );
        useEffect(
            () => this.focusCode(),
            () => [this.state.edits]
        );
        useHotkey("control+enter", () => this.take(), {
            bypassEditableProtection: true,
        });
        useHotkey("alt+k", () => this.keepWhatIsGiven(), {
            bypassEditableProtection: true,
            isAvailable: () => this.canFit,
        });
        useHotkey("alt+g", () => this.giveChange(), {
            bypassEditableProtection: true,
            isAvailable: () => this.canGiveBack,
        });
    }

    /** Alt with a digit for each means, in the order of their buttons. */
    addShortcuts() {
        const remove = this.props.methods
            .slice(0, MOST_SHORTCUTS)
            .map((method, index) =>
                this.hotkeys.add(`alt+${index + 1}`, () => this.add(method), {
                    bypassEditableProtection: true,
                    withOverlay: () =>
                        this.root.el?.querySelector(`[data-method="${method.id}"]`),
                })
            );
        return () => remove.forEach((callback) => callback());
    }

    /** A scanner types the payer's code, which goes where codes go. */
    focusCode() {
        const tender = this.act.tenders.find(({ id }) => id === this.state.editedId);
        if (tender?.method.platform) {
            this.root.el
                .querySelector(`[data-tender="${tender.id}"] [name="reference"]`)
                ?.focus();
        }
    }

    get isLocked() {
        return this.props.busy || this.props.locked;
    }

    /** Something else than what is chosen could be taken: just what lies on the desk. */
    get canFit() {
        const { act } = this;
        return !this.isLocked && (act.overCents > 0 || this.isPartGiven);
    }

    get isPartGiven() {
        return this.act.restCents > 0 && this.act.tenderedCents > 0;
    }

    get canGiveBack() {
        const { prepaidCents, cashCents } = this.act;
        return !this.isLocked && prepaidCents > 0 && cashCents >= prepaidCents;
    }

    /** Change is a matter of cash; nothing is worked out from what is no amount. */
    get hasBalance() {
        const { act } = this;
        return (
            !act.hasBadAmount &&
            act.tenders.length > 0 &&
            (act.restCents > 0 || act.isTooMuch || act.cashCents > 0)
        );
    }

    /**
     * Why it does not go on: what the server said, else what is missing once asked, or
     * at once where an amount is none.
     */
    get message() {
        const isShown = this.state.asked || this.act.hasBadAmount;
        return this.props.sentence || (isShown && this.act.problem) || "";
    }

    get dueLabel() {
        return _t("To be paid now");
    }

    get takeLabel() {
        return this.props.locked
            ? _t("Ask again")
            : _t("Take %(amount)s", {
                  amount: this.props.formatCents(this.act.takenCents),
              });
    }

    get balanceClass() {
        if (this.act.restCents) {
            return "text-bg-warning";
        }
        if (this.act.isTooMuch) {
            return "text-bg-danger";
        }
        return this.act.changeCents ? "text-bg-success" : "bg-body-tertiary";
    }

    get dueHint() {
        const { act } = this;
        const money = this.props.formatCents;
        if (act.prepaidCents) {
            return _t(
                "%(amount)s of it are kept as a prepayment of %(name)s for household %(number)s.",
                {
                    amount: money(act.prepaidCents),
                    name: act.payerName,
                    number: act.payer.number,
                }
            );
        }
        if (act.unpaidCents) {
            return _t("A part payment, oldest debts first: %(amount)s stay open.", {
                amount: money(act.unpaidCents),
            });
        }
        return "";
    }

    /** Whether the early-bird discount is earned, until when, and what is owed else. */
    get earlyBirdHint() {
        const { act } = this;
        if (act.hasBadAmount || !act.offeredCents) {
            return "";
        }
        const money = this.props.formatCents;
        if (act.grantedCents < act.offeredCents) {
            return _t(
                "The early bird is for payment in full only: %(net)s today, else %(gross)s.",
                { net: money(act.chosenCents), gross: money(act.grossCents) }
            );
        }
        const prices = act.prices.map(({ until, cents }) =>
            _t("%(net)s until %(day)s", {
                net: money(cents),
                day: formatDate(deserializeDate(until)),
            })
        );
        return _t("Early bird: %(prices)s, else %(gross)s.", {
            prices: prices.join(_t(", then ")),
            gross: money(act.grossCents),
        });
    }

    get roundingHint() {
        const { roundingCents } = this.act;
        return roundingCents
            ? _t("Cash is rounded by %(amount)s; the debt is settled to the cent.", {
                  amount: this.props.formatCents(roundingCents),
              })
            : "";
    }

    icon(method) {
        return ICONS[method.kind];
    }

    shortcut(index) {
        return index < MOST_SHORTCUTS ? `Alt+${index + 1}` : "";
    }

    amountLabel(tender) {
        return tender.method.kind === "cash" ? _t("Cash given") : _t("Amount");
    }

    referencePlaceholder(tender) {
        if (tender.method.platform) {
            return _t("Scan the payer's code, or Enter to show one");
        }
        return (
            {
                card: _t("Number of the slip"),
                transfer: _t("Number of the transfer"),
            }[tender.method.kind] || _t("Number of the transaction")
        );
    }

    setDue(cents) {
        this.state.asked = false;
        this.act.typedDue = cents;
    }

    setCents(tender, cents) {
        this.state.asked = false;
        tender.cents = cents;
    }

    add(method) {
        if (!this.isLocked) {
            this.state.asked = false;
            this.state.editedId = this.act.addTender(method).id;
            this.state.edits++;
        }
    }

    remove(tender) {
        this.act.removeTender(tender.id);
    }

    keepWhatIsGiven() {
        this.act.takeWhatIsGiven();
    }

    giveChange() {
        this.act.takeWhatIsChosen();
    }

    onDueEnter() {
        if (this.act.tenders.length) {
            this.take();
        } else if (this.act.dueCents) {
            this.add(this.props.methods[0]);
        } else {
            this.state.asked = true;
        }
    }

    onReferenceKeydown(ev) {
        if (ev.key === "Enter" && !ev.isComposing && !ev.ctrlKey) {
            ev.preventDefault();
            this.take();
        }
    }

    take() {
        this.state.asked = true;
        this.props.onTake();
    }
}
