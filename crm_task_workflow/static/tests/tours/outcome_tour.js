import {registry} from "@web/core/registry";

const dialog = ".o_dialog";
const task = ".o-mail-Activity:contains(Ask for the budget)";
const nothingLeft = ".o-mail-Chatter:not(:has(.o-mail-Activity))";

function press(outcome) {
    return {
        content: `Press ${outcome}`,
        trigger: `${task} button:enabled:contains(${outcome})`,
        run: "click",
    };
}

const OPEN_CHATTER = {
    content: "The call stands in the chatter",
    trigger: task,
};

const OK = {
    content: "OK",
    trigger: `${dialog} button[name=action_press]`,
    run: "click",
};

const CLOSE_DEAL = [
    OPEN_CHATTER,
    press("Close deal"),
    {
        content: "Why?",
        trigger: `${dialog} .o_field_widget[name=lost_reason_id] input`,
        run: "edit Too expensive",
    },
    {
        content: "Too expensive",
        trigger: ".o-autocomplete--dropdown-item a:contains(Too expensive)",
        run: "click",
    },
    OK,
];

registry.category("web_tour.tours").add("crm_task_no_answer", {
    steps: () => [
        OPEN_CHATTER,
        press("No answer"),
        {
            content: "First attempt: it is moved",
            trigger: `${task} .o-crm-TaskFacts:contains(/moved 1/)`,
        },
        press("No answer"),
        {
            content: "Second attempt: moved again",
            trigger: `${task} .o-crm-TaskFacts:contains(/moved 2/)`,
        },
        press("No answer"),
        {
            content: "The third was the last: done",
            trigger: nothingLeft,
        },
    ],
});

registry.category("web_tour.tours").add("crm_task_change", {
    steps: () => [
        OPEN_CHATTER,
        press("Change"),
        {
            content: "The dialog doesn't begin with a calendar, but with the reason",
            trigger: `body:not(:has(.o_datetime_picker)) ${dialog} .o_field_widget[name=reason] input:focus`,
            run: "edit The client is ill",
        },
        {
            content: "Another day",
            trigger: `${dialog} .o_field_widget[name=date_deadline] button`,
            run: "click",
        },
        {
            content: "January 15",
            trigger: `${dialog} .o_field_widget[name=date_deadline] input`,
            run: "edit 01/15/2030 && press Tab",
        },
        OK,
        {
            content: "The document tells it",
            trigger: ".o-mail-Message:contains(01/15/2030):contains(The client is ill)",
        },
    ],
});

registry.category("web_tour.tours").add("crm_task_missing_fields", {
    steps: () => [
        OPEN_CHATTER,
        press("Done"),
        {
            content: "It is urgent",
            trigger: `${dialog} .o_field_widget[name=priority] .o_priority_star:eq(1)`,
            run: "click",
        },
        {
            content: "Their budget, a custom field",
            trigger: `${dialog} .o_property_field:contains(Budget) input`,
            run: "edit 20000 && press Tab",
        },
        OK,
        {
            content: "Done, without leaving the dialog",
            trigger: nothingLeft,
        },
    ],
});

registry.category("web_tour.tours").add("crm_task_close_deal", {
    steps: () => [
        ...CLOSE_DEAL,
        {
            content: "The deal is lost",
            trigger: nothingLeft,
        },
    ],
});

registry.category("web_tour.tours").add("crm_task_close_deal_lost_set", {
    steps: () => [
        ...CLOSE_DEAL,
        {
            content: "What the team does with lost deals stands in the chatter",
            trigger: ".o-mail-Activity:contains(Ask why we lost)",
        },
        {
            content: "All of it",
            trigger: ".o-mail-Activity:contains(Call again next year)",
        },
        {
            content: "But no longer the call",
            trigger: `.o-mail-Chatter:not(:has(${task}))`,
        },
    ],
});

registry.category("web_tour.tours").add("crm_task_proposal_accepted", {
    steps: () => [
        OPEN_CHATTER,
        press("Done"),
        {
            content: "A next task is proposed",
            trigger: `${dialog} .o_data_row:contains(Measure the roof)`,
        },
        {
            content: "Create it",
            trigger: `${dialog} button[name=action_accept]`,
            run: "click",
        },
        {
            content: "It stands in the chatter",
            trigger: ".o-mail-Activity:contains(Measure the roof)",
        },
    ],
});

registry.category("web_tour.tours").add("crm_task_proposal_skipped", {
    steps: () => [
        OPEN_CHATTER,
        press("Done"),
        {
            content: "A next task is proposed: skip it",
            trigger: `${dialog} button:contains(Skip)`,
            run: "click",
        },
        {
            content: "Nothing follows",
            trigger: nothingLeft,
        },
    ],
});

registry.category("web_tour.tours").add("crm_task_undo", {
    steps: () => [
        {
            content: "Press Done in the form of the task",
            trigger: ".o_statusbar_buttons button:contains(Done)",
            run: "click",
        },
        {
            content: "It is done; take it back",
            trigger: ".o_statusbar_buttons button[name=action_undo_last]",
            run: "click",
        },
        {
            content: "It is open again",
            trigger: ".o_statusbar_buttons button:contains(No answer)",
        },
    ],
});
