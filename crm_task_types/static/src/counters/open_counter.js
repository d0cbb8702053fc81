/**
 * Open the tasks behind a counter.
 *
 * @param {Object} action the service
 * @param {Object} counter
 * @param {Object} [options]
 * @param {Boolean} [options.isSales] only those on leads and contacts
 * @param {Boolean} [options.newWindow]
 */
export function openCounter(action, counter, {isSales = false, newWindow} = {}) {
    const filters = isSales ? [...counter.filters, "sales"] : counter.filters;
    const context = Object.fromEntries(
        filters.map((name) => [`search_default_${name}`, 1])
    );
    return action.doAction(counter.action, {
        additionalContext: {search_default_mine: 0, ...context},
        clearBreadcrumbs: true,
        newWindow,
        viewType: "list",
    });
}
