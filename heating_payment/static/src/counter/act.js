import { _t } from "@web/core/l10n/translation";
import { formatCents, sum, toAmount, toCents } from "./money";

/**
 * A key that no other act of paying has. Made from random bytes because
 * crypto.randomUUID is missing where the server is reached without TLS, as in many
 * halls' own networks.
 *
 * @returns {string}
 */
function newKey() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * One act of paying, from the first household chosen to the receipt. It only prepares:
 * what is owed and who may leave what open is decided by the server. All amounts are
 * whole cents. An amount of null was not typed and follows the others.
 */
export class Act {
    /**
     * @param {Object} start what the counter got when it began
     */
    constructor(start) {
        this.start = start;
        this.key = newKey();
        this.households = [];
        this.debts = [];
        this.typedDue = null;
        this.tenders = [];
        this.lastTenderId = 0;
        /** Set when a click on a debt moved others along with it. */
        this.orderEnforced = false;
    }

    // --- Households and debts ---

    get householdIds() {
        return this.households.map((household) => household.id);
    }

    /** The first household: who is billed for it owns a prepayment. */
    get payer() {
        return this.households[0];
    }

    /** On the receipt: a payer such as an employer, or else the customer. */
    get payerName() {
        return this.payer.payer || this.payer.customer;
    }

    /**
     * @param {Object} data what counter_debts answered
     */
    setDebts(data) {
        const leftOut = new Set(
            this.debts.filter((debt) => !debt.chosen).map((debt) => debt.move_id)
        );
        this.households = data.households;
        this.debts = data.debts.map((debt) => ({
            ...debt,
            // the late fee of the day is paid with the debt, in the server's order
            cents: toCents(debt.open) + toCents(debt.late_fee || 0),
            feeCents: toCents(debt.late_fee || 0),
            totalCents: toCents(debt.total),
            chosen: !leftOut.has(debt.move_id),
        }));
        this.typedDue = null;
    }

    removeHousehold(id) {
        this.households = this.households.filter((household) => household.id !== id);
        this.debts = this.debts.filter((debt) => debt.household_id !== id);
        this.typedDue = null;
    }

    makePayer(id) {
        const isPayer = (household) => household.id === id;
        this.households = [
            ...this.households.filter(isPayer),
            ...this.households.filter((household) => !isPayer(household)),
        ];
    }

    /**
     * Chooses a debt or leaves it out. Old arrears are paid first, so for cashiers the
     * older debts of the household come along, or the younger ones stay out.
     */
    toggleDebt(moveId) {
        const index = this.debts.findIndex((debt) => debt.move_id === moveId);
        const { household_id, chosen } = this.debts[index];
        this.orderEnforced = false;
        this.debts.forEach((debt, other) => {
            const bound =
                !this.start.may_choose_order &&
                debt.household_id === household_id &&
                (chosen ? other > index : other < index);
            if (other === index || (bound && debt.chosen === chosen)) {
                this.orderEnforced ||= other !== index;
                debt.chosen = !chosen;
            }
        });
        this.typedDue = null;
    }

    toggleAll() {
        const choose = !this.debts.every((debt) => debt.chosen);
        for (const debt of this.debts) {
            debt.chosen = choose;
        }
        this.orderEnforced = false;
        this.typedDue = null;
    }

    get chosenDebts() {
        return this.debts.filter((debt) => debt.chosen);
    }

    get openCents() {
        return sum(this.debts.map((debt) => debt.cents));
    }

    get chosenCents() {
        return sum(this.chosenDebts.map((debt) => debt.cents));
    }

    // --- What is taken ---

    /** What is to be paid now: all that is chosen, unless another amount was typed. */
    get dueCents() {
        return this.typedDue ?? this.chosenCents;
    }

    get prepaidCents() {
        return Math.max(0, this.dueCents - this.chosenCents);
    }

    get unpaidCents() {
        return Math.max(0, this.chosenCents - this.dueCents);
    }

    /**
     * How the amount will be spread, oldest first, as the server does it.
     *
     * @returns {Map<number, number>} cents by move id
     */
    get shares() {
        let left = this.dueCents;
        return new Map(
            this.chosenDebts.map((debt) => {
                const share = Math.min(left, debt.cents);
                left -= share;
                return [debt.move_id, share];
            })
        );
    }

    // --- Tenders ---

    /**
     * Adds a tender for what is missing. One that nobody touched makes way for it, and
     * there is only one line for cash.
     *
     * @returns {Object} the tender to be edited
     */
    addTender(method) {
        const same = this.tenders.find((tender) =>
            method.kind === "cash"
                ? tender.method.kind === "cash"
                : tender.method.id === method.id && tender.cents === null
        );
        if (same) {
            return same;
        }
        this.tenders = this.tenders.filter((tender) => tender.cents !== null);
        const tender = { id: ++this.lastTenderId, method, cents: null, reference: "" };
        this.tenders.push(tender);
        return tender;
    }

    removeTender(id) {
        this.tenders = this.tenders.filter((tender) => tender.id !== id);
    }

    /** Cents of a tender: typed, or else what the others leave. */
    getCents(tender) {
        if (tender.cents !== null) {
            return tender.cents;
        }
        const others = this.tenders.filter(({ id }) => id !== tender.id);
        return Math.max(0, this.dueCents - sum(others.map(({ cents }) => cents)));
    }

    get tenderedCents() {
        return sum(this.tenders.map((tender) => this.getCents(tender)));
    }

    get cashCents() {
        const cash = this.tenders.filter(({ method }) => method.kind === "cash");
        return sum(cash.map((tender) => this.getCents(tender)));
    }

    get restCents() {
        return Math.max(0, this.dueCents - this.tenderedCents);
    }

    /** Something was typed that is no amount. */
    get hasBadAmount() {
        return [this.typedDue, ...this.tenders.map((t) => t.cents)].some(Number.isNaN);
    }

    /** What is over what is due, however it was given. */
    get overCents() {
        return Math.max(0, this.tenderedCents - this.dueCents);
    }

    /** More is over than the cash could give back. */
    get isTooMuch() {
        return this.overCents > this.cashCents;
    }

    get changeCents() {
        return this.isTooMuch ? 0 : this.overCents;
    }

    /** Takes just what was given: a part of the debt, or more as a prepayment. */
    takeWhatIsGiven() {
        this.typedDue = this.tenderedCents;
    }

    takeWhatIsChosen() {
        this.typedDue = null;
    }

    /**
     * Why the money cannot be taken yet, in words.
     *
     * @returns {string|null}
     */
    get problem() {
        const money = (cents) => formatCents(cents, this.start.currency_id);
        if (this.hasBadAmount) {
            return _t("One of the amounts is not a number with two decimals at most.");
        }
        if (this.debts.length && !this.chosenDebts.length) {
            return _t("Choose what is paid: debts come before a prepayment.");
        }
        if (!this.dueCents) {
            return _t("Nothing is open. For a prepayment, type its amount.");
        }
        if (!this.tenderedCents) {
            return _t("Choose how the money is given.");
        }
        if (this.restCents) {
            return _t("%(amount)s are still missing.", {
                amount: money(this.restCents),
            });
        }
        if (this.isTooMuch) {
            return _t(
                "Only cash can be given back: lower an amount, or keep the rest as a prepayment."
            );
        }
        if (this.cashCents && this.changeCents === this.cashCents) {
            return _t("The cash is not needed: remove it, or keep it as a prepayment.");
        }
        return null;
    }

    /** What the server is asked to do; sent again, the same, when no answer came. */
    toPayload() {
        return {
            key: this.key,
            household_ids: this.householdIds,
            // nothing is open: a prepayment, not a choice of nothing
            move_ids: this.debts.length
                ? this.chosenDebts.map((debt) => debt.move_id)
                : undefined,
            surplus: this.prepaidCents ? "advance" : "refuse",
            advance: toAmount(this.prepaidCents),
            tenders: this.tenders
                .filter((tender) => this.getCents(tender))
                .map((tender) => this.toTenderPayload(tender)),
        };
    }

    toTenderPayload(tender) {
        const cents = this.getCents(tender);
        const payload = {
            method_id: tender.method.id,
            reference: tender.reference.trim(),
        };
        return tender.method.kind === "cash"
            ? {
                  ...payload,
                  amount: toAmount(cents - this.changeCents),
                  given: toAmount(cents),
              }
            : { ...payload, amount: toAmount(cents) };
    }
}
