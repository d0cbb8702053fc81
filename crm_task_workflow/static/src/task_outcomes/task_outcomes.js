import {Component} from "@odoo/owl";
import {OutcomeButtons} from "@crm_task_workflow/outcome_buttons/outcome_buttons";
import {_t} from "@web/core/l10n/translation";
import {exprToBoolean} from "@web/core/utils/strings";
import {pressOutcome} from "@crm_task_workflow/outcome_buttons/press_outcome";
import {registry} from "@web/core/registry";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";

/** The outcome buttons of a task in a form, list or kanban view. */
export class TaskOutcomes extends Component {
    static template = "crm_task_workflow.TaskOutcomes";
    static components = {OutcomeButtons};
    static props = {
        ...standardWidgetProps,
        iconsOnly: {type: Boolean, optional: true},
    };

    get buttons() {
        return this.props.record.data.outcome_buttons || [];
    }

    get iconsOnly() {
        return this.props.iconsOnly ?? this.env.config?.viewType === "list";
    }

    /** Those of a form stand among its own buttons. */
    get size() {
        const {record} = this.props;
        return record === record.model.root ? "md" : "sm";
    }

    /** The root of a form is its record; a list or kanban has one that is edited at most. */
    async saveChanges(root) {
        return root.leaveEditMode ? root.leaveEditMode() : root.save();
    }

    async press(button) {
        const {model, resId} = this.props.record;
        const {root} = model;
        if (!(await this.saveChanges(root))) {
            return;
        }
        if (await pressOutcome(this.env, resId, button)) {
            await root.load();
        }
    }
}

export const taskOutcomes = {
    component: TaskOutcomes,
    extractProps: ({attrs, options}) => {
        const iconsOnly = attrs.icons_only ?? options.icons_only;
        return iconsOnly === undefined
            ? {}
            : {iconsOnly: exprToBoolean(String(iconsOnly))};
    },
    fieldDependencies: [{name: "outcome_buttons", type: "json"}],
    listViewWidth: [165, 210],
    supportedOptions: [
        {
            label: _t("Icons only"),
            name: "icons_only",
            type: "boolean",
            help: _t("Leave the names out. In lists that is so unless set otherwise."),
        },
    ],
};

registry.category("view_widgets").add("task_outcomes", taskOutcomes);
