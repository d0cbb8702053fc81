/**
 * Before users are archived, ask who gets their open tasks.
 *
 * @param {Object} controller of a view
 * @param {Object} items of its menu of actions
 * @param {Function} getUserIds
 * @returns {Object} the items
 */
export function askBeforeArchiving(controller, items, getUserIds) {
    if (controller.props.resModel !== "res.users" || !items.archive) {
        return items;
    }
    const {action, orm} = controller.env.services;
    const archive = items.archive.callback;
    items.archive.callback = async () => {
        const dialog = await orm.call("res.users", "action_hand_over_and_archive", [
            await getUserIds(),
        ]);
        if (!dialog) {
            return archive();
        }
        return action.doAction(dialog, {
            onClose: (infos) => infos && infos.handed_over && controller.model.load(),
        });
    };
    return items;
}
