import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError, RPCError } from "@web/core/network/rpc";

const SENTENCES = new Set([
    "odoo.exceptions.UserError",
    "odoo.exceptions.ValidationError",
    "odoo.exceptions.AccessError",
    "odoo.exceptions.MissingError",
]);

/**
 * Whether nobody knows what became of a call: the answer never arrived.
 *
 * @param {Error} error
 * @returns {boolean}
 */
export function isAnswerLost(error) {
    return error instanceof ConnectionLostError;
}

/**
 * The server's own sentence for the cashier, to be shown in place.
 *
 * @param {Error} error of a call
 * @returns {string}
 * @throws {Error} the same error when it holds no sentence: a bug keeps its traceback
 */
export function getSentence(error) {
    if (error instanceof RPCError && SENTENCES.has(error.exceptionName)) {
        return error.data.message;
    }
    if (isAnswerLost(error)) {
        return _t("The server does not answer. Check the network and try again.");
    }
    throw error;
}
