import {CalendarController} from "@web/views/calendar/calendar_controller";

/** Opens tasks instead of slots. */
export class TaskSlotCalendarController extends CalendarController {
    async editRecord(record) {
        const action = await this.orm.call("crm.task.slot", "action_open_task", [
            record.id,
        ]);
        if (action) {
            await this.action.doAction(action);
        }
    }
}
