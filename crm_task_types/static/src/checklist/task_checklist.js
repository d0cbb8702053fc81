import {Component, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {useService} from "@web/core/utils/hooks";

/** The checklist of a task, ticked by one press; nothing if it has none. */
export class TaskChecklist extends Component {
    static template = "crm_task_types.TaskChecklist";
    static props = {
        activity: Object,
        /** Whether the items show from the beginning. */
        isOpen: {type: Boolean, optional: true},
    };
    static defaultProps = {isOpen: false};

    setup() {
        this.orm = useService("orm");
        this.state = useState({isOpen: this.props.isOpen});
    }

    get items() {
        return this.props.activity.checklist || [];
    }

    get progress() {
        return `${this.items.filter((item) => item.isDone).length}/${this.items.length}`;
    }

    get openRequired() {
        return this.items.some((item) => item.isRequired && !item.isDone);
    }

    get toggleTitle() {
        return this.openRequired
            ? _t("Checklist, with required items")
            : _t("Checklist");
    }

    titleOf(item) {
        return item.isDone && item.doneBy ? _t("Ticked by %s", item.doneBy) : "";
    }

    toggle() {
        this.state.isOpen = !this.state.isOpen;
    }

    /** What is asked for is said, not toggled: two who tick at once don't undo each other. */
    async tick(item, ev) {
        const {activity} = this.props;
        const isDone = ev.target.checked;
        try {
            const lists = await this.orm.call(
                "crm.task.checklist.item",
                "action_tick",
                [[item.id]],
                {is_done: isDone}
            );
            activity.checklist = lists[activity.id];
        } catch (error) {
            ev.target.checked = !isDone;
            throw error;
        }
    }
}
