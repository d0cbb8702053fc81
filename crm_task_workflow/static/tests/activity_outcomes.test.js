import {
    BUTTON,
    CHANGE,
    CLOSE_DEAL,
    DIALOG,
    DONE,
    NO_ANSWER,
    buttonOf,
    defineOutcomeModels,
    onHeldPress,
    onPress,
    openChatter,
} from "./outcome_test_helpers";
import {click, contains} from "@mail/../tests/mail_test_helpers";
import {expect, test} from "@odoo/hoot";
import {makeServerError, mockService, onRpc} from "@web/../tests/web_test_helpers";
import {
    manuallyDispatchProgrammaticEvent,
    queryAllTexts,
    queryOne,
} from "@odoo/hoot-dom";
import {animationFrame} from "@odoo/hoot-mock";

const MARK_DONE = ".o-mail-Activity-markDone";
const TASK = ".o-mail-Activity";

defineOutcomeModels();

/** Note what an open chatter and its form fetch from here on. */
function stepReloads() {
    onRpc("/mail/thread/messages", () => expect.step("messages"));
    onRpc("res.partner", "web_read", () => expect.step("form"));
}

test("outcome buttons stand in for Mark Done", async () => {
    await openChatter();
    await contains(BUTTON, {count: 4});
    expect(queryAllTexts(BUTTON)).toEqual([
        "Done",
        "Change",
        "No answer",
        "Close deal",
    ]);
    expect(MARK_DONE).toHaveCount(0);
    expect(".o-mail-Activity-edit").toHaveCount(1);
    expect(`${TASK} .btn-danger:contains(Cancel)`).toHaveCount(1);
});

test("without outcome buttons all is as in Odoo", async () => {
    await openChatter({outcome_buttons: []});
    await contains(MARK_DONE);
    expect(BUTTON).toHaveCount(0);
    expect(".o-mail-Activity-edit").toHaveCount(1);
});

test("a task that the reader can't write shows no buttons", async () => {
    await openChatter({can_write: false, outcome_buttons: []});
    await contains(TASK);
    expect(BUTTON).toHaveCount(0);
    expect(MARK_DONE).toHaveCount(0);
});

test("a press closes the task and reloads chatter and form", async () => {
    onPress();
    const {taskId} = await openChatter();
    await contains(BUTTON, {count: 4});
    stepReloads();
    await click(buttonOf(DONE));
    await contains(TASK, {count: 0});
    await expect.waitForSteps([`press 11 of ${taskId}`, "messages", "form"], {
        ignoreOrder: true,
    });
});

test("the task fades meanwhile, and a double click presses once", async () => {
    const answer = onHeldPress();
    const {taskId} = await openChatter();
    await contains(BUTTON, {count: 4});
    const button = queryOne(buttonOf(NO_ANSWER));
    // Both before the first is rendered
    manuallyDispatchProgrammaticEvent(button, "click");
    manuallyDispatchProgrammaticEvent(button, "click");
    await contains(`${BUTTON}:disabled`, {count: 4});
    expect(Number(getComputedStyle(queryOne(TASK)).opacity)).toBeLessThan(1);
    answer.resolve();
    await contains(TASK, {count: 0});
    expect.verifySteps([`press 13 of ${taskId}`]);
});

test("asks for confirmation", async () => {
    onPress();
    const {taskId} = await openChatter();
    await click(buttonOf(CLOSE_DEAL));
    await contains(".modal-body", {text: "Close the deal as lost?"});
    expect.verifySteps([]);
    await click(".modal-footer .btn-primary", {text: "Close deal"});
    await contains(TASK, {count: 0});
    expect.verifySteps([`press 14 of ${taskId}`]);
});

for (const [how, selector] of [
    ["Cancel", ".modal-footer .btn-secondary"],
    ["the cross", ".modal-header button"],
]) {
    test(`nothing is pressed when the user declines with ${how}`, async () => {
        onPress();
        await openChatter();
        await click(buttonOf(CLOSE_DEAL));
        await contains(`${BUTTON}:disabled`, {count: 4});
        await click(`${selector}:first`);
        await contains(".modal", {count: 0});
        await contains(`${BUTTON}:enabled`, {count: 4});
        expect.verifySteps([]);
    });
}

test("opens what the server asks for, and reloads when it is closed", async () => {
    onPress(() => DIALOG);
    const {taskId} = await openChatter();
    await contains(BUTTON, {count: 4});
    let close = null;
    mockService("action", {
        async doAction(action, options) {
            expect(action).toEqual(DIALOG);
            expect.step("dialog");
            close = options.onClose;
        },
    });
    stepReloads();
    await click(buttonOf(CHANGE));
    await expect.waitForSteps([`press 12 of ${taskId}`, "dialog"]);
    await animationFrame();
    expect(`${BUTTON}:disabled`).toHaveCount(4);

    close();
    await expect.waitForSteps(["messages", "form"], {ignoreOrder: true});
    await contains(`${BUTTON}:enabled`, {count: 4});
});

test("an action that is no dialog doesn't keep the buttons waiting", async () => {
    onPress(() => ({type: "ir.actions.client", tag: "display_notification"}));
    const {taskId} = await openChatter();
    await contains(BUTTON, {count: 4});
    mockService("action", {doAction: async () => expect.step("notification")});
    stepReloads();
    await click(buttonOf(CHANGE));
    await expect.waitForSteps(
        [`press 12 of ${taskId}`, "notification", "messages", "form"],
        {ignoreOrder: true}
    );
    await contains(`${BUTTON}:enabled`, {count: 4});
});

test("the buttons come back after an error", async () => {
    expect.errors(1);
    onPress(() => {
        throw makeServerError({message: "Closed by Anna already"});
    });
    const {taskId} = await openChatter();
    await click(buttonOf(DONE));
    await contains(".modal-body", {text: "Closed by Anna already"});
    await contains(`${BUTTON}:enabled`, {count: 4});
    expect.verifySteps([`press 11 of ${taskId}`]);
    expect.verifyErrors([/Closed by Anna already/u]);
});

test("what is typed in the form is saved, not lost", async () => {
    onPress();
    onRpc("res.partner", "web_save", ({args: [, values]}) => {
        expect.step(`save ${values.name}`);
    });
    const {taskId} = await openChatter();
    await contains(BUTTON, {count: 4});
    await contains(".o_field_widget[name=name] input", {value: "Azure Interior"});
    const input = queryOne(".o_field_widget[name=name] input");
    input.value = "Azure";
    manuallyDispatchProgrammaticEvent(input, "input");
    manuallyDispatchProgrammaticEvent(input, "change");
    await click(buttonOf(DONE));
    await expect.waitForSteps([`press 11 of ${taskId}`, "save Azure"]);
    await contains(TASK, {count: 0});
});
