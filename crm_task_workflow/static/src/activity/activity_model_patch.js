import {Activity} from "@mail/core/common/activity_model";
import {patch} from "@web/core/utils/patch";
import {pressOutcome} from "@crm_task_workflow/outcome_buttons/press_outcome";

patch(Activity.prototype, {
    setup() {
        super.setup(...arguments);
        /** Empty when the user may not press, or the task is closed. */
        this.outcome_buttons = [];
    },

    get hasOutcomes() {
        return Boolean(this.outcome_buttons?.length);
    },

    /** @returns {Promise<Boolean>} false when the user declined to confirm */
    async press(button) {
        const {store, id, res_id, res_model} = this;
        const isPressed = await pressOutcome(store.env, id, button);
        if (isPressed) {
            store.activityBroadcastChannel?.postMessage({
                type: "RELOAD_CHATTER",
                payload: {id: res_id, model: res_model},
            });
        }
        return isPressed;
    },
});
