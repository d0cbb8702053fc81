import {beforeEach, expect, test} from "@odoo/hoot";
import {click, contains} from "@mail/../tests/mail_test_helpers";
import {defineTaskModels, openChatterWithTask} from "./task_test_helpers";
import {mockDate} from "@odoo/hoot-mock";
import {onRpc} from "@web/../tests/web_test_helpers";

const TASK = ".o-mail-Activity";
const REVIEW = `${TASK} .o-crm-TaskReview`;

const WAITING = {
    date_deadline: "2024-03-08",
    review_state: "waiting",
    review_text: "Completed by Mia, waits for review by Bob",
};

defineTaskModels();
beforeEach(() => mockDate("2024-03-11 12:00:00", 0));

test("a task that waits for review isn't overdue, and isn't completed again", async () => {
    await openChatterWithTask(WAITING);
    await contains(`${TASK}-info`, {text: "To review:"});
    expect(REVIEW).toHaveText("Completed by Mia, waits for review by Bob");
    expect(`${TASK}-info`).not.toHaveText(/overdue/);
    expect(`${TASK}-markDone`).toHaveCount(0);
    expect(`${REVIEW} button`).toHaveCount(0);
});

test("its due time passes without a word", async () => {
    await openChatterWithTask({...WAITING, date_due: "2024-03-11 11:00:00"});
    await contains(`${TASK}-info`, {text: "To review:"});
    expect(`${TASK} .text-bg-danger`).toHaveCount(0);
});

test("a returned task says why, and can be completed", async () => {
    await openChatterWithTask({
        date_deadline: "2024-03-11",
        review_state: "returned",
        review_text: "Returned by Bob: no photos",
    });
    await contains(`${TASK}-info`, {text: "Today:"});
    expect(REVIEW).toHaveText("Returned by Bob: no photos");
    expect(`${TASK}-markDone`).toHaveCount(1);
});

test("the reviewer accepts", async () => {
    onRpc("mail.activity", "action_accept_review", ({args}) => {
        expect.step(`accepted ${args[0].length}`);
        return true;
    });
    await openChatterWithTask({...WAITING, can_review: true});
    await click(`${REVIEW}-accept`);
    await expect.waitForSteps(["accepted 1"]);
});

test("without a review nothing is said", async () => {
    await openChatterWithTask({date_deadline: "2024-03-11"});
    await contains(TASK);
    expect(REVIEW).toHaveCount(0);
});
