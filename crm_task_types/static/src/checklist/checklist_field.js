import {X2ManyField, x2ManyField} from "@web/views/fields/x2many/x2many_field";
import {parseChecklist} from "./checklist_lines";
import {registry} from "@web/core/registry";
import {x2ManyCommands} from "@web/core/orm_service";

/** On a phone texts have several lines, so that persons and marks have room. */
const PHONE_ATTRS = {
    name: {class: "text-wrap"},
    user_id: {width: "24px"},
    is_required: {width: "64px"},
};

/** Of persons, only the face: one assigns from there, too. */
function asFace(column) {
    const field = registry.category("fields").get("kanban.many2one_avatar_user");
    return {...column, field, label: ""};
}

function onPhone(column) {
    const attrs = {...column.attrs, ...PHONE_ATTRS[column.name]};
    return {...(column.name === "user_id" ? asFace(column) : column), attrs};
}

/** The items of a task: several lines that are pasted make several items. */
export class ChecklistField extends X2ManyField {
    static template = "crm_task_types.ChecklistField";

    get rendererProps() {
        const props = super.rendererProps;
        if (!this.env.isSmall || this.props.viewMode !== "list") {
            return props;
        }
        const columns = props.archInfo.columns
            .filter(({name}) => name !== "done_uid")
            .map(onPhone);
        return {...props, archInfo: {...props.archInfo, columns}};
    }

    onPaste(ev) {
        const input = ev.target.closest("[name=name] input");
        const lines = parseChecklist(ev.clipboardData?.getData("text/plain") || "");
        if (!input || lines.length < 2) {
            return;
        }
        ev.preventDefault();
        const [first, ...others] = lines;
        input.setRangeText(first.name, input.selectionStart, input.selectionEnd, "end");
        input.dispatchEvent(new Event("input", {bubbles: true}));
        input.dispatchEvent(new Event("change", {bubbles: true}));
        return this.addLines(first, others);
    }

    async addLines(first, others) {
        const {list} = this;
        if (first.is_required) {
            await list.editedRecord?.update({is_required: true});
        }
        let sequence = Math.max(...list.records.map(({data}) => data.sequence || 0));
        await list.applyCommands(
            others.map((line) =>
                x2ManyCommands.create(false, {...line, sequence: ++sequence})
            )
        );
    }
}

export const checklistField = {...x2ManyField, component: ChecklistField};

registry.category("fields").add("crm_task_checklist", checklistField);
