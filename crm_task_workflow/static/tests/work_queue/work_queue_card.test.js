import {DONE, defineOutcomeModels} from "../outcome_test_helpers";
import {contains, onRpc} from "@web/../tests/web_test_helpers";
import {expect, test} from "@odoo/hoot";
import {key, openQueue, serve} from "./queue_test_helpers";
import {click} from "@odoo/hoot-dom";
import {runAllTimers} from "@odoo/hoot-mock";

defineOutcomeModels();

test("the checklist shows at a glance, and is ticked", async () => {
    const checklist = [
        {id: 5, name: "Read the offer", isDone: true, canTick: true},
        {id: 6, name: "Ask for the budget", isDone: false, canTick: true},
    ];
    serve({1: {checklist}});
    onRpc("crm.task.checklist.item", "action_tick", ({args: [[id]], kwargs}) => {
        expect.step(`tick ${id} ${kwargs.is_done}`);
        return {1: checklist.map((item) => ({...item, isDone: true}))};
    });
    await openQueue();
    expect(".o-crm-TaskChecklist-toggle").toHaveText("1/2");
    await contains(".o-crm-TaskChecklist li:eq(1) input").click();
    expect(".o-crm-TaskChecklist-toggle").toHaveText("2/2");
    expect(".o-crm-TaskChecklist li:eq(1) input").toBeChecked();
    expect.verifySteps(["cards 1", "tick 6 true"]);
});

test("what stands on a card", async () => {
    serve({
        1: {
            note: "<p>Be <b>nice</b></p>",
            attempt_count: 2,
            priority: "2",
            date_due: "2024-03-11 11:00:00",
            date_start: "2024-03-11 10:00:00",
            state: "overdue",
            document: {
                model: "crm.lead",
                id: 4,
                name: "Roof",
                model_name: "Lead",
                client: "Acme",
                phone: "+1 555 0100",
                email: "jo@acme.example",
                facts: [{label: "Stage", value: "New"}],
            },
            history: [
                {id: 9, date: "2024-03-10 09:00:00", author: "Anna", text: "No answer"},
            ],
        },
    });
    await openQueue();
    expect(".o-crm-QueueTask-day").toHaveText("Today");
    expect(".o-crm-QueueTask-note b").toHaveText("nice");
    expect(".o-crm-QueueTask-attempts").toHaveText("Attempts so far: 2");
    expect(".o-crm-TaskFacts").toHaveText(/overdue by 1 h/);
    expect(".o-crm-QueueDocument-name").toHaveText("Roof");
    expect(".o-crm-QueueDocument-client").toHaveText("Acme");
    expect("a[href='tel:+15550100']").toHaveCount(1);
    expect("a[href='mailto:jo@acme.example']").toHaveCount(1);
    expect(".o-crm-QueueDocument-facts dd").toHaveText("New");
    expect(".o-crm-QueueHistory-message").toHaveText(/Anna\s*No answer/);
    expect.verifySteps(["cards 1"]);
});

test("a document that is not open shows its name at most", async () => {
    serve({1: {res_name: "Roof"}, 2: {}});
    await openQueue();
    expect(".o-crm-QueueDocument").toHaveText(/Roof\s*You can't open this document/);
    await key("n");
    expect(".o-crm-QueueDocument").toHaveText("A task without a document");
    expect.verifySteps(["cards 1,2", "cards 2"]);
});

test.tags("mobile");
test("on a phone buttons are as large as a finger, two in a row", async () => {
    serve({1: {}});
    await openQueue();
    const buttons = [...document.querySelectorAll(".o-crm-WorkQueue-footer button")];
    const heights = buttons.map((button) => button.offsetHeight);
    expect(Math.min(...heights)).toBeGreaterThan(43);
    expect(buttons[0].offsetTop).toBe(buttons[1].offsetTop);
    await click(buttons[0]);
    await runAllTimers();
    expect.verifySteps(["cards 1", `press ${DONE.id} of 1`, "cards 1"]);
});
