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
