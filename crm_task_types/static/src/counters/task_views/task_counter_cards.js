import {Component, onMounted, useState} from "@odoo/owl";
import {TaskCounters} from "../task_counters/task_counters";
import {openCounter} from "../open_counter";
import {useService} from "@web/core/utils/hooks";

const MY_TASKS = "crm_task_types.mail_activity_action_my";

/** The counters above my tasks: each filters them, or opens what has a page of its own. */
export class TaskCounterCards extends Component {
    static template = "crm_task_types.TaskCounterCards";
    static components = {TaskCounters};
    static props = {};

    setup() {
        this.action = useService("action");
        this.store = useState(useService("mail.store"));
        onMounted(() => {
            this.store.fetchStoreData("crm_task_counters");
        });
    }

    get counters() {
        return this.store.taskCounters.counters;
    }

    isShown(counter) {
        const active = this.env.searchModel.getSearchItems(({isActive}) => isActive);
        return (
            counter.action === MY_TASKS &&
            active.length === counter.filters.length &&
            active.every(({name}) => counter.filters.includes(name))
        );
    }

    open(counter, newWindow) {
        if (newWindow || counter.action !== MY_TASKS) {
            return openCounter(this.action, counter, {newWindow});
        }
        // Pressed again, all of my tasks are back
        const filters = this.isShown(counter) ? ["mine"] : counter.filters;
        const {searchModel} = this.env;
        searchModel.clearQuery();
        for (const {id} of searchModel.getSearchItems(({name}) =>
            filters.includes(name)
        )) {
            searchModel.toggleSearchItem(id);
        }
    }
}
