/** The list and the kanban of tasks, with the counters above them where that is wanted. */

import {TaskCounterCards} from "./task_counter_cards";
import {archiveDisabledListView} from "@mail/views/web/list/archive_disabled_list_view";
import {kanbanView} from "@web/views/kanban/kanban_view";
import {registry} from "@web/core/registry";

function withCounters(view, template) {
    return {
        ...view,
        Controller: class extends view.Controller {
            static template = template;
            static components = {...view.Controller.components, TaskCounterCards};

            get showsTaskCounters() {
                return Boolean(this.props.context.show_task_counters);
            }
        },
    };
}

export const taskListView = withCounters(
    archiveDisabledListView,
    "crm_task_types.TaskListView"
);
export const taskKanbanView = withCounters(kanbanView, "crm_task_types.TaskKanbanView");

registry.category("views").add("crm_task_list", taskListView);
registry.category("views").add("crm_task_kanban", taskKanbanView);
