import { Component, useEffect, useRef, useState } from "@odoo/owl";
import { useHotkey } from "@web/core/hotkeys/hotkey_hook";
import { _t } from "@web/core/l10n/translation";
import { highlightText } from "@web/core/utils/html";
import { useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";
import { getSentence } from "./server_answer";
import { SupplyBadge } from "./supply_badge";

const SHORTEST_TEXT = 2;
const DEBOUNCE_MS = 200;

/** Finds households by any part of number, name, phone or address, or by a scan. */
export class SearchBox extends Component {
    static template = "heating_payment.SearchBox";
    static components = { SupplyBadge };
    static props = {
        adding: Boolean,
        disabled: Boolean,
        chosenIds: Array,
        formatAmount: Function,
        onPick: Function,
        onEscape: Function,
        /** The box takes the focus whenever this becomes another number than 0. */
        focusRequest: Number,
    };

    setup() {
        this.orm = useService("orm");
        this.input = useRef("input");
        this.list = useRef("list");
        this.state = useState({
            text: "",
            /** The text that the results belong to; null before there are any. */
            foundFor: null,
            results: [],
            index: 0,
            sentence: "",
        });
        this.lastSearch = 0;
        this.searchSoon = useDebounced(() => this.search(), DEBOUNCE_MS);
        useHotkey("alt+s", () => this.focus(), {
            bypassEditableProtection: true,
            withOverlay: () => this.input.el,
        });
        useEffect(
            (focusRequest) => {
                if (focusRequest) {
                    this.focus();
                }
            },
            () => [this.props.focusRequest]
        );
        useEffect(
            () => {
                this.list.el
                    ?.querySelector("[aria-selected=true]")
                    ?.scrollIntoView({ block: "nearest" });
            },
            () => [this.state.index]
        );
    }

    get placeholder() {
        return this.props.adding
            ? _t("Add another household to this receipt…")
            : _t("Number, name, phone or address, or scan a bill…");
    }

    get trimmed() {
        return this.state.text.trim();
    }

    get isOpen() {
        return this.state.foundFor !== null || Boolean(this.state.sentence);
    }

    focus() {
        this.input.el.focus();
        this.input.el.select();
    }

    isChosen(household) {
        return this.props.chosenIds.includes(household.id);
    }

    highlight(text) {
        return this.trimmed
            .split(/\s+/)
            .reduce(
                (result, word) => highlightText(word, result, "text-primary fw-bold"),
                text
            );
    }

    clear() {
        this.searchSoon.cancel();
        this.lastSearch++;
        Object.assign(this.state, {
            text: "",
            foundFor: null,
            results: [],
            index: 0,
            sentence: "",
        });
    }

    /** Asks the server; an answer that is overtaken by a later question is dropped. */
    async search() {
        const text = this.trimmed;
        if (text.length < SHORTEST_TEXT) {
            const typed = this.state.text;
            this.clear();
            this.state.text = typed;
            return;
        }
        const search = ++this.lastSearch;
        let results = [];
        let sentence = "";
        try {
            results = await this.orm.silent.call("heating.receipt", "counter_search", [
                text,
            ]);
        } catch (error) {
            sentence = getSentence(error);
        }
        if (search === this.lastSearch) {
            const foundFor = sentence ? null : text;
            Object.assign(this.state, { results, foundFor, index: 0, sentence });
        }
    }

    onInput(ev) {
        this.state.text = ev.target.value;
        // pinyin on its way to characters is not worth a question
        if (!ev.isComposing) {
            this.searchSoon();
        }
    }

    onKeydown(ev) {
        if (ev.isComposing || ev.ctrlKey || ev.altKey || ev.metaKey) {
            return;
        }
        const act = {
            ArrowDown: () => this.move(1),
            ArrowUp: () => this.move(-1),
            Enter: () => this.enter(),
            Escape: () => this.escape(),
        }[ev.key];
        if (act) {
            ev.preventDefault();
            ev.stopPropagation();
            act();
        }
    }

    move(step) {
        const { results, index } = this.state;
        if (results.length) {
            this.state.index = (index + step + results.length) % results.length;
        }
    }

    /**
     * Picks what is marked. A scanner types faster than results come, so for a text not
     * looked for yet the answer is awaited, and picked when there is no doubt.
     */
    async enter() {
        const text = this.trimmed;
        if (!text) {
            return;
        }
        if (this.state.foundFor === text) {
            this.pick(this.state.results[this.state.index]);
            return;
        }
        this.searchSoon.cancel();
        await this.search();
        const { foundFor, results } = this.state;
        if (foundFor === text && this.trimmed === text) {
            const exact = results.find((household) => household.number === text);
            this.pick(exact || (results.length === 1 && results[0]));
        }
    }

    escape() {
        if (this.state.text || this.isOpen) {
            this.clear();
        } else {
            this.props.onEscape();
        }
    }

    pick(household) {
        if (household) {
            this.clear();
            this.props.onPick(household);
        }
    }
}
