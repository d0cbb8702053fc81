import {registry} from "@web/core/registry";

const dialog = ".o_dialog";

registry.category("web_tour.tours").add("crm_task_admin_archives_rep", {
    steps: () => [
        {
            content: "Open the actions of the user",
            trigger: ".o_form_view .o_cp_action_menus button:has(.fa-cog)",
            run: "click",
        },
        {
            content: "Archive him",
            trigger: ".o-dropdown--menu .o-dropdown-item:contains(/^Archive$/)",
            run: "click",
        },
        {
            content: "His open tasks are counted by type and document",
            trigger: `${dialog} .o_field_widget[name=preview] tr:contains(Lead):contains(Tour visit):contains(2)`,
        },
        {
            content: "... and listed",
            trigger: `${dialog} .o_field_widget[name=task_ids] .o_data_row:contains(Measure the roof):contains(Roof for Acme)`,
        },
        {
            content: "One colleague gets them",
            trigger: `${dialog} .o_field_widget[name=way] label:contains(One colleague)`,
            run: "click",
        },
        {
            content: "Who?",
            trigger: `${dialog} .o_field_widget[name=heir_id] input`,
            run: "edit Tour heir",
        },
        {
            content: "That one",
            trigger: ".o-autocomplete--dropdown-item a:contains(Tour heir)",
            run: "click",
        },
        {
            content: "Go",
            trigger: `${dialog} button[name=action_hand_over]:contains(Archive and Hand Over)`,
            run: "click",
        },
        {
            content: "The user is archived",
            trigger:
                "body:not(:has(.o_dialog)) .o_form_view .ribbon:contains(Archived)",
        },
    ],
});

registry.category("web_tour.tours").add("crm_task_rep_cancels", {
    steps: () => [
        {
            content: "Cancel the task",
            trigger:
                ".o-mail-Activity:contains(Measure the roof) button:contains(Cancel)",
            run: "click",
        },
        {
            content: "Why? Keep it after all",
            trigger: `${dialog}:contains(Why is it cancelled?) button:contains(Keep It)`,
            run: "click",
        },
        {
            content: "It is still there; cancel it",
            trigger:
                "body:not(:has(.o_dialog)) .o-mail-Activity:contains(Measure the roof) button:contains(Cancel)",
            run: "click",
        },
        {
            content: "One of the usual reasons",
            trigger: `${dialog} .o_selection_badge:contains(Tour reason)`,
            run: "click",
        },
        {
            content: "It can be changed",
            trigger: `${dialog} .o_field_widget[name=reason] input:value(Tour reason)`,
            run: "edit Tour reason, twice",
        },
        {
            content: "Cancel",
            trigger: `${dialog} button[name=action_cancel_tasks]`,
            run: "click",
        },
        {
            content: "The history says so",
            trigger: ".o-mail-Message:contains(cancelled: Tour reason, twice)",
        },
        {
            content: "It is no longer to do",
            trigger: ".o-mail-Chatter:not(:has(.o-mail-Activity))",
        },
    ],
});
