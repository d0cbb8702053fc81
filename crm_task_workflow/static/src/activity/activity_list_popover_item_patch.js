import {ActivityListPopoverItem} from "@mail/core/web/activity_list_popover_item";
import {OutcomeButtons} from "@crm_task_workflow/outcome_buttons/outcome_buttons";
import {patch} from "@web/core/utils/patch";

ActivityListPopoverItem.components = {
    ...ActivityListPopoverItem.components,
    OutcomeButtons,
};

patch(ActivityListPopoverItem.prototype, {
    get hasMarkDoneButton() {
        return super.hasMarkDoneButton && !this.props.activity.hasOutcomes;
    },

    async pressOutcome(button) {
        const {activity, onActivityChanged} = this.props;
        const thread = this.env.services["mail.store"].Thread.insert({
            model: activity.res_model,
            id: activity.res_id,
        });
        if (await activity.press(button)) {
            onActivityChanged?.(thread);
        }
    },
});
