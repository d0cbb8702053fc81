import {advanceTime, animationFrame, mockDate} from "@odoo/hoot-mock";
import {beforeEach, expect, test} from "@odoo/hoot";
import {defineTaskModels, openChatterWithTask} from "./task_test_helpers";
import {contains} from "@mail/../tests/mail_test_helpers";

const FACTS = ".o-mail-Activity .o-crm-TaskFacts";
const LABEL = ".o-mail-Activity-info > span:first";
const MINUTE_MS = 60000;

defineTaskModels();
beforeEach(() => mockDate("2024-03-11 12:00:00", 0));

test("a whole-day task of normal priority shows what Odoo shows", async () => {
    await openChatterWithTask({date_deadline: "2024-03-11", duration_hours: 1});
    await contains(".o-mail-Activity", {text: "Today:"});
    expect(FACTS).toHaveCount(0);
});

test("a task with times shows them in the reader's zone", async () => {
    mockDate("2024-03-11 12:00:00", +2);
    await openChatterWithTask({
        date_deadline: "2024-03-11",
        date_start: "2024-03-11 14:00:00",
        date_due: "2024-03-11 15:30:00",
        duration_hours: 1.5,
    });
    await contains(FACTS);
    expect(`${FACTS}-time`).toHaveText(/^4:00\sPM – 5:30\sPM$/);
    expect(`${FACTS}-duration`).toHaveText("1:30 h");
});

test("without a duration only the due time is shown", async () => {
    await openChatterWithTask({
        date_deadline: "2024-03-12",
        date_start: "2024-03-12 14:00:00",
        date_due: "2024-03-12 14:00:00",
    });
    await contains(FACTS);
    expect(`${FACTS}-time`).toHaveText(/^2:00\sPM$/);
    expect(`${FACTS}-duration`).toHaveCount(0);
});

test("a task over several days shows the days", async () => {
    await openChatterWithTask({
        date_deadline: "2024-03-13",
        date_start: "2024-03-12 14:00:00",
        date_due: "2024-03-13 16:00:00",
        duration_hours: 26,
    });
    await contains(FACTS);
    expect(`${FACTS}-time`).toHaveText(/^Mar 12, 2:00\sPM – Mar 13, 4:00\sPM$/);
    expect(`${FACTS}-duration`).toHaveText("26:00 h");
});

test("priority, status and moves are shown", async () => {
    await openChatterWithTask((pyEnv) => ({
        date_deadline: "2024-03-12",
        priority: "2",
        status_id: pyEnv["crm.task.status"].create({name: "In progress", color: 4}),
        reschedule_count: 3,
        reschedule_reason: "Customer is ill",
    }));
    await contains(FACTS);
    expect(`${FACTS}-time`).toHaveCount(0);
    expect(`${FACTS}-priority`).toHaveText("Urgent");
    expect(`${FACTS}-priority .fa-star`).toHaveCount(2);
    expect(`${FACTS}-status`).toHaveText("In progress");
    expect(`${FACTS}-status`).toHaveClass("o_tag_color_4");
    expect(`${FACTS}-moved`).toHaveText(/^moved 3×/);
    expect(`${FACTS}-moved`).toHaveAttribute("data-tooltip", "Customer is ill");
});

test("how a task repeats stands on its card", async () => {
    await openChatterWithTask({
        date_deadline: "2024-03-11",
        is_repeating: true,
        series_words: "Every week on Monday",
    });
    await contains(`${FACTS}-repeats .fa-repeat`);
    expect(`${FACTS}-repeats`).toHaveText("Every week on Monday");
});

test("a task turns overdue in an open chatter once its time has passed", async () => {
    await openChatterWithTask({
        date_deadline: "2024-03-11",
        date_start: "2024-03-11 12:02:00",
        date_due: "2024-03-11 12:02:00",
        state: "today",
    });
    await contains(FACTS);
    expect(LABEL).toHaveText("Today:");
    expect(".o-mail-Activity-iconContainer").toHaveClass("text-bg-warning");

    await advanceTime(1.5 * MINUTE_MS);
    await animationFrame();
    expect(LABEL).toHaveText("Today:");

    await advanceTime(MINUTE_MS);
    await animationFrame();
    expect(LABEL).toHaveText("Overdue:");
    expect(LABEL).toHaveClass("text-danger");
    expect(".o-mail-Activity-iconContainer").toHaveClass("text-bg-danger");
    expect(`${FACTS}-time`).toHaveText(/^Today 12:02\sPM · overdue$/);

    await advanceTime(5 * MINUTE_MS);
    await animationFrame();
    expect(`${FACTS}-time`).toHaveText(/· overdue by 5 min$/);

    await advanceTime(3 * 60 * MINUTE_MS);
    await animationFrame();
    expect(`${FACTS}-time`).toHaveText(/· overdue by 3 h$/);
});

test("a task of an earlier day is overdue without the hint", async () => {
    await openChatterWithTask({
        date_deadline: "2024-03-10",
        date_start: "2024-03-10 14:00:00",
        date_due: "2024-03-10 14:00:00",
        state: "overdue",
    });
    await contains(FACTS);
    expect(LABEL).toHaveText("Yesterday:");
    expect(`${FACTS}-time`).toHaveText(/^2:00\sPM$/);
});

test("the label tells the reader's day, not the assignee's", async () => {
    mockDate("2024-03-11 20:00:00", +9);
    await openChatterWithTask({
        date_deadline: "2024-03-11",
        date_start: "2024-03-11 23:00:00",
        date_due: "2024-03-11 23:00:00",
        state: "today",
    });
    await contains(FACTS);
    expect(LABEL).toHaveText("Today:");
});

test("the buttons stay as they are", async () => {
    await openChatterWithTask({
        date_deadline: "2024-03-11",
        date_due: "2024-03-11 09:00:00",
        state: "overdue",
    });
    await contains(".o-mail-Activity-markDone");
    await contains(".o-mail-Activity-edit");
    await contains(".o-mail-Activity .btn-danger", {text: "Cancel"});
});
