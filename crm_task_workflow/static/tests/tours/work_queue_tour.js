import {registry} from "@web/core/registry";

const QUEUE = ".o-crm-WorkQueue";

function onTask(name, progress, content, run) {
    const place = `.o-crm-WorkQueue-progress:contains(${progress})`;
    return {
        content,
        trigger: `${QUEUE}:has(${place}):has(button:enabled) .o-crm-QueueTask-name:contains(${name})`,
        run,
    };
}

// By the keyboard only, from the first task to the last
registry.category("web_tour.tours").add("crm_task_work_queue", {
    steps: () => [
        onTask("Ask", "1 of 3", "The overdue call comes first: no answer", "press 3"),
        onTask("Urgent", "2 of 3", "Then the urgent one: later", "press s"),
        onTask("Visit", "2 of 3", "The visit is done", "press 1"),
        onTask("Urgent", "3 of 3", "The urgent one again: another time", "press 2"),
        {
            content: "The dialog asks; the digits that one types stay in it",
            trigger: ".o_dialog .o_field_widget[name=reason] input:focus",
            run: "edit 2 more days, 1 at least",
        },
        {
            content: "OK",
            trigger: ".o_dialog .o_field_widget[name=reason] input:focus",
            run: "press Alt+q",
        },
        {
            content: "Through",
            trigger: `${QUEUE} .o_view_nocontent_smiling_face:contains(well done)`,
        },
    ],
});

// A filtered list, started with the menu of the cogwheel
registry.category("web_tour.tours").add("crm_task_work_through_list", {
    steps: () => [
        {
            content: "Of all tasks",
            trigger: ".o_list_view .o_data_row:contains(Visit)",
        },
        {
            content: "Only the urgent ones",
            trigger: ".o_searchview_input",
            run: "edit rgent",
        },
        {
            content: "Search",
            trigger: ".o_searchview_input:value(rgent)",
            run: "press Enter",
        },
        {
            content: "The menu of the list",
            trigger:
                ".o_list_view:not(:has(.o_data_row:contains(Visit))) .o_cp_action_menus button:has(.fa-cog)",
            run: "click",
        },
        {
            content: "Work through",
            trigger: ".o-dropdown--menu .o-crm-WorkThroughMenu",
            run: "click",
        },
        onTask("Urgent", "1 of 2", "Done", "press 1"),
        onTask("Less urgent", "2 of 2", "Done, too", "press 1"),
        {
            content: "Through",
            trigger: `${QUEUE} .o_view_nocontent_smiling_face`,
        },
    ],
});
