import {registry} from "@web/core/registry";

const dialog = ".o_dialog";
const task = ".o-mail-Activity:contains(Ask for the budget)";
const row = ".o_data_row:contains(Ask for the budget)";

const PRESS = [
    {
        content: "They have agreed",
        trigger: `${task} button:enabled:contains(Agreed)`,
        run: "click",
    },
    {
        content: "The task waits, its buttons are gone",
        trigger: `${task}:contains(waits for review):not(:has(button:contains(Agreed)))`,
    },
];

const OPEN_REVIEWS = [
    {
        content: "Open the menu of tasks",
        trigger: ".o_menu_sections button:contains(/^Tasks$/)",
        run: "click",
    },
    {
        content: "Open what is to be reviewed",
        trigger: ".o-dropdown--menu .dropdown-item:contains(/^To Review$/)",
        run: "click",
    },
    {
        content: "The task is there, with the button that was pressed",
        trigger: `${row}:contains(Agreed)`,
    },
];

const NOTHING_LEFT = {
    content: "Nothing is left to review",
    trigger: ".o_view_nocontent:contains(Nothing to review)",
};

registry.category("web_tour.tours").add("crm_task_rep_completes", {
    steps: () => PRESS,
});

registry.category("web_tour.tours").add("crm_task_reviewer_returns", {
    steps: () => [
        ...OPEN_REVIEWS,
        {
            content: "Return it",
            trigger: `${row} button[name=action_open_return]`,
            run: "click",
        },
        {
            content: "Say why",
            trigger: `${dialog} .o_field_widget[name=comment] textarea`,
            run: "edit How much?",
        },
        {
            content: "It goes back",
            trigger: `${dialog} button[name=action_return]`,
            run: "click",
        },
        NOTHING_LEFT,
    ],
});

registry.category("web_tour.tours").add("crm_task_rep_mends", {
    steps: () => [
        {
            content: "The rep reads why",
            trigger: `${task}:contains(How much?)`,
        },
        ...PRESS,
    ],
});

registry.category("web_tour.tours").add("crm_task_reviewer_accepts", {
    steps: () => [
        ...OPEN_REVIEWS,
        {
            content: "Select it",
            trigger: `${row} .o_list_record_selector input`,
            run: "click",
        },
        {
            content: "Accept all that is selected",
            trigger: ".o_control_panel button[name=action_accept_review]",
            run: "click",
        },
        {
            content: "The next task is proposed to him; plan it",
            trigger: `${dialog}:contains(Send the offer) button[name=action_accept]`,
            run: "click",
        },
        NOTHING_LEFT,
    ],
});
