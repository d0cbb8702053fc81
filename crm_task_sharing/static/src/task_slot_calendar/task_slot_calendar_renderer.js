import {CalendarCommonPopover} from "@web/views/calendar/calendar_common/calendar_common_popover";
import {CalendarCommonRenderer} from "@web/views/calendar/calendar_common/calendar_common_renderer";
import {CalendarRenderer} from "@web/views/calendar/calendar_renderer";

/** Who is taken, and when; there is nothing more to open. */
export class TaskSlotPopover extends CalendarCommonPopover {
    get isEventViewable() {
        return false;
    }
}

/** Greys the slots of which one may know only that somebody is taken. */
export class TaskSlotCommonRenderer extends CalendarCommonRenderer {
    static components = {
        ...CalendarCommonRenderer.components,
        Popover: TaskSlotPopover,
    };

    eventClassNames(info) {
        const record = this.props.model.records[info.event.id];
        const names = super.eventClassNames(info);
        return record?.rawRecord.is_busy ? [...names, "o-crm-TaskSlot-busy"] : names;
    }

    onClick(info) {
        const record = this.props.model.records[info.event.id];
        if (record.rawRecord.is_busy) {
            super.onClick(info);
        } else {
            this.props.editRecord(record);
        }
    }
}

export class TaskSlotCalendarRenderer extends CalendarRenderer {
    static template = "crm_task_sharing.TaskSlotCalendarRenderer";
    static components = {
        ...CalendarRenderer.components,
        day: TaskSlotCommonRenderer,
        week: TaskSlotCommonRenderer,
        month: TaskSlotCommonRenderer,
    };

    get isEmpty() {
        return !Object.keys(this.props.model.records).length;
    }
}
