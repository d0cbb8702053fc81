import {BUTTONS, DONE, defineOutcomeModels} from "../outcome_test_helpers";
import {CARD, NAME, key, openQueue, serve} from "./queue_test_helpers";
import {click, keyDown, queryAllTexts} from "@odoo/hoot-dom";
import {expect, test} from "@odoo/hoot";
import {animationFrame} from "@odoo/hoot-mock";

defineOutcomeModels();

test("keys press buttons; those without a key get what is left", async () => {
    serve({1: {}, 2: {}});
    await openQueue();
    expect(queryAllTexts(".o-crm-OutcomeButtons kbd")).toEqual(["1", "2", "3", "4"]);
    await key("3");
    expect.verifySteps(["cards 1,2", "press 13 of 1", "cards 1,2"]);
});

test("the digits of a keypad press, too", async () => {
    serve({1: {}});
    await openQueue();
    await keyDown("1", {code: "Numpad1"});
    await animationFrame();
    expect.verifySteps(["cards 1", `press ${DONE.id} of 1`, "cards 1"]);
});

test("a key without a button does nothing", async () => {
    serve({1: {}});
    await openQueue();
    await key("9");
    expect(NAME).toHaveText("Task 1");
    expect.verifySteps(["cards 1"]);
});

test("a type without outcomes is done with 1", async () => {
    serve({1: {outcome_buttons: []}});
    await openQueue();
    expect(".o-crm-OutcomeButtons button").toHaveText(/Mark Done/);
    await key("1");
    expect.verifySteps(["cards 1", "press false of 1", "cards 1"]);
});

test("a task that one may only read can't be pressed", async () => {
    serve({1: {can_write: false}});
    await openQueue();
    expect(".o-crm-OutcomeButtons").toHaveCount(0);
    await key("1");
    expect.verifySteps(["cards 1"]);
});

test("keys rest while a dialog is open or somebody types", async () => {
    serve({1: {}, 2: {}});
    await openQueue();
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
