/**
 * Cancel a task where the server asks for the reason first.
 *
 * @param {Object} services
 * @param {Number} taskId
 * @returns {Promise<Boolean>} false when the user keeps the task after all
 */
export async function cancelTask({action, orm}, taskId) {
    const dialog = await orm.call("mail.activity", "action_cancel", [[taskId]]);
    if (!dialog) {
        return true;
    }
    return new Promise((resolve) =>
        action.doAction(dialog, {
            onClose: (infos) => resolve(Boolean(infos && infos.cancelled)),
        })
    );
}
