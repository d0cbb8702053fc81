import {Thread} from "@mail/core/common/thread_model";
import {patch} from "@web/core/utils/patch";

patch(Thread.prototype, {
    setup() {
        super.setup(...arguments);
        // Only sent of documents whose form has no button for it.
        this.process_run_count = 0;
        this.process_standing = "";
    },
});
