import {registry} from "@web/core/registry";

const dialog = ".o_dialog";

registry.category("web_tour.tours").add("crm_task_template_batches", {
    steps: () => [
        {
            content: "Choose all leads",
            trigger: "thead .o_list_record_selector input",
            run: "click",
        },
        {
            content: "What can be done with them?",
            trigger: ".o_cp_action_menus .dropdown-toggle:contains(Actions)",
            run: "click",
        },
        {
            content: "Plan something",
            trigger: ".o-dropdown--menu .o_menu_item:contains(Plan a Task)",
            run: "click",
        },
        {
            content: "With a template",
            trigger: `${dialog} .o_field_widget[name=plan_id] .o_selection_badge:contains(Welcome)`,
            run: "click",
        },
        {
            content: "One of them can't get it",
            trigger: `${dialog} .alert-warning:contains(1 of 5 documents will be left out)`,
        },
        {
            content: "Schedule",
            trigger: `${dialog} button[name=action_schedule_plan]`,
            run: "click",
        },
        {
            content: "All done",
            trigger: `${dialog} .o-crm-TemplateLaunch p:contains(4 of 5 documents: 4 tasks)`,
        },
        {
            content: "Which was left out, and why",
            trigger: `${dialog} .alert-warning:contains(Nobody's lead):contains(Nobody was found)`,
        },
        {
            content: "Close",
            trigger: `${dialog} button:contains(Close)`,
            run: "click",
        },
        {
            content: "Back to the list",
            trigger: "body:not(:has(.o_dialog)) .o_data_row:not(.o_data_row_selected)",
        },
    ],
});
