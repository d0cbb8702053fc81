import {Component} from "@odoo/owl";
import {TaskChecklist} from "@crm_task_types/checklist/task_checklist";
import {TaskFacts} from "@crm_task_types/task_facts/task_facts";
import {_t} from "@web/core/l10n/translation";
import {computeDelay} from "@mail/utils/common/dates";
import {formatDate} from "@web/core/l10n/dates";

const STATE_CLASSES = {
    overdue: "text-danger",
    today: "text-warning",
    planned: "text-success",
};

/** What is to be done. */
export class QueueTask extends Component {
    static template = "crm_task_workflow.QueueTask";
    static components = {TaskChecklist, TaskFacts};
    static props = {card: Object, open: Function};

    get typeName() {
        const {activity_type_id: type} = this.props.card;
        return type ? type[1] : "";
    }

    get dayClass() {
        return STATE_CLASSES[this.props.card.state] || "";
    }

    get day() {
        const {date_deadline: day, date_due: due} = this.props.card;
        const days = computeDelay(due ? due.startOf("day") : day);
        const words = new Map([
            [-1, _t("Yesterday")],
            [0, _t("Today")],
            [1, _t("Tomorrow")],
        ]);
        return words.get(days) || formatDate(due || day);
    }

    get attempts() {
        const {attempt_count: count} = this.props.card;
        return count ? _t("Attempts so far: %s", count) : "";
    }

    /** A colleague's task is his, also when one works on it. */
    get assignee() {
        const {is_mine, user_id} = this.props.card;
        return !is_mine && user_id ? user_id[1] : "";
    }
}
