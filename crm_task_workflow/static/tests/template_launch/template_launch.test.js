import {Deferred, advanceTime, animationFrame} from "@odoo/hoot-mock";
import {
    contains,
    getService,
    makeServerError,
    mountWithCleanup,
    onRpc,
} from "@web/../tests/web_test_helpers";
import {expect, test} from "@odoo/hoot";
import {WebClient} from "@web/webclient/webclient";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {queryAllTexts} from "@odoo/hoot-dom";

defineMailModels();

const LAUNCH = ".o_dialog .o-crm-TemplateLaunch";
const START = {
    total: 500,
    done: 0,
    left_out: 0,
    task_count: 0,
    failures: [],
    is_over: false,
};

/** Answers of the server, held back until the test resolves them. */
function onBatches(...answers) {
    onRpc("mail.activity.schedule", "action_launch_batch", ({args: [ids]}) => {
        expect.step(`batch of ${ids}`);
        return answers.shift();
    });
}

function onStop(progress) {
    onRpc("mail.activity.schedule", "action_launch_stop", () => {
        expect.step("stop");
        return {...progress, is_over: true};
    });
}

async function openLaunch() {
    await mountWithCleanup(WebClient);
    await getService("action").doAction({
        type: "ir.actions.client",
        tag: "crm_task_workflow.template_launch",
        name: "Welcome",
        target: "new",
        params: {schedule_id: 7, progress: START},
    });
}

function buttons() {
    return queryAllTexts(`${LAUNCH} button`);
}

test("works off batch after batch and says what came of it", async () => {
    const [first, second] = [new Deferred(), new Deferred()];
    onBatches(first, second);
    await openLaunch();
    expect(`${LAUNCH} p`).toHaveText("0 of 500 documents, 0 tasks …");
    first.resolve({...START, done: 200, task_count: 600});
    await animationFrame();
    expect(`${LAUNCH} p:first`).toHaveText("200 of 500 documents, 600 tasks …");
    expect(`${LAUNCH} .progress`).toHaveAttribute("aria-valuenow", "40");
    expect(buttons()).toEqual(["Stop"]);
    second.resolve({
        ...START,
        done: 500,
        task_count: 1494,
        left_out: 2,
        failures: [{id: "3", name: "Lead 3", reason: "Nobody was found"}],
        is_over: true,
    });
    await animationFrame();
    expect(`${LAUNCH} p:first`).toHaveText("498 of 500 documents: 1,494 tasks");
    expect(queryAllTexts(`${LAUNCH} li`)).toEqual([
        "Lead 3: Nobody was found",
        "and 1 more",
    ]);
    expect(buttons()).toEqual(["Close", "Show documents", "Show those left out"]);
    await contains(`${LAUNCH} button:contains(Close)`).click();
    expect(LAUNCH).toHaveCount(0);
    expect.verifySteps(["batch of 7", "batch of 7"]);
});

test("stops after the batch that runs", async () => {
    const first = new Deferred();
    const progress = {...START, done: 200, task_count: 600};
    onBatches(first);
    onStop(progress);
    await openLaunch();
    await contains(`${LAUNCH} button:contains(Stop)`).click();
    first.resolve(progress);
    await animationFrame();
    expect(`${LAUNCH} p:first`).toHaveText("200 of 500 documents: 600 tasks");
    expect(buttons()).toEqual(["Close", "Show documents"]);
    expect.verifySteps(["batch of 7", "stop"]);
});

test("stops when the dialog is closed", async () => {
    const first = new Deferred();
    onBatches(first);
    onStop(START);
    await openLaunch();
    await contains(".o_dialog .btn-close").click();
    expect.verifySteps(["batch of 7"]);
    first.resolve({...START, done: 200, task_count: 200});
    await animationFrame();
    expect.verifySteps(["stop"]);
});

test("goes on after a failure", async () => {
    expect.errors(1);
    const [first, second] = [new Deferred(), new Deferred()];
    onBatches(first, second);
    await openLaunch();
    first.reject(makeServerError({message: "The line is broken"}));
    await animationFrame();
    expect.verifyErrors(["The line is broken"]);
    await contains(".o_error_dialog button:contains(Close)").click();
    await contains(`${LAUNCH} button:contains(Go on)`).click();
    second.resolve({...START, done: 500, task_count: 500, is_over: true});
    await animationFrame();
    expect(`${LAUNCH} p:first`).toHaveText("500 of 500 documents: 500 tasks");
    expect.verifySteps(["batch of 7", "batch of 7"]);
});

test("looks on where others do the work, and lets them go on when it is closed", async () => {
    const progress = {...START, done: 200, task_count: 600, goes_on: true};
    onBatches(progress, {...progress, done: 400});
    onStop(progress);
    await openLaunch();
    await animationFrame();
    expect(`${LAUNCH} p:first`).toHaveText("200 of 500 documents, 600 tasks …");
    expect.verifySteps(["batch of 7"]);
    await advanceTime(1000);
    await animationFrame();
    expect(`${LAUNCH} p:first`).toHaveText("400 of 500 documents, 600 tasks …");
    await contains(".o_dialog .btn-close").click();
    await advanceTime(2000);
    expect.verifySteps(["batch of 7"]);
});
