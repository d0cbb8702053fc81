import {registry} from "@web/core/registry";

const popover = ".o_cw_popover";
const task = ".fc-event:contains(Measure the roof)";

registry.category("web_tour.tours").add("crm_task_observer_looks", {
    steps: () => [
        {
            content: "Not only my own tasks",
            trigger: ".o_searchview .o_facet_remove",
            run: "click",
        },
        {
            content: "Open the task that I observe",
            trigger: `.o_calendar_renderer ${task}`,
            run: "click",
        },
        {
            content: "It can be read, and there are no buttons to press",
            trigger: `${popover}:contains(Measure the roof):not(:has(.o-crm-OutcomeButtons)):not(:has(.o_cw_popover_delete))`,
        },
        {
            content: "Open it",
            trigger: `${popover} .o_cw_popover_edit`,
            run: "click",
        },
        {
            content: "The whole task is there, with nothing to press",
            trigger:
                ".o_form_view:not(:has(button[name=action_cancel])) .o_field_widget[name=summary]:contains(Measure the roof)",
        },
        {
            content: "Nothing can be typed that would be refused, and it says so",
            trigger:
                ".o_form_view:contains(You can read this task, but not change it) .o_form_sheet:not(:has(input:enabled, textarea, [contenteditable=true]))",
        },
        {
            content: "There is nothing to save",
            trigger: ".modal:not(:has(.o_form_button_save, .o_form_button_create))",
        },
        {
            content: "Its document is closed, and says so",
            trigger:
                "body:not(:has(.o_error_dialog)) .o_form_view .o_field_widget[name=document_ref]:contains(You don't have access)",
        },
    ],
});
