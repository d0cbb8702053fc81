import {formatOverdue, formatTimeSpan} from "./task_times";
import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {formatFloatTime} from "@web/views/fields/formatters";
import {useEveryMinute} from "./minute_hook";

const {DateTime} = luxon;

const PRIORITIES = {
    1: {label: _t("High priority"), stars: [1], className: "text-warning"},
    2: {label: _t("Urgent"), stars: [1, 2], className: "text-danger"},
};

/** One line with what a task says beyond an activity of Odoo; nothing if that is nothing. */
export class TaskFacts extends Component {
    static template = "crm_task_types.TaskFacts";
    static props = ["activity"];

    setup() {
        useEveryMinute(() => {
            this.props.activity.updateState();
            this.render();
        });
    }

    get hasFacts() {
        const {date_due, is_repeating, status_id, reschedule_count} =
            this.props.activity;
        return Boolean(
            date_due || this.priority || is_repeating || status_id || reschedule_count
        );
    }

    get isOverdueToday() {
        const {date_due, state} = this.props.activity;
        return state === "overdue" && date_due.hasSame(DateTime.now(), "day");
    }

    get time() {
        const {date_start, date_due} = this.props.activity;
        const time = formatTimeSpan(date_start || date_due, date_due);
        return this.isOverdueToday ? _t("Today %s", time) : time;
    }

    get overdue() {
        return formatOverdue(this.props.activity.date_due, DateTime.now());
    }

    get duration() {
        const hours = this.props.activity.duration_hours;
        const time = formatFloatTime(hours, {noLeadingZeroHour: true});
        return hours ? _t("%s h", time) : "";
    }

    get priority() {
        return PRIORITIES[this.props.activity.priority];
    }

    get moved() {
        return _t("moved %s×", this.props.activity.reschedule_count);
    }
}
