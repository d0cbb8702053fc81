import {
    BUTTON,
    CLOSE_DEAL,
    DONE,
    buttonOf,
    createTask,
    defineOutcomeModels,
    onPress,
} from "./outcome_test_helpers";
import {MockServer, onRpc} from "@web/../tests/web_test_helpers";
import {click, contains, openListView, start} from "@mail/../tests/mail_test_helpers";
import {expect, test} from "@odoo/hoot";
import {CrmLead} from "@crm/../tests/mock_server/mock_models/crm_lead";

const ITEM = ".o-mail-ActivityListPopoverItem";
const MARK_DONE = `${ITEM}-markAsDone`;

defineOutcomeModels(CrmLead);

async function openPopover(values) {
    const ids = await createTask({state: "today", ...values});
    await start();
    await openListView(values?.res_model ?? "res.partner", {
        arch: `<list><field name="activity_ids" widget="list_activity"/></list>`,
        domain: [["id", "=", ids.documentId]],
    });
    await click(".o-mail-ActivityButton");
    await contains(ITEM);
    return ids;
}

test("outcome buttons stand in for the tick", async () => {
    await openPopover();
    await contains(`${ITEM} ${BUTTON}`, {count: 4});
    expect(MARK_DONE).toHaveCount(0);
    expect(`${ITEM}-editbtn`).toHaveCount(1);
    expect(`${ITEM}-cancel`).toHaveCount(1);
});

test("without outcome buttons all is as in Odoo", async () => {
    await openPopover({outcome_buttons: []});
    await contains(MARK_DONE);
    expect(BUTTON).toHaveCount(0);
});

test("a press closes the popover and reloads the record", async () => {
    onPress();
    const {documentId, taskId} = await openPopover();
    onRpc("res.partner", "web_read", ({args: [ids]}) => expect.step(`read ${ids}`));
    await click(buttonOf(DONE));
    await contains(ITEM, {count: 0});
    await expect.waitForSteps([`press 11 of ${taskId}`, `read ${documentId}`]);
});

test("a press goes on when its confirmation closes the popover", async () => {
    onPress();
    const {documentId, taskId} = await openPopover();
    onRpc("res.partner", "web_read", ({args: [ids]}) => expect.step(`read ${ids}`));
    await click(buttonOf(CLOSE_DEAL));
    await click(".modal-footer .btn-primary");
    await expect.waitForSteps([`press 14 of ${taskId}`, `read ${documentId}`]);
    await contains(ITEM, {count: 0});
});

test("leads are searched anew, as a press may have moved or closed them", async () => {
    onPress((closeTask) => {
        const leads = MockServer.env["crm.lead"];
        leads.write(leads.search([]), {active: false});
        return closeTask();
    });
    const {taskId} = await openPopover({res_model: "crm.lead"});
    expect(".o_data_row").toHaveCount(1);
    await click(buttonOf(CLOSE_DEAL));
    await click(".modal-footer .btn-primary");
    await contains(".o_data_row", {count: 0});
    expect.verifySteps([`press 14 of ${taskId}`]);
});
