import { onWillStart, onWillUpdateProps, useComponent, useState } from "@odoo/owl";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";

/**
 * What a method of the household on the form answers, read anew when the form is.
 *
 * @param {string} method a method of one household that only reads
 * @returns {{data: Object|null}} null for a household not yet saved
 */
export function useHouseholdData(method) {
    const orm = useService("orm");
    const { props } = useComponent();
    const keepLast = new KeepLast();
    const loaded = useState({ data: null });
    let shown = props.record;
    const load = async () => {
        loaded.data = shown.resId
            ? await keepLast.add(orm.call("heating.household", method, [[shown.resId]]))
            : null;
    };
    onWillStart(load);
    onWillUpdateProps(({ record }) => {
        // the form makes a new record whenever it reads the household again
        if (record !== shown) {
            shown = record;
            load();
        }
    });
    return loaded;
}
