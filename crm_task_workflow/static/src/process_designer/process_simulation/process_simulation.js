import {Component, useState} from "@odoo/owl";
import {deserializeDateTime, formatDateTime} from "@web/core/l10n/dates";
import {makeBoard, showPicture} from "../model/board";
import {ProcessPicture} from "../process_picture/process_picture";
import {RecordSelector} from "@web/core/record_selectors/record_selector";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useService} from "@web/core/utils/hooks";

/** Answers to a waiting task that no outcome stands for. */
const OTHER_ANSWERS = {
    timeout: () => _t("Not done in time"),
    cancelled: () => _t("Task cancelled"),
};

function timeText(value) {
    return value ? formatDateTime(deserializeDateTime(value)) : "";
}

/** What a process would do on a record, answer by answer. Nothing is written. */
export class ProcessSimulation extends Component {
    static template = "crm_task_workflow.ProcessSimulation";
    static components = {ProcessPicture, RecordSelector};
    static props = {
        ...standardActionServiceProps,
        close: {type: Function, optional: true},
    };

    setup() {
        this.orm = useService("orm");
        const {params} = this.props.action;
        this.params = params;
        this.board = makeBoard({isReadonly: true});
        showPicture(this.board, params.picture);
        this.board.isReadonly = true;
        this.state = useState({
            recordId: false,
            /** Texts by code, of those that don't start as ever */
            variables: {},
            /** `value` for the server and `label` of each */
            answers: [],
            isDefault: false,
            result: null,
            isBusy: false,
        });
    }

    async simulate() {
        const {recordId, answers, isDefault, variables} = this.state;
        if (!recordId) {
            this.show(null);
            return;
        }
        this.state.isBusy = true;
        try {
            const result = await this.orm.call("crm.task.process", "simulate", [
                [this.params.process_id],
                recordId,
                answers.map(({value}) => value),
                {...variables},
                isDefault,
            ]);
            this.show(result);
        } catch (error) {
            this.show(null);
            throw error;
        } finally {
            this.state.isBusy = false;
        }
    }

    show(result) {
        this.state.result = result;
        const counts = {};
        const taken = {};
        for (const {kind, step_key: key, transition_key: way} of result?.path || []) {
            if (kind === "passed") {
                counts[key] = {passed: (counts[key]?.passed || 0) + 1};
                taken[way] = true;
            }
        }
        for (const {step_key: key} of result?.waiting || []) {
            const what = result.state === "error" ? "error" : "waiting";
            counts[key] = {...counts[key], [what]: 1};
        }
        Object.assign(this.board, {counts, taken});
    }

    chooseRecord(id) {
        Object.assign(this.state, {recordId: id, answers: []});
        return this.simulate();
    }

    setVariable(code, text) {
        if (text) {
            this.state.variables[code] = text;
        } else {
            delete this.state.variables[code];
        }
        return this.simulate();
    }

    answer(value, label) {
        this.state.answers.push({value, label});
        return this.simulate();
    }

    takeBack() {
        this.state.answers.pop();
        return this.simulate();
    }

    startAgain() {
        Object.assign(this.state, {answers: [], isDefault: false});
        return this.simulate();
    }

    toggleDefault() {
        this.state.isDefault = !this.state.isDefault;
        return this.simulate();
    }

    // ---- in words

    get choices() {
        const {outcomes, branches} = this.state.result.next;
        const others = Object.keys(OTHER_ANSWERS).filter((key) =>
            branches.includes(key)
        );
        return [
            ...outcomes.map(({id, name}) => ({value: id, label: name})),
            ...others.map((key) => ({value: key, label: OTHER_ANSWERS[key]()})),
        ];
    }

    get path() {
        return this.state.result.path.filter(({step_key: key}) => key);
    }

    pathText({kind, message}) {
        return ["simulated", "error"].includes(kind) ? message : "";
    }

    wayText({transition_key: key}) {
        const way = this.board.picture.transitions[key];
        const target = way && this.board.picture.steps[way.target];
        return target ? target.name : "";
    }

    get isEnded() {
        return ["done", "cancelled"].includes(this.state.result.state);
    }

    taskTimes({start, due, day}) {
        const from = timeText(start);
        const until = timeText(due);
        if (from && until && from !== until) {
            return `${from} – ${until}`;
        }
        return from || until || day;
    }

    valueText(value) {
        if (value === true || value === false) {
            return value ? _t("yes") : _t("no");
        }
        return value === "" || value === null ? "–" : String(value);
    }
}

registry.category("actions").add("crm_task_process_simulation", ProcessSimulation);
