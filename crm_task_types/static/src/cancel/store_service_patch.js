import {Store} from "@mail/core/common/store_service";
import {patch} from "@web/core/utils/patch";

patch(Store.prototype, {
    setup() {
        super.setup(...arguments);
        /** @type {Boolean} whether Cancel asks why a task is cancelled */
        this.asksCancelReason = false;
    },
});
