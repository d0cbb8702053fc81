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

const items = ".o_field_widget[name=checklist_item_ids]";

function itemAt(position, name) {
    return `${items} .o_data_row:eq(${position}) [name=name]:contains(${name})`;
}

function progressInList(progress) {
    return {
        content: `${progress} in the list`,
        trigger: `.o_data_row:contains(Measure the roof) [name=checklist_progress]:contains(${progress})`,
    };
}

registry.category("web_tour.tours").add("crm_task_checklist_order", {
    steps: () => [
        progressInList("1/3"),
        {
            content: "Look at the cards",
            trigger: ".o_switch_view.o_kanban",
            run: "click",
        },
        {
            content: "1/3 on the card",
            trigger:
                ".o_kanban_record:contains(Measure the roof) [title=Checklist]:contains(1/3)",
        },
        {
            content: "Open the task",
            trigger: ".o_kanban_record:contains(Measure the roof)",
            run: "click",
        },
        {
            content: "Boots stand last; drag them to the top",
            trigger: `${items} .o_data_row:has([name=name]:contains(Boots)) .o_handle_cell`,
            run: `drag_and_drop(${items} .o_data_row:eq(0))`,
        },
        {content: "Boots first", trigger: itemAt(0, "Boots")},
        {content: "Then the ladder", trigger: itemAt(1, "Ladder")},
        {
            content: "Save",
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "Saved: read again in this order",
            trigger: `.o_form_saved ${itemAt(0, "Boots")}`,
        },
        {
            content: "Go to the ladder",
            trigger: itemAt(1, "Ladder"),
            run: "click",
        },
        {
            content: "Tick it",
            trigger: `${items} .o_selected_row [name=is_done] input:enabled`,
            run: "click",
        },
        {
            content: "Save",
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "The rep ticked it",
            trigger: `.o_form_saved ${items} .o_data_row:contains(Ladder) [name=done_uid]:contains(tour_rep)`,
        },
        {
            content: "Back to the cards",
            trigger: ".o_breadcrumb .o_back_button",
            run: "click",
        },
        {
            content: "2/3 on the card",
            trigger:
                ".o_kanban_record:contains(Measure the roof) [title=Checklist]:contains(2/3)",
        },
        {
            content: "Look at the list",
            trigger: ".o_switch_view.o_list",
            run: "click",
        },
        progressInList("2/3"),
    ],
});
