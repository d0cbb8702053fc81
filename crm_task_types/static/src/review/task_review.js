import {Component, useState} from "@odoo/owl";
import {useService} from "@web/core/utils/hooks";

/** What the review of a task is at and, for who reviews it, the two decisions. */
export class TaskReview extends Component {
    static template = "crm_task_types.TaskReview";
    static props = {
        activity: Object,
        /** Called when something was decided. */
        onDecided: Function,
    };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({isBusy: false});
    }

    async accept() {
        if (this.state.isBusy) {
            return;
        }
        this.state.isBusy = true;
        try {
            await this.call("action_accept_review");
            await this.props.onDecided();
        } finally {
            this.state.isBusy = false;
        }
    }

    async askToReturn() {
        const dialog = await this.call("action_open_return");
        await this.action.doAction(dialog, {onClose: () => this.props.onDecided()});
    }

    call(method) {
        return this.orm.call("mail.activity", method, [[this.props.activity.id]]);
    }
}
