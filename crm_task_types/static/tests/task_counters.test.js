import {advanceTime, animationFrame, mockDate} from "@odoo/hoot-mock";
import {
    contains,
    mockService,
    mountView,
    patchWithCleanup,
    serverState,
} from "@web/../tests/web_test_helpers";
import {expect, test} from "@odoo/hoot";
import {queryAll, queryAllTexts, queryOne} from "@odoo/hoot-dom";
import {start, startServer} from "@mail/../tests/mail_test_helpers";
import {defineTaskModels} from "./task_test_helpers";
import {mailDataHelpers} from "@mail/../tests/mock_server/mail_mock_server";

const MENU = ".o_menu_systray";
const COUNT = ".o-crm-TaskCounters-count";
const MY_TASKS = "crm_task_types.mail_activity_action_my";
const TO_REVIEW = "crm_task_types.mail_activity_action_review";
const ARCHS = {
    list: `<list js_class="crm_task_list"><field name="summary"/></list>`,
    kanban: `<kanban js_class="crm_task_kanban"><templates><t t-name="card">
        <field name="summary"/>
    </t></templates></kanban>`,
    search: `<search>
        <filter name="mine" string="My Tasks" domain="[('user_id', '=', uid)]"/>
        <filter name="overdue" string="Overdue" domain="[('state', '=', 'overdue')]"/>
    </search>`,
};

defineTaskModels();

function makeCounter(name, count, values) {
    return {
        name,
        label: name,
        icon: "fa-clock-o",
        style: "danger",
        filters: ["mine", name],
        action: MY_TASKS,
        count,
        sales_count: count - 1,
        ...values,
    };
}

/** A server that counts; each count is a step. */
function serve(values) {
    const answer = {
        counters: [
            makeCounter("overdue", 1200),
            makeCounter("to_review", 1, {filters: ["to_review"], action: TO_REVIEW}),
        ],
        total: 1201,
        sales_total: 1199,
        next_seconds: false,
        is_apart: false,
        ...values,
    };
    patchWithCleanup(mailDataHelpers, {
        _process_request_for_internal_user(store, name) {
            super._process_request_for_internal_user(...arguments);
            if (["crm_task_counters", "systray_get_activities"].includes(name)) {
                expect.step(name);
                store.add({taskCounters: answer});
            }
        },
    });
    return answer;
}

/** Open the browser; the numbers come with those of Odoo. */
async function open() {
    await start();
    await expect.waitForSteps(["systray_get_activities"]);
    await animationFrame();
}

async function openActivityMenu() {
    await contains(`${MENU} i[aria-label=Activities]`).click();
    await expect.waitForSteps(["systray_get_activities"]);
    await animationFrame();
}

function stepActions() {
    mockService("action", {
        doAction(action, {additionalContext}) {
            expect.step([action, additionalContext]);
        },
    });
}

test("they stand in the menu of activities, and open their tasks", async () => {
    stepActions();
    serve();
    await open();
    await openActivityMenu();
    expect(queryAllTexts(COUNT)).toEqual(["1,200", "1"]);
    await contains("[data-counter=overdue]").click();
    expect.verifySteps([
        [
            MY_TASKS,
            {
                search_default_mine: 1,
                search_default_overdue: 1,
            },
        ],
    ]);
    expect(".o-crm-CounterMenu").toHaveCount(0);
});

test("CRM tasks counted apart have a menu of their own", async () => {
    stepActions();
    serve({is_apart: true});
    await open();
    expect(".o-crm-CounterMenu-total").toHaveText("1,199");
    await openActivityMenu();
    expect(COUNT).toHaveCount(0);
    await contains(".o-crm-CounterMenu").click();
    expect(queryAllTexts(COUNT)).toEqual(["1,199", "0"]);
    await contains("[data-counter=to_review]").click();
    // Counting again and opening the list wait for nobody
    expect.verifySteps(
        [
            "crm_task_counters",
            [
                TO_REVIEW,
                {
                    search_default_mine: 0,
                    search_default_to_review: 1,
                    search_default_sales: 1,
                },
            ],
        ],
        {ignoreOrder: true}
    );
});

test("several changes that the server tells of are counted once", async () => {
    const pyEnv = await startServer();
    const answer = serve();
    await open();
    await openActivityMenu();
    answer.counters = [makeCounter("overdue", 7)];
    const [partner] = pyEnv["res.partner"].read(serverState.partnerId);
    pyEnv["bus.bus"]._sendone(partner, "crm_task/recount", {});
    pyEnv["bus.bus"]._sendone(partner, "crm_task/recount", {});
    await expect.waitForSteps(["crm_task_counters"]);
    await animationFrame();
    expect(COUNT).toHaveText("7");
    await advanceTime(1000);
    expect.verifySteps([]);
});

test("they are right at the minute at which a task becomes overdue", async () => {
    mockDate("2024-03-11 11:59:00", 0);
    const answer = serve({next_seconds: 60});
    await open();
    await openActivityMenu();
    answer.counters = [makeCounter("overdue", 1201)];
    answer.next_seconds = false;
    await advanceTime(59000);
    expect.verifySteps([]);
    await advanceTime(2000);
    await animationFrame();
    expect(COUNT).toHaveText("1,201");
    expect.verifySteps(["crm_task_counters"]);
    await advanceTime(3600000);
    expect.verifySteps([]);
});

test("a page that is looked at again counts again", async () => {
    serve();
    await open();
    document.dispatchEvent(new Event("visibilitychange", {bubbles: true}));
    await expect.waitForSteps(["crm_task_counters"]);
});

async function mountTasks(type, context = {show_task_counters: 1}) {
    stepActions();
    serve();
    await open();
    await mountView({
        resModel: "mail.activity",
        type,
        arch: ARCHS[type],
        searchViewArch: ARCHS.search,
        context,
    });
    if (context.show_task_counters) {
        await expect.waitForSteps(["crm_task_counters"]);
        await animationFrame();
    }
}

for (const type of ["list", "kanban"]) {
    test(`cards above the ${type} filter it, and again show all`, async () => {
        await mountTasks(type);
        const card = ".o-crm-TaskCounterCards [data-counter=overdue]";
        expect(queryAllTexts(`.o-crm-TaskCounterCards ${COUNT}`)).toEqual([
            "1,200",
            "1",
        ]);
        await contains(card).click();
        await animationFrame();
        expect(card).toHaveAttribute("aria-pressed", "true");
        await contains(card).click();
        await animationFrame();
        expect(card).toHaveAttribute("aria-pressed", "false");
        await contains(".o-crm-TaskCounterCards [data-counter=to_review]").click();
        expect.verifySteps([
            [TO_REVIEW, {search_default_mine: 0, search_default_to_review: 1}],
        ]);
    });
}

test("other lists of tasks have no cards", async () => {
    await mountTasks("list", {});
    expect(".o_list_view").toHaveCount(1);
    expect(".o-crm-TaskCounterCards").toHaveCount(0);
});

test.tags("mobile");
test("on a phone the cards stand in one row, each as large as a finger", async () => {
    await mountTasks("kanban");
    const cards = queryAll(".o-crm-TaskCounterCards button");
    expect(Math.min(...cards.map((card) => card.offsetHeight))).toBeGreaterThan(43);
    expect(cards[0].offsetTop).toBe(cards[1].offsetTop);
    const row = queryOne(".o-crm-TaskCounterCards");
    expect(row.scrollWidth).toBe(row.clientWidth);
});
