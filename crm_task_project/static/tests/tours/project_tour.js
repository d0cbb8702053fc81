import {registry} from "@web/core/registry";

const DIALOG = ".o_dialog";
const FORM = ".o_form_view";

function counts(progress, content, run) {
    return {
        content,
        trigger: `${FORM} button[name=action_view_crm_tasks]:contains(${progress})`,
        run,
    };
}

// From a task to its project and back, with its progress
registry.category("web_tour.tours").add("crm_task_in_project", {
    steps: () => [
        {
            content: "The task belongs to a project of the client",
            trigger: `${FORM} .o_field_widget[name=project_id] input`,
            run: "edit New roof",
        },
        {
            content: "That one",
            trigger: ".o-autocomplete--dropdown-item a:contains(New roof)",
            run: "click",
        },
        {
            content: "Save",
            trigger: `${FORM} .o_form_button_save`,
            run: "click",
        },
        {
            content: "Open the project",
            trigger: `${FORM}:has(.o_form_saved) button[name=action_open_project]`,
            run: "click",
        },
        counts("1 / 2", "One of two tasks is done; which ones?", "click"),
        {
            content: "Only the open one, to begin with",
            trigger:
                ".o_list_view:has(.o_data_row:count(1)) .o_data_row:contains(Order the tiles)",
        },
        {
            content: "All of them",
            trigger: ".o_facet_remove",
            run: "click",
        },
        {
            content: "The done one, too",
            trigger: ".o_list_view .o_data_row:contains(Measure)",
        },
        {
            content: "Back to the task",
            trigger: ".o_breadcrumb a:contains(Order the tiles)",
            run: "click",
        },
        {
            content: "It is done",
            trigger: `${FORM} .o_statusbar_buttons button[name=action_done]`,
            run: "click",
        },
        {
            content: "Back to the project",
            trigger: `${FORM}:not(:has(button[name=action_done])) button[name=action_open_project]`,
            run: "click",
        },
        counts("2 / 2", "All is done"),
    ],
});

// A template is applied on the project
registry.category("web_tour.tours").add("crm_task_template_on_project", {
    steps: () => [
        {
            content: "Plan something",
            trigger: ".o-mail-Chatter-activity",
            run: "click",
        },
        {
            content: "With a template",
            trigger: `${DIALOG} .o_field_widget[name=plan_id] .o_selection_badge:contains(New roofs)`,
            run: "click",
        },
        {
            content: "Its tasks are shown first",
            trigger: `${DIALOG} .o_field_widget[name=plan_schedule_line_ids] .o_data_row:contains(Choose the tiles)`,
        },
        {
            content: "Do it",
            trigger: `${DIALOG} button[name=action_schedule_plan]`,
            run: "click",
        },
        {
            content: "They stand on the project",
            trigger:
                ".o-mail-Chatter:has(.o-mail-Activity:contains(Choose the tiles)) .o-mail-Activity:contains(Call the roofer)",
        },
    ],
});
