import {formView} from "@web/views/form/form_view";
import {registry} from "@web/core/registry";

class TaskFormRecord extends formView.Model.Record {
    /** Who may only read a task isn't let type what can't be saved. */
    get isInEdition() {
        const isRead =
            this.resModel === "mail.activity" && this.data?.can_write === false;
        return super.isInEdition && (this.isNew || !isRead);
    }
}

class TaskFormModel extends formView.Model {
    static Record = TaskFormRecord;
}

/** The form of a task: read-only for those who may only read it. */
registry.category("views").add("crm_task_form", {...formView, Model: TaskFormModel});
