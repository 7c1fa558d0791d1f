import { browser } from "@web/core/browser/browser";
import { delay } from "@web/core/utils/concurrency";

const FRAME_CLASS = "o_heating_print_frame";
const LOAD_MS = 5000;

/**
 * @param {number} receiptId
 * @returns {string}
 */
export function getReceiptUrl(receiptId) {
    return `/report/pdf/heating_payment.receipt_document/${receiptId}`;
}

/**
 * Fetches the PDF once and opens the browser's print dialog on it, so that the cashier
 * never leaves the counter. A browser that cannot print from a frame shows it in a tab.
 *
 * @param {number} receiptId
 */
export async function printReceipt(receiptId) {
    const answer = await browser.fetch(getReceiptUrl(receiptId));
    // when the session is over, the page of the login comes instead
    const kind = answer.headers.get("Content-Type") || "";
    if (!answer.ok || !kind.startsWith("application/pdf")) {
        throw new Error(`receipt ${receiptId}: ${answer.status} ${kind}`);
    }
    const url = URL.createObjectURL(await answer.blob());
    document.querySelectorAll(`.${FRAME_CLASS}`).forEach((frame) => {
        URL.revokeObjectURL(frame.src);
        frame.remove();
    });
    const frame = document.createElement("iframe");
    frame.className = `${FRAME_CLASS} position-absolute invisible`;
    frame.src = url;
    const loaded = new Promise((resolve) => {
        frame.addEventListener("load", () => resolve(true), { once: true });
    });
    document.body.appendChild(frame);
    // a browser without a PDF viewer, such as a phone's, may never report it as loaded
    const isLoaded = await Promise.race([loaded, delay(LOAD_MS)]);
    try {
        if (!isLoaded) {
            throw new Error(`receipt ${receiptId} does not show in a frame`);
        }
        frame.contentWindow.print();
    } catch {
        browser.open(url, "_blank");
    }
}
