import {Component, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {useService} from "@web/core/utils/hooks";

/** The checklist of a task, to be ticked. */
export class QueueChecklist extends Component {
    static template = "crm_task_workflow.QueueChecklist";
    static props = {items: Array, isReadonly: {type: Boolean, optional: true}};
    static defaultProps = {isReadonly: false};

    setup() {
        this.orm = useService("orm");
        this.state = useState({savingId: false});
    }

    get progress() {
        const {items} = this.props;
        const done = items.filter(({is_done}) => is_done).length;
        return _t("%(done)s of %(total)s", {done, total: items.length});
    }

    /** What was not saved isn't ticked. */
    async toggle(item, ev) {
        const isDone = ev.target.checked;
        ev.target.checked = item.is_done;
        this.state.savingId = item.id;
        try {
            await this.orm.write("crm.task.checklist.item", [item.id], {
                is_done: isDone,
            });
            item.is_done = isDone;
        } finally {
            this.state.savingId = false;
        }
    }
}
