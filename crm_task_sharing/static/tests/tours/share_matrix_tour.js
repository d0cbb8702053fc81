import {registry} from "@web/core/registry";

const MATRIX = ".o-crm-ShareMatrix";

function openMyTasks() {
    return [
        {
            content: "Open the menu of the user",
            trigger: ".o_user_menu button",
            run: "click",
        },
        {
            content: "Open the preferences",
            trigger: ".dropdown-item[data-menu=preferences]",
            run: "click",
        },
        {
            content: "Open the page of tasks",
            trigger: ".modal a[name=task_sharing]",
            run: "click",
        },
    ];
}

registry.category("web_tour.tours").add("crm_task_share_preferences", {
    steps: () => [
        ...openMyTasks(),
        {
            content: "Nothing is shared yet",
            trigger: `${MATRIX} [role=status]:contains(You share nothing yet)`,
        },
        {
            content: "Share with everyone",
            trigger: `${MATRIX}-everyone`,
            run: "click",
        },
        {
            content: "Only when I am taken",
            trigger: `${MATRIX} tr:contains(Everyone) select`,
            run: "select busy",
        },
        {
            content: "Look for the colleague",
            trigger: `${MATRIX}-colleague input`,
            run: "edit Tour colleague",
        },
        {
            content: "Choose him",
            trigger: ".o-autocomplete--dropdown-item:contains(Tour colleague)",
            run: "click",
        },
        {
            content: "He may read",
            trigger: `${MATRIX} tr:contains(Tour colleague) select[data-level=read]`,
        },
        {
            content: "Something special about a type",
            trigger: `${MATRIX}-type input`,
            run: "edit Tour visit",
        },
        {
            content: "Choose the type",
            trigger: ".o-autocomplete--dropdown-item:contains(Tour visit)",
            run: "click",
        },
        {
            content: "He may complete such tasks",
            trigger: `${MATRIX} tr:contains(Tour colleague) td[data-label='Tour visit'] select`,
            run: "select full",
        },
        {
            content: "Save",
            trigger: ".modal button[name=preference_save]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "The dialog is closed",
            trigger: "body:not(:has(.modal))",
        },
    ],
});

registry.category("web_tour.tours").add("crm_task_share_preferences_hold", {
    steps: () => [
        ...openMyTasks(),
        {
            content: "Everyone sees when I am taken",
            trigger: `${MATRIX} tr:contains(Everyone) td[data-label='All types'] select[data-level=busy]`,
        },
        {
            content: "The colleague completes visits",
            trigger: `${MATRIX} tr:contains(Tour colleague) td[data-label='Tour visit'] select[data-level=full]`,
        },
        {
            content: "And reads all else",
            trigger: `${MATRIX} tr:contains(Tour colleague) td[data-label='All types'] select[data-level=read]`,
        },
        {
            content: "Close",
            trigger: ".modal button[special=cancel], .modal .btn-close",
            run: "click",
        },
        {
            content: "The dialog is closed",
            trigger: "body:not(:has(.modal))",
        },
    ],
});
