import { ConnectionLostError, rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";

const SEARCH = ".o_heating_search input[name=search]";
const DUE = ".o_heating_tenders input[name=due]";

/** Sees that an input has the focus, so that a cashier's next key goes there. */
function hasFocus(selector, run) {
    return { content: `${selector} has the focus`, trigger: `${selector}:focus`, run };
}

/** Finds a household as a cashier does: type, look, Enter. */
function pick(text, number) {
    return [
        { content: "type a part of the name", trigger: SEARCH, run: `edit ${text}` },
        {
            content: "the household is found and marked",
            trigger: `.o_heating_result.o_marked[data-number="${number}"]`,
        },
        { content: "choose it", trigger: SEARCH, run: "press Enter" },
        {
            content: "its card is shown",
            trigger: `.o_heating_household[data-number="${number}"]`,
        },
    ];
}

registry.category("web_tour.tours").add("heating_counter_cash", {
    steps: () => [
        {
            content: "choose the desk",
            trigger: ".o_heating_desk[data-desk=T2] input",
            run: "click",
        },
        {
            content: "a desk where somebody works cannot be chosen",
            trigger: ".o_heating_desk.o_taken[data-desk=T1] input:disabled",
        },
        {
            content: "count the float",
            trigger: ".o_heating_shift_form input[name=opening_float]",
            run: "edit 500",
        },
        {
            content: "open the shift",
            trigger: ".o_heating_shift_form input[name=opening_float]",
            run: "press Enter",
        },
        hasFocus(SEARCH),
        ...pick("欧阳", "T000001"),
        {
            content: "the bill of the season is open",
            trigger: ".o_heating_debt .o_heating_now:contains(2,000.00)",
        },
        hasFocus(DUE, "press Enter"),
        hasFocus(".o_heating_tender[data-kind=cash] input[name=amount]", "edit 2100"),
        {
            content: "the change is shown before the money is taken",
            trigger: ".o_heating_tenders .o_heating_change:contains(100.00)",
        },
        {
            content: "take the money, twice as nervous fingers do",
            trigger: ".o_heating_tender[data-kind=cash] input[name=amount]",
            async run(helpers) {
                await helpers.press("Enter");
                await helpers.press("Control+Enter");
            },
        },
        {
            content: "the receipt has a number and shows the change",
            trigger: ".o_heating_done .o_heating_receipt_number:contains(T2-)",
        },
        {
            content: "the change is large",
            trigger: ".o_heating_done .o_heating_done_change:contains(100.00)",
        },
        hasFocus(SEARCH, "press Escape"),
        { content: "the next one, please", trigger: ".o_heating_idle" },
    ],
});

registry.category("web_tour.tours").add("heating_counter_prepayment", {
    steps: () => [
        ...pick("欧阳", "T000001"),
        hasFocus(DUE, "press Alt+1"),
        hasFocus(".o_heating_tender[data-kind=cash] input[name=amount]", "edit 500"),
        {
            content: "something is missing, and it says what",
            trigger: ".o_heating_tenders .o_heating_rest:contains(1,500.00)",
        },
        {
            content: "the rest comes by card",
            trigger: ".o_heating_method[data-kind=card]",
            run: "click",
        },
        hasFocus(".o_heating_tender[data-kind=card] input[name=amount]", "edit 1800"),
        {
            content: "more than is due: change or prepayment is for the cashier to say",
            trigger: ".o_heating_surplus button[name=give_change].active",
        },
        {
            content: "keep it",
            trigger: ".o_heating_tender[data-kind=card] input[name=amount]",
            run: "press Alt+k",
        },
        {
            content: "what is taken grows by the prepayment",
            trigger: ".o_heating_take:contains(2,300.00)",
        },
        {
            content: "note the slip",
            trigger: ".o_heating_tender[data-kind=card] input[name=reference]",
            run: "edit SLIP-42",
        },
        {
            content: "take the money",
            trigger: ".o_heating_tender[data-kind=card] input[name=reference]",
            run: "press Control+Enter",
        },
        {
            content: "the receipt names the prepayment",
            trigger: ".o_heating_done .o_heating_done_advance:contains(300.00)",
        },
        {
            content: "and every means of payment",
            trigger:
                ".o_heating_done dl:has(.o_heating_done_tender:eq(1)):contains(1,800.00)",
        },
    ],
});

registry.category("web_tour.tours").add("heating_counter_early_bird", {
    steps: () => [
        ...pick("欧阳", "T000001"),
        {
            content: "what is to be paid is the net, and it says until when",
            trigger:
                ".o_heating_tenders .o_heating_early_bird:contains(1,664.63):contains(1,681.61):contains(1,698.60)",
        },
        {
            content: "the debt gets the net",
            trigger: ".o_heating_debt .o_heating_now:contains(1,664.63)",
        },
        hasFocus(DUE, "edit 1664"),
        {
            content: "less than that is a part payment without a discount",
            trigger:
                ".o_heating_tenders:has(.o_heating_early_bird.text-warning-emphasis) .o_heating_due_hint:contains(34.60)",
        },
        {
            content: "in full, then",
            trigger: DUE,
            run: "edit 1664.63",
        },
        { content: "in cash", trigger: DUE, run: "press Alt+1" },
        {
            content: "cash is whole yuan, and the screen says so",
            trigger:
                ".o_heating_tenders:has(.o_heating_cash_rounding:contains(0.37)) .o_heating_take:contains(1,665.00)",
        },
        hasFocus(".o_heating_tender[data-kind=cash] input[name=amount]", "edit 1700"),
        {
            content: "change is of what is taken",
            trigger: ".o_heating_tenders .o_heating_change:contains(35.00)",
        },
        {
            content: "take the money",
            trigger: ".o_heating_tender[data-kind=cash] input[name=amount]",
            run: "press Enter",
        },
        {
            content: "the receipt names the discount",
            trigger: ".o_heating_done .o_heating_done_discount:contains(33.97)",
        },
        {
            content: "and what was rounded",
            trigger: ".o_heating_done .o_heating_done_rounding:contains(0.37)",
        },
    ],
});

registry.category("web_tour.tours").add("heating_counter_shared", {
    steps: () => [
        ...pick("T000009", "T000009"),
        {
            content: "the sum is the household's own, the employer's part stands apart",
            trigger:
                ".o_heating_debts:has(.o_heating_open_sum:contains(2,300.00)) .o_heating_others_sum:contains(/^\\D*700.00$/)",
        },
        {
            content: "leave out all",
            trigger: ".o_heating_debts input[name=all_debts]:checked",
            run: "click",
        },
        {
            content: "and choose all: the employer's part stays out",
            trigger:
                ".o_heating_debts:has(.o_heating_now_sum:contains(/^\\D*0.00$/)) input[name=all_debts]",
            run: "click",
        },
        {
            content: "in cash",
            trigger: ".o_heating_method[data-kind=cash]",
            run: "click",
        },
        {
            content: "the household's part is asked for",
            trigger: ".o_heating_take:contains(2,300.00)",
            run: "click",
        },
        {
            content: "the receipt is there",
            trigger: ".o_heating_done .o_heating_done_paid:contains(2,300.00)",
        },
    ],
});

registry.category("web_tour.tours").add("heating_counter_no_amount", {
    steps: () => [
        {
            content: "the shift is from the day before: the screen says so",
            trigger: ".o_heating_left_open button[name=close_left_open]",
        },
        ...pick("欧阳", "T000001"),
        hasFocus(DUE, "edit 100.005"),
        {
            content: "it says at once that this is no amount",
            trigger: ".o_heating_tenders .o_heating_message",
        },
        { content: "press a means of payment", trigger: DUE, run: "press Alt+1" },
        {
            content: "its amount stays empty",
            trigger: ".o_heating_tender[data-kind=cash] input[name=amount]",
            run({ anchor }) {
                if (anchor.value) {
                    throw new Error(`the amount is “${anchor.value}”`);
                }
            },
        },
        {
            content: "nothing is worked out of it",
            trigger: ".o_heating_tenders:not(:has(.o_heating_balance))",
        },
        {
            content: "a proper amount",
            trigger: DUE,
            run: "edit 100.5",
        },
        {
            content: "the sentence is gone",
            trigger: ".o_heating_tenders:not(:has(.o_heating_message))",
        },
        {
            content: "and the tender follows",
            trigger: ".o_heating_take:contains(100.50)",
        },
        {
            content: "another means in its place",
            trigger: ".o_heating_method[data-kind=wechat]",
            run: "click",
        },
        {
            content: "without cash there is no change",
            trigger:
                ".o_heating_tenders:has(.o_heating_tender[data-kind=wechat]):not(:has(.o_heating_balance))",
        },
    ],
});

registry.category("web_tour.tours").add("heating_counter_nothing_open", {
    steps: () => [
        ...pick("诸葛", "T000077"),
        hasFocus(DUE, "edit 500"),
        { content: "add cash", trigger: DUE, run: "press Alt+1" },
        {
            content: "the screen says whose the prepayment will be: of who is billed",
            trigger: ".o_heating_due_hint:contains(热电厂):contains(T000077)",
        },
        {
            content: "take the money",
            trigger: ".o_heating_tender[data-kind=cash] input[name=amount]",
            run: "press Control+Enter",
        },
        {
            content: "the receipt names the prepayment",
            trigger: ".o_heating_done .o_heating_done_advance:contains(500.00)",
        },
        {
            content: "and whose it is",
            trigger: ".o_heating_done .o_heating_done_advance_of:contains(热电厂)",
        },
    ],
});

registry.category("web_tour.tours").add("heating_counter_use_prepayment", {
    steps: () => [
        ...pick("T000077", "T000077"),
        {
            content: "use the prepayment",
            trigger:
                ".o_heating_household[data-number=T000077] button[name=use_prepayment]:contains(500.00)",
            run: "click",
        },
        {
            content: "what it paid, the oldest debt first",
            trigger: ".o_heating_used:contains(500.00) li:first:contains(300.00)",
        },
        {
            content: "the rest of the younger debt is still to be paid",
            trigger: ".o_heating_take:contains(1,800.00)",
        },
        {
            content: "nothing is left to use",
            trigger:
                ".o_heating_household[data-number=T000077]:not(:has(button[name=use_prepayment]))",
        },
    ],
});

/** Lets the server take the money once, and loses its answer on the way. */
function loseNextAnswer() {
    const answer = rpc._rpc;
    rpc._rpc = async (url, params, settings) => {
        if (params.method !== "counter_take") {
            return answer(url, params, settings);
        }
        rpc._rpc = answer;
        await answer(url, params, settings);
        throw new ConnectionLostError(url);
    };
}

registry.category("web_tour.tours").add("heating_counter_lost_answer", {
    steps: () => [
        ...pick("欧阳", "T000001"),
        hasFocus(DUE, "press Alt+1"),
        {
            content: "take the money while the network fails",
            trigger: ".o_heating_tender[data-kind=cash] input[name=amount]:focus",
            async run(helpers) {
                loseNextAnswer();
                await helpers.press("Enter");
            },
        },
        { content: "the screen says so", trigger: ".o_heating_unanswered" },
        {
            content: "nothing can be changed before it is known what became of it",
            trigger: ".o_heating_tender[data-kind=cash] input[name=amount]:disabled",
        },
        {
            content: "ask again",
            trigger: ".o_heating_take",
            run: "click",
        },
        {
            content: "the receipt was there all the time",
            trigger: ".o_heating_done .o_heating_done_paid:contains(2,000.00)",
        },
    ],
});

registry.category("web_tour.tours").add("heating_counter_two_households", {
    steps: () => [
        ...pick("欧阳", "T000001"),
        hasFocus(DUE, "press Alt+s"),
        ...pick("T000002", "T000002"),
        {
            content: "old arrears and the season's bills of both",
            trigger: ".o_heating_debts tbody:has(.o_heating_debt:eq(2))",
        },
        {
            content: "leave the oldest debt out",
            trigger: ".o_heating_debt:first input[name=debt]",
            run: "click",
        },
        {
            content: "the younger one of the same household stays out with it",
            trigger: ".o_heating_order",
        },
        {
            content: "one bill is left to be paid",
            trigger: ".o_heating_take:contains(2,000.00)",
        },
        {
            content: "more by transfer than is due cannot be given back",
            trigger: ".o_heating_method[data-kind=transfer]",
            run: "click",
        },
        hasFocus(
            ".o_heating_tender[data-kind=transfer] input[name=amount]",
            "edit 2000.5"
        ),
        {
            content: "try nevertheless",
            trigger: ".o_heating_tender[data-kind=transfer] input[name=amount]",
            run: "press Enter",
        },
        {
            content: "the screen says why not",
            trigger: ".o_heating_tenders .o_heating_message",
        },
        {
            content: "correct it",
            trigger: ".o_heating_tender[data-kind=transfer] input[name=amount]",
            run: "edit 2000",
        },
        {
            content: "take the money",
            trigger: ".o_heating_tender[data-kind=transfer] input[name=amount]",
            run: "press Enter",
        },
        {
            content: "the receipt is there",
            trigger: ".o_heating_done .o_heating_done_paid:contains(2,000.00)",
        },
        {
            content: "go on",
            trigger: ".o_heating_done button[name=next]",
            run: "click",
        },
        {
            content: "close the shift",
            trigger: "button[name=begin_close]",
            run: "click",
        },
        {
            content: "count four notes of a hundred",
            trigger: ".o_heating_shift_close input[name=pieces_10000]",
            run: "edit 4",
        },
        {
            content: "close",
            trigger: ".o_heating_shift_close button[name=close_shift]",
            run: "click",
        },
        {
            content: "only now it is seen that the drawer is short",
            trigger: ".o_heating_difference.text-danger:contains(100.00)",
        },
        {
            content: "nobody leaves without a word on it",
            trigger: "button[name=shift_done]:disabled",
        },
        {
            content: "say why",
            trigger: ".o_heating_shift_close input[name=difference_reason]",
            run: "edit 找零多给",
        },
        {
            content: "done",
            trigger: "button[name=shift_done]:enabled",
            run: "click",
        },
        { content: "a new shift can begin", trigger: ".o_heating_shift_form" },
    ],
});

/** Alt and the digit of a means: its buttons stand in the order of their digits. */
function chooseWechat() {
    return [
        ...pick("欧阳", "T000001"),
        hasFocus(DUE),
        {
            content: "WeChat Pay",
            trigger: ".o_heating_method[data-kind=wechat]",
            async run(helpers) {
                const digit = helpers.anchor.querySelector("kbd").textContent.slice(-1);
                await helpers.press(`Alt+${digit}`);
            },
        },
    ];
}

const CODE = ".o_heating_tender[data-kind=wechat] input[name=reference]";

registry.category("web_tour.tours").add("heating_counter_code", {
    steps: () => [
        hasFocus(SEARCH),
        ...chooseWechat(),
        hasFocus(CODE, "edit 134567890123456789"),
        { content: "a scanner ends with Enter", trigger: CODE, run: "press Enter" },
        {
            content: "the receipt has a number",
            trigger: ".o_heating_done .o_heating_receipt_number:contains(T1-)",
        },
    ],
});

registry.category("web_tour.tours").add("heating_counter_shown_code", {
    steps: () => [
        hasFocus(SEARCH),
        ...chooseWechat(),
        hasFocus(CODE, "press Enter"),
        {
            content: "the payer's code is shown with the amount",
            trigger: ".o_heating_platform_wait:contains(2,000.00) img[src^='data:image']",
        },
        {
            content: "paid, and the receipt has a number",
            trigger: ".o_heating_done .o_heating_receipt_number:contains(T1-)",
            timeout: 30000,
        },
    ],
});
