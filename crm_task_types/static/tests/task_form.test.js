import {animationFrame, mockSendBeacon} from "@odoo/hoot-mock";
import {contains, hideTab, mountView, onRpc} from "@web/../tests/web_test_helpers";
import {expect, test} from "@odoo/hoot";
import {defineTaskModels} from "./task_test_helpers";
import {startServer} from "@mail/../tests/mail_test_helpers";
import {unload} from "@odoo/hoot-dom";

const SUMMARY = ".o_field_widget[name=summary]";

defineTaskModels();

async function openTask(values) {
    const pyEnv = await startServer();
    const resId = values && pyEnv["mail.activity"].create({summary: "Call", ...values});
    await mountView({
        type: "form",
        resModel: "mail.activity",
        resId,
        arch: `<form js_class="crm_task_form">
            <field name="can_write" invisible="1"/><field name="summary"/></form>`,
    });
}

test("who may change a task can type", async () => {
    await openTask({can_write: true});
    expect(`${SUMMARY} input`).toHaveValue("Call");
});

test("who may only read a task can't type", async () => {
    await openTask({can_write: false});
    expect(SUMMARY).toHaveText("Call");
    expect(`${SUMMARY} input`).toHaveCount(0);
});

test("a task that is being planned can be typed", async () => {
    await openTask();
    expect(`${SUMMARY} input`).toHaveCount(1);
});

async function leavePage() {
    mockSendBeacon(() => {
        expect.step("kept");
        return true;
    });
    onRpc("mail.activity", "web_save", () => expect.step("kept"));
    await openTask();
    return async () => {
        await unload();
        await animationFrame();
        await hideTab();
        await animationFrame();
    };
}

test("a new task that nobody has touched isn't kept when the page is left", async () => {
    const leave = await leavePage();
    await leave();
    expect.verifySteps([]);
});

test("a new task that somebody has typed is kept once when the page is left", async () => {
    const leave = await leavePage();
    await contains(`${SUMMARY} input`).edit("Call", {confirm: false});
    await leave();
    expect.verifySteps(["kept"]);
});
