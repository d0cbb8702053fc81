import {
    BUTTONS,
    CHANGE,
    DIALOG,
    DONE,
    defineOutcomeModels,
} from "./outcome_test_helpers";
import {Deferred, animationFrame, mockDate, runAllTimers} from "@odoo/hoot-mock";
import {click, keyDown, press, queryAllTexts} from "@odoo/hoot-dom";
import {
    contains,
    getService,
    makeServerError,
    mockService,
    mountWithCleanup,
    onRpc,
} from "@web/../tests/web_test_helpers";
import {expect, test} from "@odoo/hoot";
import {WebClient} from "@web/webclient/webclient";

const CARD = ".o-crm-WorkQueue-card";
const NAME = ".o-crm-QueueTask-name";
const PROGRESS = ".o-crm-WorkQueue-progress";
const NOTIFICATION = ".o_notification";

defineOutcomeModels();

function makeCard(id, values) {
    return {
        id,
        display_name: `Task ${id}`,
        activity_type_id: [2, "Call"],
        icon: "fa-phone",
        note: false,
        active: true,
        is_mine: true,
        can_write: true,
        user_id: [7, "Mitchell"],
        state: "today",
        priority: "0",
        date_start: false,
        date_due: false,
        date_deadline: "2024-03-11",
        duration_hours: 0,
        reschedule_count: 0,
        reschedule_reason: false,
        attempt_count: 0,
        review_state: false,
        outcome_buttons: BUTTONS,
        press_count: 0,
        closed_message: false,
        checklist: [],
        history: [],
        document: false,
        res_name: false,
        ...values,
    };
}

/** A server with tasks of the user, each with what is special about it. */
function serve(tasks) {
    const cards = new Map(
        Object.entries(tasks).map(([id, values]) => [
            Number(id),
            makeCard(Number(id), values),
        ])
    );
    onRpc("mail.activity", "get_work_queue", ({args: [seenIds]}) => {
        const ids = [...cards.values()]
            .filter(({id, active}) => active && !seenIds.includes(id))
            .map(({id}) => id);
        return {ids, total: ids.length};
    });
    onRpc("mail.activity", "get_work_queue_cards", ({args: [ids]}) => {
        expect.step(`cards ${ids}`);
        return ids.filter((id) => cards.has(id)).map((id) => cards.get(id));
    });
    onRpc("mail.activity", "action_press", ({args: [[id], outcomeId]}) => {
        expect.step(`press ${outcomeId} of ${id}`);
        cards.set(id, {
            ...cards.get(id),
            active: false,
            closed_message: "Closed already",
        });
        return false;
    });
    return cards;
}

async function open(params) {
    mockDate("2024-03-11 12:00:00", 0);
    await mountWithCleanup(WebClient);
    await getService("action").doAction({
        type: "ir.actions.client",
        tag: "crm_task_work_queue",
        params,
    });
}

async function key(name) {
    await press(name);
    await animationFrame();
    await animationFrame();
}

test("the next task is loaded ahead, one call for each task", async () => {
    serve({1: {}, 2: {}, 3: {}});
    await open();
    expect(NAME).toHaveText("Task 1");
    expect(PROGRESS).toHaveText("1 of 3");
    expect.verifySteps(["cards 1,2"]);
    await key("1");
    expect(NAME).toHaveText("Task 2");
    expect(PROGRESS).toHaveText("2 of 3");
    expect.verifySteps([`press ${DONE.id} of 1`, "cards 1,2,3"]);
});

test("the next task is shown before the server has answered", async () => {
    serve({1: {}, 2: {}, 3: {}});
    await open();
    onRpc("mail.activity", "get_work_queue_cards", () => new Deferred());
    await key("n");
    expect(NAME).toHaveText("Task 2");
    expect(CARD).not.toHaveClass("opacity-50");
    expect.verifySteps(["cards 1,2"]);
});

test("the last task stays, resting, until the next one is there", async () => {
    serve({1: {}, 2: {}, 3: {}});
    await open();
    const later = new Deferred();
    onRpc("mail.activity", "get_work_queue_cards", async ({parent}) => {
        await later;
        return parent();
    });
    await key("n");
    await key("n");
    expect(NAME).toHaveText("Task 2");
    expect(CARD).toHaveClass("opacity-50");
    await key("1");
    later.resolve();
    await animationFrame();
    expect(NAME).toHaveText("Task 3");
    expect(CARD).not.toHaveClass("opacity-50");
    expect.verifySteps(["cards 1,2", "cards 2,3", "cards 3"]);
});

test("keys press buttons; those without a key get what is left", async () => {
    serve({1: {}, 2: {}});
    await open();
    expect(queryAllTexts(".o-crm-OutcomeButtons kbd")).toEqual(["1", "2", "3", "4"]);
    await key("3");
    expect.verifySteps(["cards 1,2", "press 13 of 1", "cards 1,2"]);
});

test("the digits of a keypad press, too", async () => {
    serve({1: {}});
    await open();
    await keyDown("1", {code: "Numpad1"});
    await animationFrame();
    expect.verifySteps(["cards 1", `press ${DONE.id} of 1`, "cards 1"]);
});

test("a key without a button does nothing", async () => {
    serve({1: {}});
    await open();
    await key("9");
    expect(NAME).toHaveText("Task 1");
    expect.verifySteps(["cards 1"]);
});

test("a type without outcomes is done with 1", async () => {
    serve({1: {outcome_buttons: []}});
    await open();
    expect(".o-crm-OutcomeButtons button").toHaveText(/Mark Done/);
    await key("1");
    expect.verifySteps(["cards 1", "press false of 1", "cards 1"]);
});

test("a task that one may only read can't be pressed", async () => {
    serve({1: {can_write: false}});
    await open();
    expect(".o-crm-OutcomeButtons").toHaveCount(0);
    await key("1");
    expect.verifySteps(["cards 1"]);
});

test("N leaves the task, and they can be gone through again", async () => {
    serve({1: {}, 2: {}});
    await open();
    await key("n");
    expect(NAME).toHaveText("Task 2");
    await key("n");
    expect(CARD).toHaveCount(0);
    expect(".o-crm-WorkQueue-left").toHaveText("Tasks that you left: 2");
    await contains(".o_nocontent_help button").click();
    expect(NAME).toHaveText("Task 1");
    expect(PROGRESS).toHaveText("1 of 2");
    expect.verifySteps(["cards 1,2", "cards 2", "cards 1,2"]);
});

test("S has the task again after the others", async () => {
    serve({1: {}, 2: {}});
    await open();
    await key("s");
    expect(NAME).toHaveText("Task 2");
    expect(PROGRESS).toHaveText("1 of 2");
    await key("1");
    expect(NAME).toHaveText("Task 1");
    expect(PROGRESS).toHaveText("2 of 2");
    await key("s");
    expect(NOTIFICATION).toHaveText(/This is the last task/);
    expect(NAME).toHaveText("Task 1");
    expect.verifySteps(["cards 1,2", "cards 2,1", "press 11 of 2", "cards 2,1"]);
});

test("what a colleague closed meanwhile is passed over with a word", async () => {
    const cards = serve({1: {}, 2: {}, 3: {}});
    await open();
    cards.set(2, makeCard(2, {active: false, closed_message: "Closed by Anna"}));
    await key("n");
    expect(NAME).toHaveText("Task 3");
    expect(NOTIFICATION).toHaveText(/Closed by Anna/);
    expect(PROGRESS).toHaveText("3 of 3");
    expect.verifySteps(["cards 1,2", "cards 2,3"]);
});

test("so is what is gone, or somebody else's now", async () => {
    const cards = serve({1: {}, 2: {}, 3: {}, 4: {}});
    await open();
    cards.delete(2);
    cards.set(3, makeCard(3, {is_mine: false}));
    await key("n");
    expect(NAME).toHaveText("Task 4");
    expect(queryAllTexts(`${NOTIFICATION} .o_notification_content`)).toEqual([
        "A task isn't there any more.",
        "“Task 3” is no longer yours.",
    ]);
    expect.verifySteps(["cards 1,2", "cards 2,3", "cards 4"]);
});

test("a task that waits for review is through", async () => {
    const cards = serve({1: {}, 2: {}, 3: {}});
    await open();
    onRpc("mail.activity", "action_press", ({args: [[id]]}) => {
        cards.set(id, makeCard(id, {review_state: "waiting"}));
        return false;
    });
    cards.set(2, makeCard(2, {review_state: "waiting"}));
    await key("1");
    expect(NAME).toHaveText("Task 3");
    expect(queryAllTexts(`${NOTIFICATION} .o_notification_content`)).toEqual([
        "“Task 2” waits for review.",
    ]);
    expect.verifySteps(["cards 1,2", "cards 1,2,3"]);
});

test("a chosen list has its order, and tasks of others", async () => {
    serve({1: {}, 2: {is_mine: false}});
    await open({task_ids: [2, 1]});
    expect(NAME).toHaveText("Task 2");
    expect(".o-crm-QueueTask-assignee").toHaveText("Mitchell");
    await key("1");
    await key("1");
    expect(".o_nocontent_help").toHaveText(/You are through/);
    expect.verifySteps([
        "cards 2,1",
        "press 11 of 2",
        "cards 2,1",
        "press 11 of 1",
        "cards 1",
    ]);
});

test("an error keeps the place", async () => {
    expect.errors(1);
    serve({1: {}, 2: {}});
    await open();
    onRpc("mail.activity", "action_press", () => {
        throw makeServerError({message: "Please add a comment"});
    });
    await key("1");
    expect(".o_error_dialog, .o_dialog").toHaveText(/Please add a comment/);
    await contains(".o_dialog .btn-primary").click();
    expect(NAME).toHaveText("Task 1");
    expect(PROGRESS).toHaveText("1 of 2");
    expect(".o-crm-OutcomeButtons button:enabled").toHaveCount(4);
    expect.verifySteps(["cards 1,2", "cards 1,2"]);
    expect.verifyErrors([/Please add a comment/]);
});

test("it stays when the dialog is closed without an answer", async () => {
    const cards = serve({1: {}, 2: {}});
    await open();
    onRpc("mail.activity", "action_press", () => DIALOG);
    let close = null;
    const {doAction} = getService("action");
    mockService("action", {
        async doAction(action, options) {
            if (action.target !== "new") {
                return doAction(action, options);
            }
            close = options.onClose;
        },
    });
    await key(CHANGE.digit);
    close();
    await animationFrame();
    expect(NAME).toHaveText("Task 1");
    await key(CHANGE.digit);
    cards.set(1, makeCard(1, {press_count: 1}));
    close();
    await animationFrame();
    expect(NAME).toHaveText("Task 2");
    expect.verifySteps(["cards 1,2", "cards 1,2", "cards 1,2"]);
});

test("keys rest while a dialog is open or somebody types", async () => {
    serve({1: {}, 2: {}});
    await open();
    await keyDown("?", {code: "Slash"});
    await animationFrame();
    expect(queryAllTexts(".o-crm-QueueHelp dd")).toEqual([
        ...BUTTONS.map(({name}) => name),
        "Next task, leave this one as it is",
        "Skip: have this task again after all others",
        "Take back the last press",
        "This help",
    ]);
    await key("1");
    await key("n");
    await key("Escape");
    expect(".o-crm-QueueHelp").toHaveCount(0);
    const input = document.createElement("input");
    document.querySelector(CARD).append(input);
    await click(input);
    await key("1");
    await keyDown("2", {code: "Numpad2"});
    await key("s");
    await keyDown("?", {code: "Slash"});
    await animationFrame();
    expect(".o-crm-QueueHelp").toHaveCount(0);
    expect(NAME).toHaveText("Task 1");
    expect.verifySteps(["cards 1,2"]);
});

test("U takes back the last press, also of the last task", async () => {
    const cards = serve({1: {}, 2: {}});
    onRpc("mail.activity", "action_undo_last", ({args: [[id]]}) => {
        expect.step(`undo ${id}`);
        cards.set(id, makeCard(id));
        return {params: {type: "success", message: "Undone"}};
    });
    await open();
    await key("u");
    await key("1");
    expect(NAME).toHaveText("Task 2");
    await key("u");
    expect(NAME).toHaveText("Task 1");
    expect(NOTIFICATION).toHaveText("Undone");
    expect(PROGRESS).toHaveText("1 of 2");
    await key("n");
    await key("1");
    expect(CARD).toHaveCount(0);
    await contains(".o-crm-WorkQueue-undo").click();
    expect(NAME).toHaveText("Task 2");
    expect(PROGRESS).toHaveText("2 of 2");
    expect(".o-crm-WorkQueue-undo").toHaveCount(0);
    expect.verifySteps([
        "cards 1,2",
        "press 11 of 1",
        "cards 1,2",
        "undo 1",
        "cards 1,2",
        "cards 2",
        "press 11 of 2",
        "cards 2",
        "undo 2",
        "cards 2",
    ]);
});

test("nothing to do", async () => {
    serve({});
    await open();
    expect(".o_nocontent_help").toHaveText(/Nothing to do: well done!/);
    expect.verifySteps([]);
});

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
    await open();
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
    await open();
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
    await open();
    expect(".o-crm-QueueDocument").toHaveText(/Roof\s*You can't open this document/);
    await key("n");
    expect(".o-crm-QueueDocument").toHaveText("A task without a document");
    expect.verifySteps(["cards 1,2", "cards 2"]);
});

test.tags("mobile");
test("on a phone buttons are as large as a finger, two in a row", async () => {
    serve({1: {}});
    await open();
    const buttons = [...document.querySelectorAll(".o-crm-WorkQueue-footer button")];
    const heights = buttons.map((button) => button.offsetHeight);
    expect(Math.min(...heights)).toBeGreaterThan(43);
    expect(buttons[0].offsetTop).toBe(buttons[1].offsetTop);
    await click(buttons[0]);
    await runAllTimers();
    expect.verifySteps(["cards 1", `press ${DONE.id} of 1`, "cards 1"]);
});
