import {
    CARD,
    NAME,
    NOTIFICATION,
    PROGRESS,
    key,
    makeCard,
    openQueue,
    serve,
} from "./queue_test_helpers";
import {CHANGE, DIALOG, DONE, defineOutcomeModels} from "../outcome_test_helpers";
import {Deferred, animationFrame} from "@odoo/hoot-mock";
import {
    contains,
    getService,
    makeServerError,
    mockService,
    onRpc,
} from "@web/../tests/web_test_helpers";
import {expect, test} from "@odoo/hoot";
import {queryAllTexts} from "@odoo/hoot-dom";

defineOutcomeModels();

test("the next task is loaded ahead, one call for each task", async () => {
    serve({1: {}, 2: {}, 3: {}});
    await openQueue();
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
    await openQueue();
    onRpc("mail.activity", "get_work_queue_cards", () => new Deferred());
    await key("n");
    expect(NAME).toHaveText("Task 2");
    expect(CARD).not.toHaveClass("opacity-50");
    expect.verifySteps(["cards 1,2"]);
});

test("the last task stays, resting, until the next one is there", async () => {
    serve({1: {}, 2: {}, 3: {}});
    await openQueue();
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

test("N leaves the task, and they can be gone through again", async () => {
    serve({1: {}, 2: {}});
    await openQueue();
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
    await openQueue();
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
    await openQueue();
    cards.set(2, makeCard(2, {active: false, closed_message: "Closed by Anna"}));
    await key("n");
    expect(NAME).toHaveText("Task 3");
    expect(NOTIFICATION).toHaveText(/Closed by Anna/);
    expect(PROGRESS).toHaveText("3 of 3");
    expect.verifySteps(["cards 1,2", "cards 2,3"]);
});

test("so is what is gone, or somebody else's now", async () => {
    const cards = serve({1: {}, 2: {}, 3: {}, 4: {}});
    await openQueue();
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
    await openQueue();
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
    await openQueue({task_ids: [2, 1]});
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
    await openQueue();
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
    await openQueue();
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

test("U takes back the last press, also of the last task", async () => {
    const cards = serve({1: {}, 2: {}});
    onRpc("mail.activity", "action_undo_last", ({args: [[id]]}) => {
        expect.step(`undo ${id}`);
        cards.set(id, makeCard(id));
        return {params: {type: "success", message: "Undone"}};
    });
    await openQueue();
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
    await openQueue();
    expect(".o_nocontent_help").toHaveText(/Nothing to do: well done!/);
    expect.verifySteps([]);
});
