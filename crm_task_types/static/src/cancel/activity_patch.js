import {Activity} from "@mail/core/web/activity";
import {cancelTask} from "@crm_task_types/cancel/cancel_task";
import {patch} from "@web/core/utils/patch";

patch(Activity.prototype, {
    async unlink() {
        if (!this.env.services["mail.store"].asksCancelReason) {
            return super.unlink(...arguments);
        }
        const {activity, onActivityChanged} = this.props;
        const thread = this.thread;
        if (await cancelTask(this.env.services, activity.id)) {
            activity.remove();
            onActivityChanged(thread);
        }
    },
});
