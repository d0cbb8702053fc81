import {
    contains,
    getService,
    mountWithCleanup,
    onRpc,
} from "@web/../tests/web_test_helpers";
import {describe, expect, test} from "@odoo/hoot";
import {designerData, way} from "./picture_test_helpers";
import {ProcessSimulation} from "@crm_task_workflow/process_designer/process_simulation/process_simulation";
import {WebClient} from "@web/webclient/webclient";
import {animationFrame, mockDate} from "@odoo/hoot-mock";
import {block} from "./designer_test_helpers";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {queryAll, queryAllTexts} from "@odoo/hoot-dom";

describe.current.tags("desktop");
defineMailModels();

async function mountMonitor() {
    const nothing = {waiting: 0, error: 0, passed: 0, median_seconds: 0};
    onRpc("crm.task.process.version", "get_picture", () => ({
        ...designerData(),
        process: "First call",
        model: "res.partner",
        versions: [{id: 5, number: 1, display_name: "First call, version 1"}],
    }));
    onRpc("crm.task.process.version", "get_monitor", ({kwargs}) => {
        expect.step(`count since ${kwargs.date_from ? "a day" : "ever"}`);
        return {
            steps: {
                start: nothing,
                call: {waiting: 3, error: 1, passed: 7, median_seconds: 7500},
            },
        };
    });
    await mountWithCleanup(WebClient);
    await getService("action").doAction({
        type: "ir.actions.client",
        tag: "crm_task_process_monitor",
        context: {active_id: 5},
    });
    await animationFrame();
}

test("the monitor counts at each block", async () => {
    await mountMonitor();
    expect(queryAllTexts(`${block("call")} [data-count]`)).toEqual([
        "3",
        "1",
        "7",
        "2h",
    ]);
    expect(`${block("start")} [data-count]`).toHaveCount(0);
    await contains("select[name=period]").select("7");
    await animationFrame();
    expect.verifySteps(["count since ever", "count since a day"]);
});

test("the monitor counts from one day to another", async () => {
    mockDate("2026-03-18 12:00:00", +1);
    await mountMonitor();
    onRpc("crm.task.process.version", "get_monitor", ({kwargs}) => {
        expect.step(`${kwargs.date_from} – ${kwargs.date_to}`);
        return {steps: {}};
    });
    await contains("select[name=period]").select("-1");
    const [from, until] = queryAll(".o-crm-ProcessMonitor-days input");
    await contains(from).edit("03/02/2026");
    await contains(until).edit("03/03/2026");
    await animationFrame();
    expect.verifySteps([
        "count since ever",
        "false – false",
        "2026-03-01 23:00:00 – false",
        "2026-03-01 23:00:00 – 2026-03-03 23:00:00",
    ]);
});

test("a block of the monitor leads to its runs", async () => {
    onRpc("crm.task.process.version", "open_step", ({args}) => {
        expect.step(args.slice(1).join());
        return {type: "ir.actions.act_window_close"};
    });
    await mountMonitor();
    await contains(`${block("call")} .o-crm-ProcessBlock-head`).click();
    expect(queryAllTexts(".o-crm-ProcessMonitor-step [data-fact] b")).toEqual([
        "3",
        "1",
        "7",
    ]);
    await contains("[data-fact=error] [data-open=documents]").click();
    await animationFrame();
    expect.verifySteps(["count since ever", "call,error,true"]);
});

test("a simulation asks for answers and shows the way", async () => {
    const path = [
        {kind: "passed", step_key: "start", transition_key: "start>call"},
        {kind: "passed", step_key: "call", transition_key: "call>again:outcome:12"},
    ];
    const outcomes = [
        {id: 11, name: "Done"},
        {id: 12, name: "No answer"},
    ];
    onRpc("crm.task.process", "simulate", ({args}) => {
        const [, , answers, {budget = "-"}, isDefault] = args;
        expect.step(`${JSON.stringify(answers)} ${isDefault} ${budget}`);
        const asks = {
            step_key: "call",
            step_name: "call",
            branches: ["timeout"],
            outcomes,
        };
        return {
            state: answers.length ? "done" : "running",
            path: path.slice(0, answers.length + 1),
            tasks: [],
            changes: [{field: "priority", label: "Priority", old: "0", new: "2"}],
            mails: [],
            actions: answers.length ? ["Tell the world"] : [],
            waiting: [],
            next: answers.length ? false : asks,
        };
    });
    const picture = designerData({
        transitions: [way("start>call"), way("call>again:outcome:12")],
    });
    const variables = [{id: 1, code: "budget", name: "Budget", default: "5"}];
    await mountWithCleanup(ProcessSimulation, {
        props: {
            action: {params: {process_id: 1, model: "res.partner", picture, variables}},
        },
    });
    const partner = ".o-crm-ProcessSimulation-record input";
    await contains(partner).click();
    await contains(".o-autocomplete--dropdown-item:first").click();
    await animationFrame();
    expect(queryAllTexts("[data-answer]")).toEqual([
        "Done",
        "No answer",
        "Not done in time",
    ]);
    await contains("[data-answer='12']").click();
    await animationFrame();
    expect(".o-crm-ProcessWay-taken").toHaveCount(2);
    expect("section[name=changes]").toHaveText(/Priority/u);
    expect("section[name=actions]").toHaveText(/Tell the world/u);
    await contains("button[name=take_back]").click();
    expect("section[name=actions]").toHaveCount(0);
    expect(".o-crm-ProcessWay-taken").toHaveCount(1);
    await contains("input[name=always_default]").click();
    await contains("[data-variable=budget]").edit("900", {confirm: "blur"});
    expect.verifySteps([
        "[] false -",
        "[12] false -",
        "[] false -",
        "[] true -",
        "[] true 900",
    ]);
});
