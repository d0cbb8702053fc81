import {Component, useState} from "@odoo/owl";
import {Dropdown} from "@web/core/dropdown/dropdown";
import {TaskCounters} from "../task_counters/task_counters";
import {formatInteger} from "@web/views/fields/formatters";
import {openCounter} from "../open_counter";
import {registry} from "@web/core/registry";
import {useDiscussSystray} from "@mail/utils/common/hooks";
import {useDropdownState} from "@web/core/dropdown/dropdown_hooks";
import {useService} from "@web/core/utils/hooks";

/** The menu of CRM tasks, for those who count them apart from other activities. */
export class CounterMenu extends Component {
    static template = "crm_task_types.CounterMenu";
    static components = {Dropdown, TaskCounters};
    static props = [];

    setup() {
        this.action = useService("action");
        this.store = useState(useService("mail.store"));
        this.discussSystray = useDiscussSystray();
        this.dropdown = useDropdownState();
    }

    get isApart() {
        return this.store.taskCounters.is_apart;
    }

    get total() {
        const {sales_total: total} = this.store.taskCounters;
        return total ? formatInteger(total) : "";
    }

    onBeforeOpen() {
        this.store.fetchStoreData("crm_task_counters");
    }

    open(counter, newWindow) {
        this.dropdown.close();
        return openCounter(this.action, counter, {isSales: true, newWindow});
    }

    openAll() {
        const all = {
            action: "crm_task_types.mail_activity_action_my",
            filters: ["mine"],
        };
        return this.open(all);
    }
}

registry
    .category("systray")
    .add("crm_task_types.counter_menu", {Component: CounterMenu}, {sequence: 19});
