import {ListController} from "@web/views/list/list_controller";
import {askBeforeArchiving} from "@crm_task_types/handover/archive_users";
import {patch} from "@web/core/utils/patch";

patch(ListController.prototype, {
    getStaticActionMenuItems() {
        const items = super.getStaticActionMenuItems(...arguments);
        return askBeforeArchiving(this, items, () => this.model.root.getResIds(true));
    },
});
