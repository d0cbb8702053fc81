import {registry} from "@web/core/registry";

const dialog = ".o_dialog";
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const queryToday = () => document.querySelector(".fc-day-today .fc-event");

function openTasksMenu(item) {
    return [
        {
            content: "Open the menu of tasks",
            trigger: ".o_menu_sections button:contains(/^Tasks$/)",
            run: "click",
        },
        {
            content: `Open ${item}`,
            trigger: `.o-dropdown--menu .dropdown-item:contains(/^${item}$/)`,
            run: "click",
        },
    ];
}

function chooseModel(name) {
    return [
        {
            content: `Let it apply to ${name}`,
            trigger: ".o_field_widget[name=model_ids] input",
            run: `edit ${name}`,
        },
        {
            content: `Choose ${name}`,
            trigger: `.o-autocomplete--dropdown-item a:contains(/^${name}$/)`,
            run: "click",
        },
        {
            content: `${name} is chosen`,
            trigger: `.o_field_widget[name=model_ids] .o_tag:contains(${name})`,
        },
    ];
}

registry.category("web_tour.tours").add("crm_task_admin_adds_type", {
    steps: () => [
        {
            content: "Open the configuration",
            trigger: ".o_menu_sections button:contains(/^Configuration$/)",
            run: "click",
        },
        {
            content: "Open the task types",
            trigger:
                ".o-dropdown--menu .dropdown-item[data-menu-xmlid='crm_task_types.mail_activity_type_menu']",
            run: "click",
        },
        {
            content: "Odoo's call is one of them",
            trigger: ".o_data_row .o_data_cell[name=code]:contains(/^call$/)",
        },
        {
            content: "Create one",
            trigger: ".o_list_button_add",
            run: "click",
        },
        {
            content: "Name it",
            trigger: ".o_form_view .o_field_widget[name=name] textarea",
            run: "edit Site visit && press Tab",
        },
        {
            content: "The code follows from the name",
            trigger: ".o_field_widget[name=code] input:value(site_visit)",
        },
        {
            content: "Open the icons",
            trigger: ".o_field_widget[name=icon] button",
            run: "click",
        },
        {
            content: "Choose the car",
            trigger: ".o_popover [data-icon='fa-car']",
            run: "click",
        },
        {
            content: "It takes two hours",
            trigger: ".o_field_widget[name=duration_hours] input",
            run: "edit 2:00 && press Tab",
        },
        ...chooseModel("Lead"),
        ...chooseModel("Contact"),
        {
            content: "Open its custom fields",
            trigger: ".o_notebook .nav-link:contains(Custom fields)",
            run: "click",
        },
        {
            content: "Add one",
            trigger:
                ".o_field_widget[name=custom_field_ids] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            content: "Name it",
            trigger: ".o_selected_row .o_field_widget[name=name] input",
            run: "edit Result of the visit",
        },
        {
            content: "Require it",
            trigger: ".o_selected_row .o_field_widget[name=required_when] input",
            run: "click",
        },
        {
            content: "To complete a task",
            trigger: ".o_select_menu_item:contains(To complete the task)",
            run: "click",
        },
        {
            content: "Save",
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "Saved: the code can't be changed any more",
            trigger:
                ".o_form_saved .o_field_widget.o_readonly_modifier[name=code]:contains(site_visit)",
        },
    ],
});

registry.category("web_tour.tours").add("crm_task_rep_plans_site_visit", {
    steps: () => [
        {
            content: "Plan a task from the chatter",
            trigger: ".o-mail-Chatter-activity",
            run: "click",
        },
        {
            content: "The new type is offered",
            trigger: `${dialog} .o_field_widget[name=activity_type_id] .o_selection_badge:contains(Site visit)`,
            run: "click",
        },
        {
            content: "With its duration",
            trigger: `${dialog} .o_field_widget[name=duration_hours] input:value(02:00)`,
        },
        {
            content: "Give it a title",
            trigger: `${dialog} .o_field_widget[name=summary] input`,
            run: "edit Measure the roof && press Tab",
        },
        {
            content: "Give it a time",
            trigger: `${dialog} .o_field_widget[name=date_start] input, ${dialog} .o_field_widget[name=date_start] button`,
            run: "click",
        },
        {
            content: "Today at some time",
            trigger: ".o_datetime_picker .o_today",
            run: "click",
        },
        {
            content: "Take it",
            trigger:
                ".o_datetime_picker .o_apply, .o_datetime_picker button:contains(Apply)",
            run: "click",
        },
        {
            content: "It is due two hours later",
            trigger: `${dialog} .o_field_widget[name=date_due]:contains(/:\\d\\d/)`,
        },
        {
            content: "Plan it",
            trigger: `${dialog} button[name=action_schedule_activities]`,
            run: "click",
        },
        {
            content: "It stands in the chatter",
            trigger: ".o-mail-Activity:contains(Measure the roof)",
        },
    ],
});

registry.category("web_tour.tours").add("crm_task_rep_moves_site_visit", {
    steps: () => [
        ...openTasksMenu("Calendar"),
        {
            content: "Look at the month",
            trigger:
                ".o_calendar_header .scale_button_selection, .o_view_scale_selector .scale_button_selection",
            run: "click",
        },
        {
            content: "Month",
            trigger: ".o_scale_button_month",
            run: "click",
        },
        {
            content: "The task is there; drag it to another week",
            trigger:
                ".o_calendar_renderer .fc-day-today .fc-event:contains(Measure the roof)",
            timeout: 30000,
            async run(helpers) {
                const day = new Date().getDate() > 14 ? "05" : "25";
                const cell = `.fc-daygrid-day[data-date$='-${day}']:not(.fc-day-other)`;
                const options = {position: {top: 40, left: 40}, relative: true};
                // The calendar renders its events anew while it loads: drag what stands
                // there now, and again if it was exchanged in the meantime.
                for (let attempt = 0; attempt < 5 && queryToday(); attempt++) {
                    await wait(500);
                    helpers.anchor = queryToday();
                    await helpers.drag_and_drop(cell, options);
                    await wait(1500);
                }
            },
        },
        {
            content: "It stands there",
            trigger:
                ".fc-daygrid-day:not(.fc-day-today) .fc-event:contains(Measure the roof)",
        },
    ],
});

registry.category("web_tour.tours").add("crm_task_rep_completes_site_visit", {
    steps: () => [
        {
            content: "Complete the task",
            trigger:
                ".o-mail-Activity:contains(Measure the roof) .o-mail-Activity-markDone",
            run: "click",
        },
        {
            content: "Done",
            trigger: ".o-mail-ActivityMarkAsDone button[aria-label=Done]",
            run: "click",
        },
        {
            content: "Refused: something is missing",
            trigger: `${dialog} .modal-body:contains(Result of the visit)`,
        },
        {
            content: "Close the message",
            trigger: `${dialog} .modal-footer button`,
            run: "click",
        },
        {
            content: "Edit the task",
            trigger:
                ".o-mail-Activity:contains(Measure the roof) .o-mail-Activity-edit",
            run: "click",
        },
        {
            content: "Fill in the result",
            trigger: `${dialog} .o_field_property_definition_value, ${dialog} .o_property_field_value input`,
            run: "edit Flat roof of 120 m²",
        },
        {
            content: "Save",
            trigger: `${dialog} #mail_activity_save`,
            run: "click",
        },
        {
            content: "Complete the task",
            trigger: "body:not(:has(.o_dialog)) .o-mail-Activity-markDone",
            run: "click",
        },
        {
            content: "Say how it was",
            trigger: ".o-mail-ActivityMarkAsDone textarea",
            run: "edit They want slate",
        },
        {
            content: "Done",
            trigger: ".o-mail-ActivityMarkAsDone button[aria-label=Done]",
            run: "click",
        },
        {
            content: "It is history",
            trigger: ".o-mail-Message:contains(They want slate)",
        },
        {
            content: "And no longer to do",
            trigger: ".o-mail-Chatter:not(:has(.o-mail-Activity))",
        },
    ],
});
