import {
    MockServer,
    defineModels,
    fields,
    getService,
    models,
    onRpc,
} from "@web/../tests/web_test_helpers";
import {beforeEach, expect, test} from "@odoo/hoot";
import {
    click,
    contains,
    insertText,
    openListView,
    start,
    startServer,
} from "@mail/../tests/mail_test_helpers";
import {defineTaskModels, openChatterWithTask} from "./task_test_helpers";

const TASK = ".o-mail-Activity";
const ITEM = ".o-mail-ActivityListPopoverItem";
const CHATTER_CANCEL = `${TASK} button:contains(Cancel)`;
const POPOVER_CANCEL = `${ITEM}-cancel`;
const DIALOG = ".o_dialog";

class CrmTaskCancel extends models.Model {
    _name = "crm.task.cancel";
    _views = {
        form: `
            <form>
                <field name="reason"/>
                <footer>
                    <button name="action_cancel_tasks" type="object" string="Cancel Task"/>
                    <button special="cancel" string="Keep It"/>
                </footer>
            </form>`,
    };

    reason = fields.Char();
}

defineTaskModels();
defineModels([CrmTaskCancel]);

/** As the server does: what is cancelled is closed, and isn't shown any more. */
function close(ids) {
    const {env} = MockServer;
    const [task] = env["mail.activity"].browse(ids);
    env["mail.activity"].write(ids, {active: false});
    env[task.res_model].write([task.res_id], {activity_ids: ids.map((id) => [3, id])});
}

beforeEach(() => {
    onRpc("mail.activity", "unlink", ({args: [ids]}) => {
        expect.step("cancelled");
        close(ids);
        return true;
    });
    onRpc("mail.activity", "action_cancel", () => {
        expect.step("asked");
        return {
            type: "ir.actions.act_window",
            name: "Why is it cancelled?",
            res_model: "crm.task.cancel",
            views: [[false, "form"]],
            target: "new",
        };
    });
    onRpc("crm.task.cancel", "action_cancel_tasks", ({args: [[id]]}) => {
        const [{reason}] = MockServer.env["crm.task.cancel"].browse(id);
        expect.step(`cancelled: ${reason}`);
        close(MockServer.env["mail.activity"].search([]));
        return {type: "ir.actions.act_window_close", infos: {cancelled: true}};
    });
});

async function openPopover() {
    const pyEnv = await startServer();
    const partnerId = pyEnv["res.partner"].create({name: "Azure Interior"});
    const taskId = pyEnv["mail.activity"].create({
        can_write: true,
        res_id: partnerId,
        res_model: "res.partner",
    });
    pyEnv["res.partner"].write([partnerId], {activity_ids: [taskId]});
    await start();
    await openListView("res.partner", {
        arch: `<list><field name="activity_ids" widget="list_activity"/></list>`,
        domain: [["id", "=", partnerId]],
    });
    await click(".o-mail-ActivityButton");
    await contains(ITEM);
}

/** As Settings say. */
function askForReasons() {
    getService("mail.store").asksCancelReason = true;
}

async function giveReason() {
    await insertText(`${DIALOG} [name=reason] input`, "Bought elsewhere");
    await click(`${DIALOG} footer button:contains(Cancel Task)`);
    await contains(DIALOG, {count: 0});
}

test("Cancel in the chatter", async () => {
    await openChatterWithTask({});
    await click(CHATTER_CANCEL);
    await contains(TASK, {count: 0});
    expect.verifySteps(["cancelled"]);
});

test("Cancel in the chatter asks for the reason", async () => {
    await openChatterWithTask({});
    askForReasons();
    await click(CHATTER_CANCEL);
    await giveReason();
    await contains(TASK, {count: 0});
    expect.verifySteps(["asked", "cancelled: Bought elsewhere"]);
});

test("a task is kept in the chatter without a reason", async () => {
    await openChatterWithTask({});
    askForReasons();
    await click(CHATTER_CANCEL);
    await click(`${DIALOG} footer button:contains(Keep It)`);
    await contains(DIALOG, {count: 0});
    await contains(TASK);
    expect.verifySteps(["asked"]);
});

test("Cancel in the popover", async () => {
    await openPopover();
    await click(POPOVER_CANCEL);
    await contains(ITEM, {count: 0});
    expect.verifySteps(["cancelled"]);
});

test("Cancel in the popover asks for the reason", async () => {
    await openPopover();
    askForReasons();
    await click(POPOVER_CANCEL);
    await giveReason();
    await contains(ITEM, {count: 0});
    await contains(".o-mail-ActivityButton i.fa-clock-o");
    expect.verifySteps(["asked", "cancelled: Bought elsewhere"]);
});

test("a task is kept in the popover without a reason", async () => {
    await openPopover();
    askForReasons();
    await click(POPOVER_CANCEL);
    await click(`${DIALOG} footer button:contains(Keep It)`);
    await contains(DIALOG, {count: 0});
    expect.verifySteps(["asked"]);
    expect(
        MockServer.env["mail.activity"].search([["active", "=", true]])
    ).toHaveLength(1);
});
