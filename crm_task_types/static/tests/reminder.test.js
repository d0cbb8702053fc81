import {
    click,
    contains,
    defineMailModels,
    start,
    startServer,
} from "@mail/../tests/mail_test_helpers";
import {expect, test} from "@odoo/hoot";
import {mockService} from "@web/../tests/web_test_helpers";

const POPUP = ".o_notification";

defineMailModels();

/** The server sends a reminder over the bus to a page that is open. */
async function remind(values) {
    const opened = [];
    mockService("action", {
        doAction: (action, options) => opened.push([action, options]),
        loadAction: async (xmlId) => ({xml_id: xmlId, res_model: "mail.activity"}),
    });
    const pyEnv = await startServer();
    await start();
    const [partner] = pyEnv["res.partner"].read(pyEnv.user.partner_id);
    pyEnv["bus.bus"]._sendone(partner, "crm_task/reminder", values);
    await contains(POPUP);
    return opened;
}

test("an open page shows the reminder of a task, and opens it", async () => {
    const opened = await remind({
        ids: [7],
        title: "Measure the roof",
        lines: ["3/18/26, 4:00 PM · <b>Acme</b>"],
    });
    expect(`${POPUP} .o_notification_content`).toHaveText(
        "Measure the roof.\n3/18/26, 4:00 PM · <b>Acme</b>"
    );
    await click(`${POPUP} .o_notification_buttons button`);
    await contains(POPUP, {count: 0});
    expect(opened).toEqual([
        [
            "crm_task_types.mail_activity_action_all",
            {viewType: "form", props: {resId: 7}},
        ],
    ]);
});

test("several tasks are one reminder, and are opened as a list", async () => {
    const opened = await remind({
        ids: [7, 8],
        title: "2 tasks wait for you",
        lines: ["Measure · 3/18/26", "Call · 3/18/26"],
    });
    await contains(POPUP, {count: 1});
    await contains(`${POPUP} .o_notification_content div`, {count: 2});
    await click(`${POPUP} .o_notification_buttons button`);
    await contains(POPUP, {count: 0});
    expect(opened[0][0]).toMatchObject({
        res_model: "mail.activity",
        domain: [["id", "in", [7, 8]]],
    });
});
