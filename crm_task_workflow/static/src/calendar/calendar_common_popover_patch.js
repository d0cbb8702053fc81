import {CalendarCommonPopover} from "@web/views/calendar/calendar_common/calendar_common_popover";
import {OutcomeButtons} from "@crm_task_workflow/outcome_buttons/outcome_buttons";
import {patch} from "@web/core/utils/patch";
import {pressOutcome} from "@crm_task_workflow/outcome_buttons/press_outcome";

CalendarCommonPopover.components = {
    ...CalendarCommonPopover.components,
    OutcomeButtons,
};

patch(CalendarCommonPopover.prototype, {
    /** Only there when the calendar's arch names the field. */
    get outcomeButtons() {
        return this.props.record.rawRecord.outcome_buttons || [];
    },

    async pressOutcome(button) {
        const {close, model, record} = this.props;
        if (await pressOutcome(this.env, record.id, button)) {
            close();
            await model.load();
        }
    },
});
