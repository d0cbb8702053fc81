import {CalendarCommonPopover} from "@web/views/calendar/calendar_common/calendar_common_popover";
import {cancelTask} from "@crm_task_types/cancel/cancel_task";
import {patch} from "@web/core/utils/patch";

patch(CalendarCommonPopover.prototype, {
    /** Only known when the calendar's arch names the field: of tasks. */
    get isReadOnlyTask() {
        return this.props.record.rawRecord.can_write === false;
    },

    get isEventEditable() {
        return super.isEventEditable && !this.isReadOnlyTask;
    },

    get isEventDeletable() {
        return super.isEventDeletable && !this.isReadOnlyTask;
    },

    /** Deleting an open task cancels it. */
    async onDeleteEvent() {
        const {close, model, record} = this.props;
        const {services} = this.env;
        if (
            model.resModel !== "mail.activity" ||
            !services["mail.store"].asksCancelReason
        ) {
            return super.onDeleteEvent(...arguments);
        }
        close();
        if (await cancelTask(services, record.id)) {
            await model.load();
        }
    },
});
