import {MailActivity, defineOutcomeModels} from "../outcome_test_helpers";
import {NAME, PROGRESS, serve} from "./queue_test_helpers";
import {
    contains,
    getService,
    mountWithCleanup,
    onRpc,
} from "@web/../tests/web_test_helpers";
import {expect, test} from "@odoo/hoot";
import {WebClient} from "@web/webclient/webclient";
import {mockDate} from "@odoo/hoot-mock";

defineOutcomeModels();

const MENU = ".o_cp_action_menus .fa-cog";
const ITEM = ".o-crm-WorkThroughMenu";

async function openTasks(view, resModel = "mail.activity") {
    mockDate("2024-03-11 12:00:00", 0);
    MailActivity._views = {
        list: `<list><field name="summary"/></list>`,
        kanban: `<kanban><t t-name="card"><field name="summary"/></t></kanban>`,
        search: `<search>
            <filter name="urgent" string="Urgent" domain="[('priority', '=', '2')]"/>
        </search>`,
    };
    await mountWithCleanup(WebClient);
    await getService("action").doAction({
        type: "ir.actions.act_window",
        name: "Tasks",
        res_model: resModel,
        views: [[false, view]],
        domain: [["active", "=", true]],
        context: {search_default_urgent: 1},
    });
}

for (const view of ["list", "kanban"]) {
    test(`all that a ${view} shows is worked through`, async () => {
        serve({1: {}, 2: {}});
        onRpc("mail.activity", "action_work_through_list", ({args: [domain]}) => {
            expect.step(JSON.stringify(domain));
            return {
                type: "ir.actions.client",
                tag: "crm_task_work_queue",
                params: {task_ids: [2, 1]},
            };
        });
        await openTasks(view);
        await contains(MENU).click();
        await contains(ITEM).click();
        expect(NAME).toHaveText("Task 2");
        expect(PROGRESS).toHaveText("1 of 2");
        expect.verifySteps([
            `["&",["active","=",true],["priority","=","2"]]`,
            "cards 2,1",
        ]);
    });
}

test("other lists are not worked through", async () => {
    await openTasks("list", "res.partner");
    if (document.querySelector(MENU)) {
        await contains(MENU).click();
    }
    expect(ITEM).toHaveCount(0);
});
