import {FormController} from "@web/views/form/form_controller";
import {askBeforeArchiving} from "@crm_task_types/handover/archive_users";
import {patch} from "@web/core/utils/patch";

patch(FormController.prototype, {
    getStaticActionMenuItems() {
        const items = super.getStaticActionMenuItems(...arguments);
        return askBeforeArchiving(this, items, () => [this.model.root.resId]);
    },
});
