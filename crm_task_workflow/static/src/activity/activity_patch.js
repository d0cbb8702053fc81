import {Activity} from "@mail/core/web/activity";
import {OutcomeButtons} from "@crm_task_workflow/outcome_buttons/outcome_buttons";
import {patch} from "@web/core/utils/patch";

Activity.components = {...Activity.components, OutcomeButtons};

patch(Activity.prototype, {
    /** Outcomes may change the document too, so that its form is reloaded. */
    async pressOutcome(button) {
        const {activity, onActivityChanged, reloadParentView} = this.props;
        const {thread} = this;
        if (await activity.press(button)) {
            onActivityChanged(thread);
            await Promise.all([thread.fetchNewMessages(), reloadParentView()]);
        }
    },
});
