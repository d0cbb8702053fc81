import {Component} from "@odoo/owl";
import {formatInteger} from "@web/views/fields/formatters";

/** What needs a reaction now: a button for each counter. */
export class TaskCounters extends Component {
    static template = "crm_task_types.TaskCounters";
    static props = {
        counters: Array,
        /** Gets the counter, and whether a new window is wanted. */
        open: Function,
        /** Only tasks on leads and contacts */
        isSales: {type: Boolean, optional: true},
        /** Tells whether the tasks of a counter are what is shown. */
        isShown: {type: Function, optional: true},
    };
    static defaultProps = {isSales: false, isShown: () => false};

    count(counter) {
        return this.props.isSales ? counter.sales_count : counter.count;
    }

    text(counter) {
        return formatInteger(this.count(counter));
    }

    colorOf(counter) {
        return this.count(counter) ? `text-${counter.style}` : "text-muted";
    }
}
