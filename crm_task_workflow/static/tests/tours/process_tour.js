import {registry} from "@web/core/registry";

const designer = ".o-crm-ProcessDesigner";
const saved = `${designer}[aria-busy=false]`;
const dialog = ".o_dialog";

const block = (name) => `.o-crm-ProcessBlock[aria-label^="${name}"]`;

function pick(item, name) {
    return [
        {
            content: `Press ${name} in the palette`,
            trigger: `${designer} .o-crm-ProcessPalette-item:contains(${item})`,
            run: "click",
        },
        {
            content: `${name} is drawn and saved`,
            trigger: `${saved} ${block(name)}`,
        },
    ];
}

function drawWay(origin, port, target) {
    return [
        {
            content: `Begin a way at ${port} of ${origin}`,
            trigger: `${block(origin)} .o-crm-ProcessBlock-port[title^="${port}"]`,
            run: "click",
        },
        {
            content: `It leads to ${target}`,
            trigger: `.o-crm-ProcessCanvas-connecting ${block(target)} .o-crm-ProcessBlock-head`,
            run: "click",
        },
        {
            content: "It is drawn and saved",
            trigger: `${saved} .o-crm-ProcessWay[aria-label*="${port}"]`,
        },
    ];
}

registry.category("web_tour.tours").add("crm_task_process_type", {
    steps: () => [
        {
            content: "A new type",
            trigger: ".o_list_button_add",
            run: "click",
        },
        {
            content: "Its name",
            trigger: ".o_form_view .o_field_widget[name=name] textarea",
            run: "edit Measure the roof && press Tab",
        },
        {
            content: "Save it",
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "It is saved",
            trigger: ".o_form_saved",
        },
    ],
});

registry.category("web_tour.tours").add("crm_task_process_draw", {
    steps: () => [
        {
            content: "A new process",
            trigger: ".o_list_button_add",
            run: "click",
        },
        {
            content: "Its name",
            trigger: ".o_field_widget[name=name] input",
            run: "edit Ring them up",
        },
        {
            content: "Draw it",
            trigger: "button:contains(Save and draw)",
            run: "click",
        },
        {
            content: "The canvas is empty",
            trigger: `${designer} .o-crm-ProcessDesigner-hint`,
        },
        ...pick("Start", "Start"),
        ...pick("Call", "Call"),
        {
            content: "The type that was just made is in the palette",
            trigger: `${designer} .o-crm-ProcessPalette-item:contains(Measure the roof)`,
        },
        ...pick("End", "End"),
        ...drawWay("Call", "No answer", "End"),
        {
            content: "Nothing is wrong with it",
            trigger: ".o-crm-ProcessToolbar-problems:contains(Nothing is wrong)",
        },
        {
            content: "Publish it",
            trigger: ".o_statusbar_buttons button:contains(Publish)",
            run: "click",
        },
        {
            content: "Say so",
            trigger: `${dialog} footer .btn-primary`,
            run: "click",
        },
        {
            content: "It is published",
            trigger: "body:not(:has(.o_dialog)) button[name=action_monitor]",
        },
    ],
});

registry.category("web_tour.tours").add("crm_task_process_press", {
    steps: () => [
        {
            content: "What can be done with the lead",
            trigger: ".o_cp_action_menus .dropdown-toggle:has(.fa-cog)",
            run: "click",
        },
        {
            content: "Start a process",
            trigger: ".o-dropdown-item:contains(Start a process)",
            run: "click",
        },
        {
            content: "Which one?",
            trigger: `${dialog} .o_field_widget[name=process_id] input`,
            run: "edit Ring them up",
        },
        {
            content: "The one that was drawn",
            trigger: ".o-autocomplete--dropdown-item a:contains(Ring them up)",
            run: "click",
        },
        {
            content: "Start it",
            trigger: `${dialog} button[name=action_start]`,
            run: "click",
        },
        {
            content: "Nobody answers",
            trigger: ".o-mail-Activity button:enabled:contains(No answer)",
            run: "click",
        },
        {
            content: "The call is closed",
            trigger: ".o-mail-Chatter:not(:has(.o-mail-Activity))",
        },
    ],
});

registry.category("web_tour.tours").add("crm_task_process_monitor", {
    steps: () => [
        {
            content: "Look at what happens",
            trigger: "button[name=action_monitor]",
            run: "click",
        },
        {
            content: "One has passed the call",
            trigger: `.o-crm-ProcessMonitor ${block("Call")} [data-count=passed]:contains(1)`,
        },
        {
            content: "What of it?",
            trigger: `${block("Call")} .o-crm-ProcessBlock-head`,
            run: "click",
        },
        {
            content: "Its run",
            trigger: "[data-fact=passed] [data-open=runs]",
            run: "click",
        },
        {
            content: "Open it",
            trigger: ".o_data_row .o_data_cell:contains(Roof for Acme)",
            run: "click",
        },
        {
            content: "The branch “No answer” was taken",
            trigger: '.o-crm-ProcessWay-taken[aria-label*="No answer"]',
        },
        {
            content: "The other one wasn't",
            trigger:
                '.o-crm-ProcessWay[aria-label*="Otherwise"]:not(.o-crm-ProcessWay-taken)',
        },
    ],
});
