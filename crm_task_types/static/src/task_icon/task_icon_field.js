import {Component} from "@odoo/owl";
import {IconPicker} from "./icon_picker";
import {_t} from "@web/core/l10n/translation";
import {iconLabel} from "./icons";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {usePopover} from "@web/core/popover/popover_hook";
import {useService} from "@web/core/utils/hooks";

/** A Char with the name of an icon of Font Awesome 4, such as "fa-phone". */
export class TaskIconField extends Component {
    static template = "crm_task_types.TaskIconField";
    static props = {...standardFieldProps};

    setup() {
        this.picker = usePopover(IconPicker, {
            position: "bottom-start",
            useBottomSheet: useService("ui").isSmall,
        });
    }

    get value() {
        return this.props.record.data[this.props.name] || "";
    }

    get label() {
        return this.value && iconLabel(this.value);
    }

    /** What stands beside a task says of which type it is. */
    get title() {
        return this.props.record.data.activity_type_id?.display_name || this.label;
    }

    get buttonLabel() {
        return this.value ? _t("Icon: %s", this.label) : _t("Choose an icon");
    }

    togglePicker(ev) {
        if (this.picker.isOpen) {
            this.picker.close();
            return;
        }
        this.picker.open(ev.currentTarget, {
            value: this.value,
            onPick: (name) => this.pick(name),
        });
    }

    pick(name) {
        this.picker.close();
        return this.props.record.update({[this.props.name]: name});
    }
}

export const taskIconField = {
    component: TaskIconField,
    displayName: _t("Task icon"),
    supportedTypes: ["char"],
};

registry.category("fields").add("task_icon", taskIconField);
