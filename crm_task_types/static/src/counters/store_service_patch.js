import {Store} from "@mail/core/common/store_service";
import {fields} from "@mail/core/common/record";
import {patch} from "@web/core/utils/patch";

const NOTHING = {
    counters: [],
    total: 0,
    sales_total: 0,
    next_seconds: false,
    is_apart: false,
};

patch(Store.prototype, {
    setup() {
        super.setup(...arguments);
        /** What the server counted last, see `get_task_counters` */
        this.taskCounters = fields.Attr(NOTHING, {
            onUpdate() {
                this.onUpdateTaskCounters();
            },
        });
    },

    onUpdateTaskCounters() {
        this.env.bus.trigger("CRM_TASK:COUNTED", this.taskCounters);
    },
});
