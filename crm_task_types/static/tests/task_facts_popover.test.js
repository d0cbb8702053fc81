import {
    click,
    contains,
    openListView,
    start,
    startServer,
} from "@mail/../tests/mail_test_helpers";
import {expect, test} from "@odoo/hoot";
import {defineTaskModels} from "./task_test_helpers";
import {mockDate} from "@odoo/hoot-mock";

const ITEM = ".o-mail-ActivityListPopoverItem";

defineTaskModels();

test("the list of a record's activities shows the facts of its tasks", async () => {
    mockDate("2024-03-11 12:00:00", 0);
    const pyEnv = await startServer();
    const partnerId = pyEnv["res.partner"].create({name: "Azure Interior"});
    const common = {
        can_write: true,
        date_deadline: "2024-03-11",
        res_id: partnerId,
        res_model: "res.partner",
    };
    const taskIds = pyEnv["mail.activity"].create([
        {
            ...common,
            summary: "Call back",
            date_start: "2024-03-11 09:30:00",
            date_due: "2024-03-11 10:00:00",
            duration_hours: 0.5,
            priority: "1",
            state: "overdue",
            checklist: [
                {id: 7, name: "Ladder", isDone: false, canTick: true},
                {id: 8, name: "Camera", isDone: true, canTick: true},
            ],
        },
        {...common, summary: "Plain to-do", state: "today"},
    ]);
    pyEnv["res.partner"].write([partnerId], {activity_ids: taskIds});
    await start();
    await openListView("res.partner", {
        arch: `<list><field name="activity_ids" widget="list_activity"/></list>`,
        domain: [["id", "=", partnerId]],
    });
    await click(".o-mail-ActivityButton");
    await contains(ITEM, {count: 2});
    await contains(".o-crm-TaskFacts");
    expect(`${ITEM}:contains(Call back) .o-crm-TaskFacts-time`).toHaveText(
        /^Today 9:30\sAM – 10:00\sAM · overdue by 2 h$/
    );
    expect(`${ITEM}:contains(Call back) .o-crm-TaskFacts-duration`).toHaveText(
        "0:30 h"
    );
    expect(`${ITEM}:contains(Call back) .o-crm-TaskFacts-priority`).toHaveText(
        "High priority"
    );
    expect(`${ITEM}:contains(Plain to-do) .o-crm-TaskFacts`).toHaveCount(0);
    await click(`${ITEM} .o-crm-TaskChecklist-toggle:contains("1/2")`);
    await contains(`${ITEM} .o-crm-TaskChecklist input:enabled`, {count: 2});
});
