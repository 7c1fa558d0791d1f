import { registry } from "@web/core/registry";
import { formatFloat } from "@web/views/fields/formatters";
import { ListRenderer } from "@web/views/list/list_renderer";
import { listView } from "@web/views/list/list_view";

/**
 * A list whose last row shows rates, too: the sum of what is done in percent of the sum
 * of the whole, not the mean of the rows' rates. A column names both in its options:
 * `{'rate_of': ['received', 'receivable']}`.
 */
export class RateListRenderer extends ListRenderer {
    computeAggregates() {
        const aggregates = super.computeAggregates();
        for (const column of this.columns) {
            const [done, whole] = column.options?.rate_of || [];
            if (aggregates[done] && aggregates[whole]?.rawValue) {
                const rate =
                    (100 * aggregates[done].rawValue) / aggregates[whole].rawValue;
                aggregates[column.name] = {
                    help: column.label,
                    value: formatFloat(rate, { digits: [16, 2] }),
                    rawValue: rate,
                };
            }
        }
        return aggregates;
    }
}

registry.category("views").add("heating_rate_list", {
    ...listView,
    Renderer: RateListRenderer,
});
