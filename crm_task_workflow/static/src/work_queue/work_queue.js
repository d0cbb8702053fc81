import {Component, onWillStart, useRef, useState} from "@odoo/owl";
import {Layout} from "@web/search/layout";
import {OutcomeButtons} from "@crm_task_workflow/outcome_buttons/outcome_buttons";
import {Queue} from "./queue";
import {QueueDocument} from "./queue_document/queue_document";
import {QueueHelp} from "./queue_help/queue_help";
import {QueueHistory} from "./queue_history/queue_history";
import {QueueTask} from "./queue_task/queue_task";
import {_t} from "@web/core/l10n/translation";
import {pressOutcome} from "@crm_task_workflow/outcome_buttons/press_outcome";
import {registry} from "@web/core/registry";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useQueueKeys} from "./queue_keys";
import {useService} from "@web/core/utils/hooks";
import {useSetupAction} from "@web/search/action_hook";

/** Takes the user through his tasks, one after the other. */
export class WorkQueue extends Component {
    static template = "crm_task_workflow.WorkQueue";
    static components = {
        Layout,
        OutcomeButtons,
        QueueDocument,
        QueueHistory,
        QueueTask,
    };
    static props = {...standardActionServiceProps};
    static displayName = _t("Work Queue");

    setup() {
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.buttons = useRef("buttons");
        this.queue = useState(this.props.state?.queue || this.makeQueue());
        this.state = useState({isBusy: false});
        useSetupAction({getLocalState: () => ({queue: this.queue})});
        useQueueKeys({
            digit: (digit) => this.clickButton(digit),
            next: () => this.next(),
            skip: () => this.skip(),
            undo: () => this.undo(),
            help: () => this.help(),
        });
        onWillStart(() => this.queue.show());
    }

    get display() {
        return {controlPanel: {}};
    }

    get card() {
        return this.queue.card;
    }

    get progress() {
        const {position, total} = this.queue;
        return _t("%(position)s of %(total)s", {position, total});
    }

    get percentage() {
        const {position, total} = this.queue;
        return Math.round((100 * (position - 1)) / total);
    }

    get hasDoneAnything() {
        return this.queue.seenIds.length > 0;
    }

    get leftCount() {
        return _t("Tasks that you left: %s", this.queue.leftIds.length);
    }

    makeQueue() {
        const notification = this.env.services.notification;
        return new Queue(
            this.env.services.orm,
            (message) => notification.add(message, {type: "info"}),
            this.props.action.params?.task_ids
        );
    }

    /** A key presses the button itself, so that it rests and looks pressed. */
    clickButton(digit) {
        const index = this.card?.buttons.findIndex((button) => button.digit === digit);
        if (index >= 0) {
            this.buttons.el.querySelectorAll("button")[index].click();
        }
    }

    /** One thing at a time; when it fails, the place is kept. */
    async alone(work) {
        this.state.isBusy = true;
        try {
            await work();
        } finally {
            this.state.isBusy = false;
        }
    }

    get canMove() {
        return this.queue.isReady && !this.state.isBusy;
    }

    async press(button) {
        if (this.canMove) {
            await this.alone(() =>
                this.queue.press((id) => pressOutcome(this.env, id, button))
            );
        }
    }

    get undoTitle() {
        return _t(
            "Take back the press on “%s” (key U)",
            this.queue.pressed.display_name
        );
    }

    /** Says what could not be taken back. The queue itself sees to what is shown. */
    async takeBack(id) {
        const {notification, orm} = this.env.services;
        const {params} = await orm.call("mail.activity", "action_undo_last", [[id]]);
        const {message, sticky, type} = params;
        notification.add(message, {sticky, type});
    }

    async undo() {
        if (this.queue.pressed && !this.state.isBusy) {
            await this.alone(() => this.queue.undo((id) => this.takeBack(id)));
        }
    }

    async next() {
        if (this.canMove) {
            await this.queue.next();
        }
    }

    async skip() {
        if (this.canMove) {
            await this.queue.skip();
        }
    }

    restart() {
        return this.queue.restart();
    }

    help() {
        this.dialog.add(QueueHelp, {buttons: this.card?.buttons || []});
    }

    openTask() {
        return this.open("mail.activity", this.card.id);
    }

    openDocument() {
        const {id, model} = this.card.document;
        return this.open(model, id);
    }

    open(model, id) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: model,
            res_id: id,
            views: [[false, "form"]],
        });
    }

    openMyTasks() {
        return this.action.doAction("crm_task_types.mail_activity_action_my", {
            clearBreadcrumbs: true,
        });
    }
}

registry.category("actions").add("crm_task_work_queue", WorkQueue);
