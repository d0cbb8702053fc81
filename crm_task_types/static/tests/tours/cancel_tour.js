import {registry} from "@web/core/registry";

const dialog = ".o_dialog";
const noDialog = "body:not(:has(.o_dialog))";
const inChatter = ".o-mail-Activity:contains(In the chatter)";
const inPopover = ".o-mail-ActivityListPopoverItem:contains(In the popover)";
const inList = ".o_data_row:contains(In the list)";
const inKanban = ".o_kanban_record:contains(In the kanban)";
const inForm = ".o_kanban_record:contains(In the form)";
const inCalendar = ".fc-event:contains(In the calendar)";

const CONFIRM = [
    {
        content: "Yes",
        trigger: `${dialog} .modal-footer .btn-primary`,
        run: "click",
    },
];

const SAY_WHY = [
    {
        content: "Say why",
        trigger: `${dialog}:contains(Why is it cancelled?) .o_field_widget[name=reason] input`,
        run: "edit Bought elsewhere",
    },
    {
        content: "Cancel",
        trigger: `${dialog} button[name=action_cancel_tasks]`,
        run: "click",
    },
];

function cancelInChatter(giveReason) {
    return [
        {
            content: "In the chatter",
            trigger: `${inChatter} button:contains(Cancel)`,
            run: "click",
        },
        ...giveReason,
        {
            content: "It is gone, the others are there",
            trigger: `${noDialog} .o-mail-Chatter:not(:has(${inChatter})) .o-mail-Activity:contains(In the popover)`,
        },
        {
            content: "The history says so",
            trigger: ".o-mail-Message:contains(In the chatter cancelled)",
        },
    ];
}

function cancelInPopover(giveReason) {
    return [
        {
            content: "Open the activities of the lead",
            trigger: ".o_kanban_record:contains(Roof for Acme) .o-mail-ActivityButton",
            run: "click",
        },
        {
            content: "In the popover",
            trigger: `${inPopover} .o-mail-ActivityListPopoverItem-cancel`,
            run: "click",
        },
        ...giveReason,
        {
            content: "It is gone",
            trigger: `${noDialog}:not(:has(${inPopover})) .o_kanban_record:contains(Roof for Acme)`,
        },
    ];
}

function cancelInMyTasks(giveReason) {
    return [
        {
            content: "Select one",
            trigger: `${inList} .o_list_record_selector input`,
            run: "click",
        },
        {
            content: "In the list",
            trigger: ".o_control_panel button[name=action_cancel]",
            run: "click",
        },
        ...giveReason,
        {
            content: "It is gone; look at the cards",
            trigger: `${noDialog} .o_action_manager:not(:has(${inList})) .o_switch_view.o_kanban`,
            run: "click",
        },
        {
            content: "Open the menu of a card",
            trigger: inKanban,
            run: `hover && click ${inKanban} .o_dropdown_kanban button`,
        },
        {
            content: "In the kanban",
            trigger: ".o-dropdown--kanban-record-menu [name=action_cancel]",
            run: "click",
        },
        ...giveReason,
        {
            content: "It is gone; open another one",
            trigger: `${noDialog} .o_kanban_renderer:not(:has(${inKanban})) ${inForm}`,
            run: "click",
        },
        {
            content: "In the form",
            trigger: ".o_form_view .o_statusbar_buttons button[name=action_cancel]",
            run: "click",
        },
        ...giveReason,
        {
            content: "It is cancelled",
            trigger: `${noDialog} .o_form_view .ribbon:contains(Cancelled)`,
        },
        {
            content: "Open the menu of tasks",
            trigger: ".o_menu_sections button:contains(/^Tasks$/)",
            run: "click",
        },
        {
            content: "Open the calendar",
            trigger: ".o-dropdown--menu .dropdown-item:contains(/^Calendar$/)",
            run: "click",
        },
        {
            content: "Open a task",
            trigger: `.o_calendar_renderer ${inCalendar}`,
            run: "click",
        },
        {
            content: "In the calendar",
            trigger: ".o_cw_popover .o_cw_popover_delete",
            run: "click",
        },
        ...(giveReason.length ? giveReason : CONFIRM),
        {
            content: "It is gone",
            trigger: `${noDialog} .o_calendar_renderer:not(:has(${inCalendar}))`,
        },
    ];
}

const TOURS = {
    crm_task_cancel_in_chatter: cancelInChatter,
    crm_task_cancel_in_popover: cancelInPopover,
    crm_task_cancel_in_my_tasks: cancelInMyTasks,
};

for (const [name, cancel] of Object.entries(TOURS)) {
    registry.category("web_tour.tours").add(name, {steps: () => cancel([])});
    registry
        .category("web_tour.tours")
        .add(`${name}_with_reason`, {steps: () => cancel(SAY_WHY)});
}
