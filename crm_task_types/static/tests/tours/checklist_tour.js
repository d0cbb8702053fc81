import {registry} from "@web/core/registry";

const task = ".o-mail-Activity:contains(Measure the roof)";
const list = `${task} .o-crm-TaskChecklist`;

const COMPLETE = [
    {
        content: "Complete the task",
        trigger: `body:not(:has(.o_dialog)) ${task} .o-mail-Activity-markDone`,
        run: "click",
    },
    {
        content: "Done",
        trigger: ".o-mail-ActivityMarkAsDone button[aria-label=Done]",
        run: "click",
    },
];

function tick(item) {
    return {
        content: `Tick ${item}`,
        trigger: `${list} li:contains(${item}) input:enabled:not(:checked)`,
        run: "click",
    };
}

registry.category("web_tour.tours").add("crm_task_checklist", {
    steps: () => [
        {
            content: "Nothing is ticked yet",
            trigger: `${list}-toggle:contains(0/3)`,
        },
        ...COMPLETE,
        {
            content: "Refused: required items are open",
            trigger: ".o_dialog .modal-body:contains(Ladder, Boots)",
        },
        {
            content: "Close the message",
            trigger: ".o_dialog .modal-footer button",
            run: "click",
        },
        {
            content: "Open the checklist",
            trigger: `body:not(:has(.o_dialog)) ${list}-toggle`,
            run: "click",
        },
        tick("Ladder"),
        {
            content: "One of three",
            trigger: `${list}-toggle:contains(1/3)`,
        },
        tick("Boots"),
        {
            content: "All that is required",
            trigger: `${list}-toggle:contains(2/3):not(.text-danger)`,
        },
        ...COMPLETE,
        {
            content: "It is no longer to do",
            trigger: ".o-mail-Chatter:not(:has(.o-mail-Activity))",
        },
    ],
});
