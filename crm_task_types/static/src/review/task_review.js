import {Component, useState} from "@odoo/owl";
import {runToEnd} from "@crm_task_types/run_to_end/run_to_end";

/** What the review of a task is at and, for who reviews it, the two decisions. */
export class TaskReview extends Component {
    static template = "crm_task_types.TaskReview";
    static props = {
        activity: Object,
        /** Called when something was decided. */
        onDecided: Function,
    };

    setup() {
        this.state = useState({isBusy: false});
    }

    /** Works on when a popover in which it stood has closed meanwhile. */
    async accept() {
        if (this.state.isBusy) {
            return;
        }
        const {onDecided} = this.props;
        this.state.isBusy = true;
        try {
            const next = await this.call("action_accept_review");
            if (next?.type) {
                await runToEnd(this.env.services, next);
            }
            await onDecided();
        } finally {
            this.state.isBusy = false;
        }
    }

    async askToReturn() {
        const {onDecided} = this.props;
        await runToEnd(this.env.services, await this.call("action_open_return"));
        await onDecided();
    }

    call(method) {
        const {orm} = this.env.services;
        return orm.call("mail.activity", method, [[this.props.activity.id]]);
    }
}
