import { browser } from "@web/core/browser/browser";

const FRAME_CLASS = "o_heating_print_frame";

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
    if (!answer.ok) {
        throw new Error(`receipt ${receiptId}: ${answer.status}`);
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
        frame.addEventListener("load", resolve, { once: true });
    });
    document.body.appendChild(frame);
    await loaded;
    try {
        frame.contentWindow.focus();
        frame.contentWindow.print();
    } catch {
        browser.open(url, "_blank");
    }
}
