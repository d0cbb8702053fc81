import {formView} from "@web/views/form/form_view";
import {registry} from "@web/core/registry";

class TaskFormRecord extends formView.Model.Record {
    /** Who may only read a task isn't let type what can't be saved. */
    get isInEdition() {
        const isRead =
            this.resModel === "mail.activity" && this.data?.can_write === false;
        return super.isInEdition && (this.isNew || !isRead);
    }

    /**
     * A new task is complete before anybody has typed: when the page is closed, Odoo
     * would keep it.
     */
    async _save() {
        const isLeft = this.model._urgentSave && this.isNew && !this.dirty;
        return isLeft || super._save(...arguments);
    }
}

class TaskFormModel extends formView.Model {
    static Record = TaskFormRecord;
}

class TaskFormController extends formView.Controller {
    static props = {...formView.Controller.props, editButtons: String};

    /** The same when its tab is hidden; what closing the page has sent isn't sent again. */
    async beforeVisibilityChange() {
        const {root} = this.model;
        if (!root.isNew || (await root.isDirty())) {
            await super.beforeVisibilityChange(...arguments);
        }
    }
}

/** The form of a task: read-only for those who may only read it, also in a dialog. */
registry.category("views").add("crm_task_form", {
    ...formView,
    Controller: TaskFormController,
    Model: TaskFormModel,
    props(genericProps, view) {
        const props = formView.props(genericProps, view);
        return {
            ...props,
            buttonTemplate: "crm_task_types.TaskForm.Buttons",
            editButtons: props.buttonTemplate,
        };
    },
});
