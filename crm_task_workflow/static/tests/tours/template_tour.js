import {registry} from "@web/core/registry";

const dialog = ".o_dialog";

/** A line of the preview: what, by whom and when. */
function previews(...texts) {
    const row = `${dialog} .o_field_widget[name=plan_schedule_line_ids] .o_data_row`;
    return {
        content: `The preview says: ${texts.join(", ")}`,
        trigger: row + texts.map((text) => `:contains(${text})`).join(""),
    };
}

function planned(title) {
    return {
        content: `${title} stands in the chatter`,
        trigger: `.o-mail-Activity:contains(${title})`,
    };
}

registry.category("web_tour.tours").add("crm_task_template_on_company", {
    steps: () => [
        {
            content: "Plan something for the company",
            trigger: ".o-mail-Chatter-activity",
            run: "click",
        },
        {
            content: "With a template",
            trigger: `${dialog} .o_field_widget[name=plan_id] .o_selection_badge:contains(Welcome a company)`,
            run: "click",
        },
        {
            content: "Another day to count from",
            trigger: `${dialog} .o_field_widget[name=plan_date] button`,
            run: "click",
        },
        {
            content: "January 15",
            trigger: `${dialog} .o_field_widget[name=plan_date] input`,
            run: "edit 01/15/2030 && press Tab",
        },
        previews("Introduce ourselves to Acme", "tour_rep", "Jan 16, 2030"),
        previews("Send the brochure", "tour_colleague", "Jan 18, 2030"),
        previews("Visit them", "when “Send the brochure” is completed"),
        {
            content: "Do it",
            trigger: `${dialog} button[name=action_schedule_plan]`,
            run: "click",
        },
        planned("Introduce ourselves to Acme"),
        planned("Send the brochure"),
        {
            content: "What waits doesn't stand there yet",
            trigger: ".o-mail-Chatter:not(:has(.o-mail-Activity:contains(Visit them)))",
        },
    ],
});
