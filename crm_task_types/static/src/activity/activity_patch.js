import {Activity} from "@mail/core/web/activity";
import {TaskChecklist} from "@crm_task_types/checklist/task_checklist";
import {TaskFacts} from "@crm_task_types/task_facts/task_facts";
import {computeDelay} from "@mail/utils/common/dates";
import {patch} from "@web/core/utils/patch";

Activity.components = {...Activity.components, TaskChecklist, TaskFacts};

patch(Activity.prototype, {
    /** A due time falls on a day of the reader, who may live elsewhere than the assignee. */
    get delay() {
        const due = this.props.activity.date_due;
        return due ? computeDelay(due.startOf("day")) : super.delay;
    },
});
