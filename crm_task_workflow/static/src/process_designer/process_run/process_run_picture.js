import {Component, onWillStart, onWillUpdateProps, useState} from "@odoo/owl";
import {deserializeDateTime, formatDateTime} from "@web/core/l10n/dates";
import {makeBoard, showPicture} from "../model/board";
import {ProcessPicture} from "../process_picture/process_picture";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";
import {useService} from "@web/core/utils/hooks";

function timeText(value) {
    return formatDateTime(deserializeDateTime(value));
}

/** On the form of a run: the way that it has gone, and where it stands. */
export class ProcessRunPicture extends Component {
    static template = "crm_task_workflow.ProcessRunPicture";
    static components = {ProcessPicture};
    static props = {...standardWidgetProps};

    setup() {
        this.orm = useService("orm");
        this.board = makeBoard({isReadonly: true});
        this.state = useState({standing: []});
        onWillStart(() => this.load(this.props));
        onWillUpdateProps((nextProps) => this.load(nextProps));
    }

    async load({record}) {
        if (!record.resId) {
            return;
        }
        const args = [[record.resId]];
        const data = await this.orm.call("crm.task.process.run", "get_picture", args);
        showPicture(this.board, data);
        this.state.standing = data.standing;
        this.board.taken = Object.fromEntries(
            data.ways_taken.map((key) => [key, true])
        );
        this.board.counts = this.countsOf(data);
        this.board.problems = this.problemsOf(data);
    }

    /** Why a run goes no further here. */
    reason({state, task, until, message}) {
        if (state === "error") {
            return message;
        }
        if (task) {
            return _t("waits for the task “%s”", task);
        }
        return until ? _t("waits until %s", timeText(until)) : "";
    }

    sinceText({since}) {
        return _t("since %s", timeText(since));
    }

    countsOf({steps_passed: passed, standing}) {
        const counts = {};
        for (const key of passed) {
            counts[key] = {passed: (counts[key]?.passed || 0) + 1};
        }
        for (const {step_key: key, state} of standing) {
            const what = state === "error" ? "error" : "waiting";
            counts[key] = {...counts[key], [what]: (counts[key]?.[what] || 0) + 1};
        }
        return counts;
    }

    problemsOf({standing}) {
        const stopped = standing.filter(({state}) => state === "error");
        return Object.fromEntries(
            stopped.map(({step_key: key, message}) => [
                key,
                {level: "error", text: message},
            ])
        );
    }
}

registry.category("view_widgets").add("crm_task_process_run_picture", {
    component: ProcessRunPicture,
});
