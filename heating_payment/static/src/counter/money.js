import { formatCurrency } from "@web/core/currency";
import { parseFloat } from "@web/views/fields/parsers";

// Money is counted in whole cents here: sums of floats would drift.

const CURRENCY_SIGNS = /[¥￥元\s]/g;

/**
 * @param {number} amount in yuan, as the server sends it
 * @returns {number} cents
 */
export function toCents(amount) {
    return Math.round(amount * 100);
}

/**
 * @param {number} cents
 * @returns {number} yuan, as the server wants it
 */
export function toAmount(cents) {
    return cents / 100;
}

/**
 * @param {number} cents
 * @param {number} currencyId
 * @returns {string} with the currency's sign
 */
export function formatCents(cents, currencyId) {
    return formatCurrency(toAmount(cents), currencyId);
}

/**
 * Reads what a cashier typed: with a Chinese keyboard too, which makes full-width
 * digits and turns the point into a full stop.
 *
 * @param {string} text
 * @returns {number|null} cents, null for an empty text, NaN for what is no amount
 */
export function parseCents(text) {
    const plain = text
        .normalize("NFKC")
        .replace(CURRENCY_SIGNS, "")
        .replace(/。/g, ".");
    if (!plain) {
        return null;
    }
    let amount;
    try {
        amount = parseFloat(plain);
    } catch {
        return NaN;
    }
    const cents = toCents(amount);
    const hasMoreDecimals = Math.abs(amount * 100 - cents) > 1e-6;
    return amount < 0 || hasMoreDecimals ? NaN : cents;
}

/**
 * @param {number} cents
 * @returns {string} as it is typed: no sign, no separator of thousands
 */
export function editableCents(cents) {
    return toAmount(cents).toFixed(2).replace(/\.00$/, "");
}

/**
 * @param {number[]} cents
 * @returns {number}
 */
export function sum(cents) {
    return cents.reduce((total, value) => total + value, 0);
}
