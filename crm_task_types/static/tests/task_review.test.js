import {beforeEach, expect, test} from "@odoo/hoot";
import {click, contains, insertText} from "@mail/../tests/mail_test_helpers";
import {defineModels, fields, models, onRpc} from "@web/../tests/web_test_helpers";
import {defineTaskModels, openChatterWithTask} from "./task_test_helpers";
import {mockDate} from "@odoo/hoot-mock";

const TASK = ".o-mail-Activity";
const REVIEW = `${TASK} .o-crm-TaskReview`;

const WAITING = {
    date_deadline: "2024-03-08",
    review_state: "waiting",
    review_text: "Completed by Mia, waits for review by Bob",
};

const DIALOG = ".o_dialog";

/** What the reviewer is asked: when he returns a task, or what follows it. */
class CrmTaskDialog extends models.Model {
    _name = "crm.task.dialog";
    _views = {
        form: `
            <form>
                <field name="comment"/>
                <footer>
                    <button name="action_close" type="object" string="Go"/>
                </footer>
            </form>`,
    };

    comment = fields.Char();
}

const OPEN_DIALOG = {
    type: "ir.actions.act_window",
    res_model: "crm.task.dialog",
    views: [[false, "form"]],
    target: "new",
};

async function openChatterOfReviewer() {
    onRpc("crm.task.dialog", "action_close", () => {
        expect.step("closed");
        return {type: "ir.actions.act_window_close"};
    });
    onRpc("/mail/thread/messages", () => expect.step("loaded"));
    await openChatterWithTask({...WAITING, can_review: true});
    await expect.waitForSteps(["loaded"]);
}

defineTaskModels();
defineModels([CrmTaskDialog]);
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

test("what follows is proposed to the reviewer before the chatter is reloaded", async () => {
    onRpc("mail.activity", "action_accept_review", () => {
        expect.step("accepted");
        return OPEN_DIALOG;
    });
    await openChatterOfReviewer();
    await click(`${REVIEW}-accept`);
    await contains(`${DIALOG} [name=comment]`);
    expect.verifySteps(["accepted"]);
    await click(`${DIALOG} footer button:contains(Go)`);
    await expect.waitForSteps(["closed", "loaded"]);
});

test("the reviewer returns, and says why", async () => {
    onRpc("mail.activity", "action_open_return", ({args: [ids]}) => {
        expect.step(`returns ${ids.length}`);
        return OPEN_DIALOG;
    });
    await openChatterOfReviewer();
    await click(`${REVIEW}-return`);
    await insertText(`${DIALOG} [name=comment] input`, "No photos");
    await click(`${DIALOG} footer button:contains(Go)`);
    await expect.waitForSteps(["returns 1", "closed", "loaded"]);
});

test("who may not decide isn't offered to", async () => {
    await openChatterWithTask({...WAITING, can_review: false, can_write: false});
    await contains(REVIEW);
    expect(`${TASK} button:contains(/Accept|Return|Cancel|Edit/)`).toHaveCount(0);
});

test("without a review nothing is said", async () => {
    await openChatterWithTask({date_deadline: "2024-03-11"});
    await contains(TASK);
    expect(REVIEW).toHaveCount(0);
});
