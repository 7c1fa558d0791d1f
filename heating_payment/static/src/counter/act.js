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
        /** What is off bills that are paid in full today. */
        this.earlyBirds = [];
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
        const before = new Map(this.debts.map((debt) => [debt.move_id, debt.chosen]));
        this.households = data.households;
        this.debts = data.debts.map((debt) => ({
            ...debt,
            // the late fee of the day is paid with the debt, in the server's order
            cents: toCents(debt.open) + toCents(debt.late_fee || 0),
            feeCents: toCents(debt.late_fee || 0),
            totalCents: toCents(debt.total),
            // what an employer or an authority pays is not asked of the household
            chosen: before.get(debt.move_id) ?? !debt.others,
        }));
        this.earlyBirds = data.early_birds.map((offer) => ({
            ...offer,
            cents: toCents(offer.discount),
            steps: offer.steps.map((step) => ({
                until: step.until,
                cents: toCents(step.discount),
            })),
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
                !debt.others &&
                !this.debts[index].others &&
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
        const choose = !this.allChosen;
        for (const debt of this.askedDebts) {
            debt.chosen = choose;
        }
        this.orderEnforced = false;
        this.typedDue = null;
    }

    /** What the household owes itself; others pay their parts of a bill. */
    get ownDebts() {
        return this.debts.filter((debt) => !debt.others);
    }

    /** The parts that others pay: never asked of the household, but may be chosen. */
    get othersDebts() {
        return this.debts.filter((debt) => debt.others);
    }

    /** What one click on all chooses: others' parts only where nothing else is open. */
    get askedDebts() {
        return this.ownDebts.length ? this.ownDebts : this.debts;
    }

    get allChosen() {
        return this.askedDebts.every((debt) => debt.chosen);
    }

    get chosenDebts() {
        return this.debts.filter((debt) => debt.chosen);
    }

    /** What the household owes itself. */
    get openCents() {
        return sum(this.ownDebts.map((debt) => debt.cents));
    }

    get othersCents() {
        return sum(this.othersDebts.map((debt) => debt.cents));
    }

    /** What is chosen before any discount. */
    get grossCents() {
        return sum(this.chosenDebts.map((debt) => debt.cents));
    }

    /** What is chosen, less the discounts for paying it in full. */
    get chosenCents() {
        return this.grossCents - this.offeredCents;
    }

    // --- Early birds ---

    /** Discounts of the bills of which everything is chosen. */
    get offers() {
        const chosen = new Set(this.chosenDebts.map((debt) => debt.move_id));
        return this.earlyBirds.filter((offer) =>
            offer.move_ids.every((moveId) => chosen.has(moveId))
        );
    }

    get offeredCents() {
        return sum(this.offers.map((offer) => offer.cents));
    }

    /**
     * What is chosen costs less for some days, then less by something else: each price
     * with its last day, the one of today first.
     *
     * @returns {{until: string, cents: number}[]}
     */
    get prices() {
        const prices = [];
        let until = "";
        for (;;) {
            const valid = this.offers
                .map(({ steps }) => steps.find((step) => step.until > until))
                .filter(Boolean);
            if (!valid.length) {
                return prices;
            }
            until = valid.map((step) => step.until).sort()[0];
            const off = sum(valid.map((step) => step.cents));
            prices.push({ until, cents: this.grossCents - off });
        }
    }

    /**
     * The discounts that the amount earns: of bills that it pays in full, older debts
     * first, as the server does it.
     *
     * @returns {Object[]}
     */
    get granted() {
        const debts = this.chosenDebts;
        let granted = this.offers;
        for (;;) {
            const failing = granted.find((offer) => {
                const last = debts.findLastIndex((debt) =>
                    offer.move_ids.includes(debt.move_id)
                );
                const before = debts.slice(0, last + 1);
                const begun = granted.filter((other) =>
                    before.some((debt) => other.move_ids.includes(debt.move_id))
                );
                const needed =
                    sum(before.map((debt) => debt.cents)) -
                    sum(begun.map((other) => other.cents));
                return needed > this.dueCents;
            });
            if (!failing) {
                return granted;
            }
            granted = granted.filter((offer) => offer !== failing);
        }
    }

    get grantedCents() {
        return sum(this.granted.map((offer) => offer.cents));
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
        return Math.max(0, this.grossCents - this.grantedCents - this.dueCents);
    }

    /**
     * How the amount will be spread, oldest first, as the server does it.
     *
     * @returns {Map<number, number>} cents by move id
     */
    get shares() {
        let left = this.dueCents;
        const off = new Map();
        for (const { cents, move_ids } of this.granted) {
            const shared = { cents };
            move_ids.forEach((moveId) => off.set(moveId, shared));
        }
        return new Map(
            this.chosenDebts.map((debt) => {
                // a discount pays the lines of its bill in their order
                const discount = off.get(debt.move_id) || { cents: 0 };
                const free = Math.min(discount.cents, debt.cents - debt.feeCents);
                discount.cents -= free;
                const share = Math.min(left, debt.cents - free);
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
        const tender = {
            id: ++this.lastTenderId,
            method,
            cents: null,
            reference: "",
            /** The order at a platform, once it is paid. */
            order: null,
            /** How often an order was begun: each has a key of its own. */
            attempts: 0,
        };
        this.tenders.push(tender);
        return tender;
    }

    /** A tender that a platform has taken stays: the money is there. */
    removeTender(id) {
        this.tenders = this.tenders.filter((tender) => tender.id !== id || tender.order);
    }

    /** Tenders that a platform has to confirm before anything is taken. */
    get unconfirmed() {
        return this.tenders.filter(
            (tender) => tender.method.platform && !tender.order && this.getCents(tender)
        );
    }

    get isConfirmedByPlatform() {
        return this.tenders.some((tender) => tender.order);
    }

    /** What the server is asked to begin at a platform. */
    toOrderPayload(tender) {
        return {
            key: `${this.key}-${tender.id}-${tender.attempts}`,
            household_ids: this.householdIds,
            method_id: tender.method.id,
            amount: toAmount(this.getCents(tender)),
            code: tender.reference.replace(/\s/g, ""),
        };
    }

    /** Cents of a tender: typed, or else what the others leave. */
    getCents(tender) {
        if (tender.cents !== null) {
            return tender.cents;
        }
        const others = this.tenders.filter(({ id }) => id !== tender.id);
        return Math.max(0, this.takenCents - sum(others.map(({ cents }) => cents)));
    }

    // --- Cash is rounded ---

    /** Cents that cash is rounded to: the coarsest of the bills' tariffs. */
    get cashUnit() {
        return Math.max(1, ...this.chosenDebts.map((debt) => debt.cash_unit));
    }

    /** What is taken more, or below zero less, since cash pays the rest of all that is chosen. */
    get roundingCents() {
        const isCash = ({ method }) => method.kind === "cash";
        const others = this.tenders.filter((tender) => !isCash(tender));
        if (
            this.hasBadAmount ||
            !this.tenders.some(isCash) ||
            this.dueCents !== this.chosenCents ||
            others.some(({ cents }) => cents === null)
        ) {
            return 0;
        }
        const byCash = this.dueCents - sum(others.map(({ cents }) => cents));
        if (byCash <= 0) {
            return 0;
        }
        const unit = this.cashUnit;
        return Math.floor((2 * byCash + unit) / (2 * unit)) * unit - byCash;
    }

    /** What is to be handed over, cash being rounded. */
    get takenCents() {
        return this.dueCents + this.roundingCents;
    }

    get tenderedCents() {
        return sum(this.tenders.map((tender) => this.getCents(tender)));
    }

    get cashCents() {
        const cash = this.tenders.filter(({ method }) => method.kind === "cash");
        return sum(cash.map((tender) => this.getCents(tender)));
    }

    get restCents() {
        return Math.max(0, this.takenCents - this.tenderedCents);
    }

    /** Something was typed that is no amount. */
    get hasBadAmount() {
        return [this.typedDue, ...this.tenders.map((t) => t.cents)].some(Number.isNaN);
    }

    /** What is over what is due, however it was given. */
    get overCents() {
        return Math.max(0, this.tenderedCents - this.takenCents);
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
        if (this.ownDebts.length && !this.chosenDebts.length) {
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
            move_ids: this.chosenDebts.length || this.ownDebts.length
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
            order: tender.order || undefined,
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
