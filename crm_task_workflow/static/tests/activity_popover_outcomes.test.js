import {
    BUTTON,
    CLOSE_DEAL,
    DONE,
    buttonOf,
    createTask,
    defineOutcomeModels,
    onPress,
} from "./outcome_test_helpers";
import {click, contains, openListView, start} from "@mail/../tests/mail_test_helpers";
import {expect, test} from "@odoo/hoot";
import {onRpc} from "@web/../tests/web_test_helpers";

const ITEM = ".o-mail-ActivityListPopoverItem";
const MARK_DONE = `${ITEM}-markAsDone`;

defineOutcomeModels();

async function openPopover(values) {
    const ids = await createTask(values);
    await start();
    await openListView("res.partner", {
        arch: `<list><field name="activity_ids" widget="list_activity"/></list>`,
        domain: [["id", "=", ids.partnerId]],
    });
    await click(".o-mail-ActivityButton");
    await contains(ITEM);
    return ids;
}

test("outcome buttons stand in for the tick", async () => {
    await openPopover({state: "today"});
    await contains(`${ITEM} ${BUTTON}`, {count: 4});
    expect(MARK_DONE).toHaveCount(0);
    expect(`${ITEM}-editbtn`).toHaveCount(1);
    expect(`${ITEM}-cancel`).toHaveCount(1);
});

test("without outcome buttons all is as in Odoo", async () => {
    await openPopover({outcome_buttons: [], state: "today"});
    await contains(MARK_DONE);
    expect(BUTTON).toHaveCount(0);
});

test("a press closes the popover and reloads the record", async () => {
    onPress();
    const {partnerId, taskId} = await openPopover({state: "today"});
    onRpc("res.partner", "web_read", ({args: [ids]}) => expect.step(`read ${ids}`));
    await click(buttonOf(DONE));
    await contains(ITEM, {count: 0});
    await expect.waitForSteps([`press 11 of ${taskId}`, `read ${partnerId}`]);
});

test("a press goes on when its confirmation closes the popover", async () => {
    onPress();
    const {partnerId, taskId} = await openPopover({state: "today"});
    onRpc("res.partner", "web_read", ({args: [ids]}) => expect.step(`read ${ids}`));
    await click(buttonOf(CLOSE_DEAL));
    await click(".modal-footer .btn-primary");
    await expect.waitForSteps([`press 14 of ${taskId}`, `read ${partnerId}`]);
    await contains(ITEM, {count: 0});
});
