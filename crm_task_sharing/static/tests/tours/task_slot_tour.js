import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("crm_task_slot_calendar", {
    steps: () => [
        {
            content: "Open the menu of tasks",
            trigger: ".o_menu_sections button:contains(/^Tasks$/)",
            run: "click",
        },
        {
            content: "Open the tasks of colleagues",
            trigger: ".o-dropdown--menu .dropdown-item:contains(/^Colleagues$/)",
            run: "click",
        },
        {
            content: "Somebody is taken",
            trigger: ".o-crm-TaskSlot-busy:contains(Busy)",
            run: "click",
        },
        {
            content: "One sees who, and no way to open it",
            trigger: ".o_cw_popover:contains(Tour owner):not(:has(.o_cw_popover_edit))",
        },
        {
            content: "No title of what is not shared",
            trigger: ".o_calendar_view:not(:contains(Secret))",
        },
        {
            content: "Close",
            trigger: ".o_cw_popover .o_cw_popover_close",
            run: "click",
        },
        {
            content: "Open what is shared",
            trigger: ".fc-event:not(.o-crm-TaskSlot-busy):contains(Open house)",
            run: "click",
        },
        {
            content: "It is the task",
            trigger: ".o_form_view .o_field_widget[name=summary]",
        },
        {
            content: "With its title",
            trigger: ".o_breadcrumb:contains(Open house)",
        },
    ],
});
