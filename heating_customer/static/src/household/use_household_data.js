import { onWillStart, useComponent, useState } from "@odoo/owl";
import { useRecordObserver } from "@web/model/relational_model/utils";
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
    const component = useComponent();
    const keepLast = new KeepLast();
    const loaded = useState({ data: null });
    const load = async (resId) => {
        loaded.data = resId
            ? await keepLast.add(
                  orm.silent.call("heating.household", method, [[resId]])
              )
            : null;
    };
    let known = component.props.record;
    onWillStart(() => load(known.resId));
    useRecordObserver((record) => {
        // whatever a button changed has been read again: all fields are looked at
        Object.values(record.data);
        if (record !== known || record.resId) {
            known = record;
            load(record.resId);
        }
    });
    return loaded;
}
