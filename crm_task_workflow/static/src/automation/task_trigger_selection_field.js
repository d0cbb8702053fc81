import {Component} from "@odoo/owl";
import {
    TriggerSelectionField,
    triggerSelectionField,
} from "@base_automation/base_automation_trigger_selection_field";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";

const TASK_TRIGGER = /^on_task_/;

function isTaskTrigger([value]) {
    return TASK_TRIGGER.test(value);
}

/**
 * The same record, but its selection has only the triggers that the field of
 * base_automation knows: it can't show others.
 */
function withKnownTriggers(record, name) {
    const field = record.fields[name];
    const selection = field.selection.filter((option) => !isTaskTrigger(option));
    const fields = {...record.fields, [name]: {...field, selection}};
    return new Proxy(record, {
        get(target, key) {
            const value = key === "fields" ? fields : target[key];
            return typeof value === "function" ? value.bind(target) : value;
        },
    });
}

class GroupedTriggers extends TriggerSelectionField {
    static props = {...TriggerSelectionField.props, taskTriggers: Array};

    get options() {
        return [...super.options, ...this.props.taskTriggers];
    }

    get groups() {
        if (!this.props.taskTriggers.length) {
            return super.groups;
        }
        const choices = this.props.taskTriggers.map(([value, label]) => ({
            value,
            label,
        }));
        return [...super.groups, {label: _t("CRM Tasks"), choices}];
    }
}

/** The triggers of automation rules, those of tasks in a group of their own. */
export class TaskTriggerSelectionField extends Component {
    static template = "crm_task_workflow.TaskTriggerSelectionField";
    static components = {GroupedTriggers};
    static props = {...TriggerSelectionField.props};
    static defaultProps = {...TriggerSelectionField.defaultProps};

    setup() {
        this.known = new WeakMap();
    }

    get innerProps() {
        return {
            ...this.props,
            record: this.knownRecord,
            taskTriggers: this.taskTriggers,
        };
    }

    /** One for all values of the record: the field starts anew with each one. */
    get knownRecord() {
        const {name, record} = this.props;
        if (!this.known.has(record.data)) {
            this.known.set(record.data, withKnownTriggers(record, name));
        }
        return this.known.get(record.data);
    }

    get taskTriggers() {
        const {name, record} = this.props;
        const offered = record.data.model_has_tasks;
        return record.fields[name].selection.filter(
            (option) =>
                isTaskTrigger(option) && (offered || option[0] === record.data[name])
        );
    }
}

export const taskTriggerSelectionField = {
    ...triggerSelectionField,
    component: TaskTriggerSelectionField,
    fieldDependencies: [
        ...triggerSelectionField.fieldDependencies,
        {name: "model_has_tasks", type: "boolean"},
    ],
};

registry
    .category("fields")
    .add("crm_task_trigger_selection", taskTriggerSelectionField);
