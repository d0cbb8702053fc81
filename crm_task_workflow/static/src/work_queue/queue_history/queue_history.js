import {Component} from "@odoo/owl";
import {toLocaleDateTimeString} from "@web/core/l10n/dates";

/** What was before: the last messages. */
export class QueueHistory extends Component {
    static template = "crm_task_workflow.QueueHistory";
    static props = {messages: Array};

    when({date}) {
        return toLocaleDateTimeString(date, {showSeconds: false});
    }
}
