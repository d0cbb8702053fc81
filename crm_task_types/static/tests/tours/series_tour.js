import {registry} from "@web/core/registry";

const DIALOG = ".o_dialog";
const TASK = ".o-mail-Activity:contains(Ask for an order)";
const WORDS = "Every week on Monday, but not on days off";

/** The week of US English begins on Sunday. */
function weekday(number, content) {
    return {
        content,
        trigger: `${DIALOG} .o_recurrent_weekdays td:eq(${number}) input`,
        run: "click",
    };
}

// A rep lets a task of a Tuesday repeat every Monday, and completes it
registry.category("web_tour.tours").add("crm_task_rep_repeats", {
    steps: () => [
        {
            content: "Repeat",
            trigger: ".o_form_view button[name=action_open_repeat]:contains(Repeat…)",
            run: "click",
        },
        {
            content: "It begins with the day of the task",
            trigger: `${DIALOG} .o_field_widget[name=words]:contains(Every week on Tuesday)`,
        },
        weekday(1, "On Mondays"),
        {
            content: "On both, it says",
            trigger: `${DIALOG} .o_field_widget[name=words]:contains(on Monday and Tuesday)`,
        },
        weekday(2, "Not on Tuesdays"),
        {
            content: "Not on days off",
            trigger: `${DIALOG} .o_field_widget[name=days_off] input`,
            run: "click",
        },
        {
            content: "They are left out",
            trigger: ".o_select_menu_item:contains(Left out)",
            run: "click",
        },
        {
            content: "The rule in words",
            trigger: `${DIALOG} .o_field_widget[name=words]:contains(${WORDS})`,
        },
        {
            content: "Repeat",
            trigger: `${DIALOG} button[name=action_repeat]`,
            run: "click",
        },
        {
            content: "It stands on the task; done",
            trigger: `body:not(:has(${DIALOG})) .o_form_view:has([name=series_words]:contains(${WORDS})) .o_statusbar_buttons button[name=action_done]`,
            run: "click",
        },
        {
            content: "It is no longer to do",
            trigger:
                ".o_form_view:not(:has(.o_statusbar_buttons button[name=action_done]))",
        },
    ],
});

registry.category("web_tour.tours").add("crm_task_rep_sees_next", {
    steps: () => [
        {
            content: "The next one is there, and says how it repeats",
            trigger: `.o-mail-Chatter:has(${TASK}:count(1)) .o-crm-TaskFacts-repeats:contains(${WORDS})`,
        },
    ],
});

// Planned to repeat from the start
registry.category("web_tour.tours").add("crm_task_rep_plans_repeated", {
    steps: () => [
        {
            content: "Plan a task",
            trigger: ".o-mail-Chatter-activity",
            run: "click",
        },
        {
            content: "What is to be done",
            trigger: `${DIALOG} .o_field_widget[name=summary] input`,
            run: "edit Ask for an order",
        },
        {
            content: "Again and again",
            trigger: `${DIALOG} .o_field_widget[name=repeat_unit] input`,
            run: "click",
        },
        {
            content: "Every working day",
            trigger: ".o_select_menu_item:contains(Every working day)",
            run: "click",
        },
        {
            content: "Save",
            trigger: `${DIALOG} button[name=action_schedule_activities]`,
            run: "click",
        },
        {
            content: "It is planned, and says how it repeats",
            trigger: `${TASK} .o-crm-TaskFacts-repeats:contains(Every working day)`,
        },
    ],
});
