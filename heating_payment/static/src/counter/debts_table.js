import { Component, useState } from "@odoo/owl";
import { deserializeDate, formatDate, today } from "@web/core/l10n/dates";
import { Act } from "./act";

/** What is open by season, oldest first, and how the amount is spread over it. */
export class DebtsTable extends Component {
    static template = "heating_payment.DebtsTable";
    static props = {
        act: Act,
        disabled: Boolean,
        formatCents: Function,
    };

    setup() {
        this.act = useState(this.props.act);
    }

    /** Each row with the cents that it gets now. */
    get rows() {
        const { debts, shares } = this.act;
        return debts.map((debt) => {
            const due = debt.date_due && deserializeDate(debt.date_due);
            return {
                ...debt,
                now: shares.get(debt.move_id) || 0,
                dueText: due ? formatDate(due) : "",
                isOverdue: Boolean(due) && due < today(),
            };
        });
    }

    /** What is paid now of the household's own debts, and of others' parts. */
    get nowCents() {
        const { debts, shares } = this.act;
        const now = { own: 0, others: 0 };
        for (const { move_id, others } of debts) {
            now[others ? "others" : "own"] += shares.get(move_id) || 0;
        }
        return now;
    }

    get isShared() {
        return this.act.households.length > 1;
    }

    toggle(debt) {
        if (!this.props.disabled) {
            this.act.toggleDebt(debt.move_id);
        }
    }
}
