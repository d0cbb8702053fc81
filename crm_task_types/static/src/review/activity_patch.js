import {Activity} from "@mail/core/web/activity";
import {TaskReview} from "@crm_task_types/review/task_review";
import {patch} from "@web/core/utils/patch";

Activity.components = {...Activity.components, TaskReview};

patch(Activity.prototype, {
    /** Accepting completes the task, which may change the document, too. */
    async onReviewDecided() {
        const {onActivityChanged, reloadParentView} = this.props;
        const {thread} = this;
        onActivityChanged(thread);
        await Promise.all([thread.fetchNewMessages(), reloadParentView()]);
    },
});
