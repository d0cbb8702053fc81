import {Component, xml} from "@odoo/owl";
import {advanceTime, mockDate} from "@odoo/hoot-mock";
import {destroy, expect, test} from "@odoo/hoot";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {mountWithCleanup} from "@web/../tests/web_test_helpers";
import {useEveryMinute} from "@crm_task_types/task_facts/minute_hook";

defineMailModels();

test("calls at full minutes, and not after the component has gone", async () => {
    mockDate("2024-03-11 12:00:40", 0);
    class Clock extends Component {
        static template = xml`<div/>`;
        static props = [];

        setup() {
            useEveryMinute(() => expect.step("minute"));
        }
    }
    const clock = await mountWithCleanup(Clock);
    await advanceTime(18000);
    expect.verifySteps([]);
    await advanceTime(2200);
    expect.verifySteps(["minute"]);
    await advanceTime(60000);
    expect.verifySteps(["minute"]);
    destroy(clock);
    await advanceTime(120000);
    expect.verifySteps([]);
});
