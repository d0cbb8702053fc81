import {Component, onWillStart, useState} from "@odoo/owl";
import {makeBoard, select, showPicture} from "../model/board";
import {DateTimeInput} from "@web/core/datetime/datetime_input";
import {Layout} from "@web/search/layout";
import {MultiRecordSelector} from "@web/core/record_selectors/multi_record_selector";
import {ProcessPicture} from "../process_picture/process_picture";
import {_t} from "@web/core/l10n/translation";
import {countsOf} from "./step_facts";
import {registry} from "@web/core/registry";
import {serializeDateTime} from "@web/core/l10n/dates";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useService} from "@web/core/utils/hooks";

const {DateTime} = luxon;
const VERSION_MODEL = "crm.task.process.version";
const EVER = 0;
const BETWEEN = -1;

/** Where a day begins, as the server knows it, or one some days off. */
function dayStart(day, shift = {}) {
    return day && serializeDateTime(day.startOf("day").plus(shift));
}

/** What happens at each step of a published version of a process. */
export class ProcessMonitor extends Component {
    static template = "crm_task_workflow.ProcessMonitor";
    static components = {DateTimeInput, Layout, MultiRecordSelector, ProcessPicture};
    static props = {...standardActionServiceProps};
    static displayName = _t("Monitor");

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.board = makeBoard({isReadonly: true});
        this.boardState = useState(this.board);
        this.state = useState({
            versionId: this.props.action.context.active_id,
            versions: [],
            name: "",
            model: "",
            days: EVER,
            /** Days of a period of one's own; either may be empty */
            from: false,
            until: false,
            teamIds: [],
            stepKey: "",
        });
        onWillStart(() => this.load());
    }

    get display() {
        return {controlPanel: {}};
    }

    get periods() {
        return [
            {days: EVER, label: _t("All the time")},
            {days: 1, label: _t("Since yesterday")},
            {days: 7, label: _t("The last 7 days")},
            {days: 30, label: _t("The last 30 days")},
            {days: 90, label: _t("The last 90 days")},
            {days: 365, label: _t("The last 365 days")},
            {days: BETWEEN, label: _t("From … to …")},
        ];
    }

    get isBetween() {
        return this.state.days === BETWEEN;
    }

    get hasTeams() {
        return this.state.model === "crm.lead";
    }

    get filters() {
        return {...this.days, team_ids: [...this.state.teamIds]};
    }

    get days() {
        const {days, from, until} = this.state;
        if (this.isBetween) {
            return {date_from: dayStart(from), date_to: dayStart(until, {days: 1})};
        }
        return {date_from: days !== EVER && dayStart(DateTime.now(), {days: -days})};
    }

    get step() {
        const {stepKey} = this.state;
        const {picture, counts} = this.boardState;
        return (
            picture.steps[stepKey] && {
                ...picture.steps[stepKey],
                ...counts[stepKey],
            }
        );
    }

    get facts() {
        const {waiting, error, passed} = this.step;
        return [
            {what: "waiting", label: _t("Waiting here"), count: waiting || 0},
            {what: "error", label: _t("Stopped by an error"), count: error || 0},
            {what: "passed", label: _t("Passed"), count: passed || 0},
        ];
    }

    call(method, args = [], kwargs = {}) {
        return this.orm.call(
            VERSION_MODEL,
            method,
            [[this.state.versionId], ...args],
            kwargs
        );
    }

    async load() {
        const data = await this.call("get_picture");
        showPicture(this.board, data);
        const {versions, process: name, model} = data;
        Object.assign(this.state, {versions, name, model});
        this.env.config.setDisplayName(_t("Monitor: %s", name));
        await this.count();
    }

    async count() {
        const {steps} = await this.call("get_monitor", [], this.filters);
        this.board.counts = countsOf(steps);
    }

    async chooseVersion(ev) {
        this.state.versionId = Number(ev.target.value);
        this.state.stepKey = "";
        await this.load();
    }

    choosePeriod(ev) {
        this.state.days = Number(ev.target.value);
        return this.count();
    }

    chooseDay(name, day) {
        this.state[name] = day;
        return this.count();
    }

    chooseTeams(ids) {
        this.state.teamIds = ids;
        return this.count();
    }

    openStep(key) {
        this.state.stepKey = key;
        select(this.board, [key]);
    }

    closeStep() {
        this.state.stepKey = "";
        select(this.board, []);
    }

    async openRecords(what, documents) {
        const args = [this.state.stepKey, what, documents];
        this.action.doAction(await this.call("open_step", args, this.filters));
    }
}

registry.category("actions").add("crm_task_process_monitor", ProcessMonitor);
