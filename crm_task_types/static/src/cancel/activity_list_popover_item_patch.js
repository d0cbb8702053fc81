import {ActivityListPopoverItem} from "@mail/core/web/activity_list_popover_item";
import {cancelTask} from "@crm_task_types/cancel/cancel_task";
import {patch} from "@web/core/utils/patch";

patch(ActivityListPopoverItem.prototype, {
    async unlink() {
        if (!this.env.services["mail.store"].asksCancelReason) {
            return super.unlink(...arguments);
        }
        const {activity, onActivityChanged} = this.props;
        if (await cancelTask(this.env.services, activity.id)) {
            activity.remove();
            onActivityChanged?.();
        }
    },
});
