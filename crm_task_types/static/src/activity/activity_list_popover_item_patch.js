import {ActivityListPopoverItem} from "@mail/core/web/activity_list_popover_item";
import {TaskChecklist} from "@crm_task_types/checklist/task_checklist";
import {TaskFacts} from "@crm_task_types/task_facts/task_facts";

ActivityListPopoverItem.components = {
    ...ActivityListPopoverItem.components,
    TaskChecklist,
    TaskFacts,
};
