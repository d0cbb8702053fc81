import {X2ManyField, x2ManyField} from "@web/views/fields/x2many/x2many_field";
import {parseChecklist} from "./checklist_lines";
import {registry} from "@web/core/registry";
import {x2ManyCommands} from "@web/core/orm_service";

const PEOPLE_COLUMNS = ["user_id", "done_uid"];

/** The items of a task: several lines that are pasted make several items. */
export class ChecklistField extends X2ManyField {
    static template = "crm_task_types.ChecklistField";

    /** On a phone there is room for what has to be done, and whether it must be. */
    get rendererProps() {
        const props = super.rendererProps;
        if (!this.env.isSmall || this.props.viewMode !== "list") {
            return props;
        }
        const columns = props.archInfo.columns.filter(
            ({name}) => !PEOPLE_COLUMNS.includes(name)
        );
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
