import {Component, onMounted, onWillUnmount, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {delay} from "@web/core/utils/concurrency";
import {formatInteger} from "@web/views/fields/formatters";
import {registry} from "@web/core/registry";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";

const [PAUSED, RUNNING, STOPPING] = ["paused", "running", "stopping"];
// Where others do the work: how often to ask how far they are.
const POLL_MS = 1000;

/**
 * A template is applied to many documents, batch after batch: how far it is, what came
 * of it, and which documents were left out.
 */
export class TemplateLaunch extends Component {
    static template = "crm_task_workflow.TemplateLaunch";
    static props = {...standardActionServiceProps};

    setup() {
        const {progress, schedule_id} = this.props.action.params;
        this.scheduleId = schedule_id;
        this.state = useState({progress, phase: PAUSED});
        // Nothing is returned: Owl gives up a component that fails in one of these.
        onMounted(() => {
            this.run();
        });
        onWillUnmount(() => {
            if (this.state.progress.goes_on) {
                this.state.phase = STOPPING;
            } else {
                this.stop();
            }
        });
    }

    get isRunning() {
        return this.state.phase === RUNNING;
    }

    get isPaused() {
        return this.state.phase === PAUSED;
    }

    get percentage() {
        const {done, total} = this.state.progress;
        return Math.floor((100 * done) / total);
    }

    get summary() {
        const {done, left_out, task_count, total} = this.state.progress;
        const counts = {
            done: formatInteger(done),
            reached: formatInteger(done - left_out),
            tasks: formatInteger(task_count),
            total: formatInteger(total),
        };
        return this.state.progress.is_over
            ? _t("%(reached)s of %(total)s documents: %(tasks)s tasks", counts)
            : _t("%(done)s of %(total)s documents, %(tasks)s tasks …", counts);
    }

    get leftOut() {
        return _t("%s left out", formatInteger(this.state.progress.left_out));
    }

    /** Of the documents left out only the first are listed. */
    get more() {
        const {failures, left_out} = this.state.progress;
        const count = left_out - failures.length;
        return count ? _t("and %s more", formatInteger(count)) : "";
    }

    /** Until all is done or somebody stops it. If it fails, it can go on later. */
    async run() {
        this.state.phase = RUNNING;
        try {
            while (this.isRunning && !this.state.progress.is_over) {
                this.batch = this.call("action_launch_batch");
                this.state.progress = await this.batch;
                if (this.state.progress.goes_on) {
                    await delay(POLL_MS);
                }
            }
        } finally {
            if (this.isRunning) {
                this.state.phase = PAUSED;
            }
        }
    }

    /**
     * What was done is kept. Also when the dialog is closed, unless it goes on by
     * itself.
     */
    async stop() {
        this.state.phase = STOPPING;
        await Promise.allSettled([this.batch]);
        while (!this.state.progress.is_over) {
            this.state.progress = await this.call("action_launch_stop");
            // Somebody else may still be at it.
            if (!this.state.progress.is_over) {
                await delay(POLL_MS);
            }
        }
    }

    async open(method) {
        await this.env.services.action.doAction(await this.call(method));
    }

    close() {
        const close = {type: "ir.actions.act_window_close"};
        return this.env.services.action.doAction(close);
    }

    /** By the service itself: calls go on when the dialog has been closed. */
    call(method) {
        return this.env.services.orm.call("mail.activity.schedule", method, [
            [this.scheduleId],
        ]);
    }
}

registry.category("actions").add("crm_task_workflow.template_launch", TemplateLaunch);
