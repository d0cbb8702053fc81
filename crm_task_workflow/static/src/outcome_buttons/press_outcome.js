import {ConfirmationDialog} from "@web/core/confirmation_dialog/confirmation_dialog";
import {_t} from "@web/core/l10n/translation";
import {runToEnd} from "@crm_task_types/run_to_end/run_to_end";

function confirmPress({dialog}, {name, confirmation}) {
    return new Promise((resolve) => {
        dialog.add(
            ConfirmationDialog,
            {
                title: name,
                body: confirmation,
                confirm: () => resolve(true),
                confirmLabel: name,
                cancel: () => resolve(false),
                cancelLabel: _t("Cancel"),
            },
            {onClose: () => resolve(false)}
        );
    });
}

/**
 * Press a button of a task, with all that the server then asks of the user. The caller
 * reloads what it shows. Works on when the component that called it has gone meanwhile.
 *
 * @param {Object} env
 * @param {Number} taskId
 * @param {Object} button one of the task's `outcome_buttons`
 * @returns {Promise<Boolean>} false when the user declined to confirm
 */
export async function pressOutcome({services}, taskId, button) {
    if (button.confirmation && !(await confirmPress(services, button))) {
        return false;
    }
    const next = await services.orm.call("mail.activity", "action_press", [
        [taskId],
        button.id,
    ]);
    if (next) {
        await runToEnd(services, next);
    }
    return true;
}
