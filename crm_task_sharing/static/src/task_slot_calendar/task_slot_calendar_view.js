import {TaskSlotCalendarController} from "./task_slot_calendar_controller";
import {TaskSlotCalendarRenderer} from "./task_slot_calendar_renderer";
import {calendarView} from "@web/views/calendar/calendar_view";
import {registry} from "@web/core/registry";

export const taskSlotCalendarView = {
    ...calendarView,
    Controller: TaskSlotCalendarController,
    Renderer: TaskSlotCalendarRenderer,
};

registry.category("views").add("task_slot_calendar", taskSlotCalendarView);
