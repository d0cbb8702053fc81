import {ActivityMenu} from "@mail/core/web/activity_menu";
import {TaskCounters} from "./task_counters/task_counters";
import {openCounter} from "./open_counter";
import {patch} from "@web/core/utils/patch";

ActivityMenu.components = {...ActivityMenu.components, TaskCounters};

patch(ActivityMenu.prototype, {
    /** Those who count their CRM tasks apart have a menu of their own for them. */
    get taskCounters() {
        const {counters, is_apart: isApart} = this.store.taskCounters;
        return isApart ? [] : counters;
    },

    openTaskCounter(counter, newWindow) {
        this.dropdown.close();
        return openCounter(this.action, counter, {newWindow});
    },
});
