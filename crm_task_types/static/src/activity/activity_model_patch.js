import {Activity} from "@mail/core/common/activity_model";
import {fields} from "@mail/core/common/record";
import {patch} from "@web/core/utils/patch";

const {DateTime} = luxon;

patch(Activity.prototype, {
    setup() {
        super.setup(...arguments);
        // Both are false when the task has the whole day.
        this.date_start = fields.Datetime();
        this.date_due = fields.Datetime();
        this.duration_hours = 0;
        this.priority = "0";
        // Only sent when statuses are switched on.
        this.status_id = fields.One("crm.task.status");
        this.reschedule_count = 0;
        this.reschedule_reason = false;
        this.review_state = false;
        /** What the review is at, in words; false when there is nothing to say. */
        this.review_text = false;
        this.can_review = false;
        /** What CrmTaskChecklistItem._value_for_browser says of each item. */
        this.checklist = [];
        this.is_repeating = false;
        this.series_words = false;
    },

    get isWaitingForReview() {
        return this.review_state === "waiting";
    },

    /** Follow the clock: what is open is overdue once its due time has come. */
    updateState() {
        const isOpen =
            ["today", "planned"].includes(this.state) && !this.isWaitingForReview;
        if (isOpen && this.date_due && this.date_due <= DateTime.now()) {
            this.state = "overdue";
        }
    },
});
