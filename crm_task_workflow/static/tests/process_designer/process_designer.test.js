import {CALL, VISIT, palette, step, way} from "./picture_test_helpers";
import {
    CANVAS,
    act,
    block,
    item,
    mountDesigner,
    port,
    settle,
} from "./designer_test_helpers";
import {
    click,
    drag,
    keyDown,
    manuallyDispatchProgrammaticEvent,
    pointerDown,
    press,
    queryAll,
    queryAllTexts,
    queryFirst,
    queryOne,
    queryRect,
} from "@odoo/hoot-dom";
import {contains, patchWithCleanup} from "@web/../tests/web_test_helpers";
import {describe, expect, test} from "@odoo/hoot";
import {ProcessBlock} from "@crm_task_workflow/process_designer/process_block/process_block";
import {animationFrame} from "@odoo/hoot-mock";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {onRendered} from "@odoo/owl";

describe.current.tags("desktop");
defineMailModels();

test("the palette has every kind and every task type", async () => {
    await mountDesigner();
    expect(queryAllTexts(".o-crm-ProcessPalette-item")).toEqual([
        "Start",
        "Condition",
        "Server action",
        "End",
        "Call",
        "Visit",
    ]);
    expect(`${item("type:2")} i`).toHaveClass("fa-phone");
    await contains(".o-crm-ProcessPalette input").edit("vis", {confirm: false});
    await animationFrame();
    expect(queryAllTexts(".o-crm-ProcessPalette-item")).toEqual(["Visit"]);
});

test("a type that was made meanwhile is there when one comes back", async () => {
    const values = {palette: palette([CALL])};
    await mountDesigner(values);
    expect(item("type:3")).toHaveCount(0);
    values.palette.types.push(VISIT);
    await manuallyDispatchProgrammaticEvent(window, "focus");
    await animationFrame();
    expect(item("type:3")).toHaveCount(1);
});

test("blocks show name, icon and what is wrong", async () => {
    await mountDesigner({
        problems: [
            {level: "warning", message: "Hm", step_key: "call", step_id: 2},
            {level: "error", message: "Oh", step_key: "call", step_id: 2},
        ],
    });
    expect(queryAllTexts(".o-crm-ProcessBlock-name")).toEqual([
        "start",
        "call",
        "again",
        "end",
    ]);
    expect(`${block("call")} .o-crm-ProcessBlock-head i:first`).toHaveClass("fa-phone");
    expect(".o-crm-ProcessBlock-problem").toHaveCount(1);
    expect(".o-crm-ProcessBlock-problem").toHaveAttribute("title", "Hm\nOh");
    expect(".o-crm-ProcessToolbar-problems").toHaveText("2 to look at");
    await contains(".o-crm-ProcessToolbar-problems").click();
    await contains(".o-dropdown-item:contains(Oh)").click();
    expect(block("call")).toHaveClass("o-crm-ProcessBlock-selected");
});

test("an item that is pressed comes after the selected block", async () => {
    const {store, saves} = await mountDesigner({steps: [], transitions: []});
    expect(".o-crm-ProcessDesigner-hint").toHaveCount(1);
    await click(item("kind:start"));
    await settle(store);
    await click(item("type:2"));
    await settle(store);
    await click(item("kind:end"));
    await settle(store);
    expect(queryAllTexts(".o-crm-ProcessBlock-name")).toEqual(["Start", "Call", "End"]);
    expect(".o-crm-ProcessWay").toHaveCount(2);
    const [call] = Object.values(saves[1].steps);
    expect(call.settings).toEqual({activity_type_id: 2});
    const [last] = Object.values(saves[2].transitions);
    expect(last.is_default).toBe(true);
    expect.verifySteps(["save", "save", "save"]);
});

test("an item is dragged to its place", async () => {
    const {store, saves} = await mountDesigner({steps: [], transitions: []});
    const {drop, moveTo} = await drag(item("type:3"));
    await moveTo(CANVAS);
    await animationFrame();
    expect(".o-crm-ProcessPalette-ghost").toHaveText("Visit");
    await drop();
    await settle(store);
    expect(".o-crm-ProcessPalette-ghost").toHaveCount(0);
    expect(queryAllTexts(".o-crm-ProcessBlock-name")).toEqual(["Visit"]);
    expect(Object.values(saves[0].steps)[0].kind).toBe("task");
    expect.verifySteps(["save"]);
});

test("a way is dragged from the port of an outcome", async () => {
    const {store, picture} = await mountDesigner();
    const {drop} = await drag(port("call", "outcome:11"));
    await drop(`${block("again")} .o-crm-ProcessBlock-head`);
    await settle(store);
    const drawn = Object.values(picture().transitions).at(-1);
    expect([drawn.origin, drawn.branch, drawn.target]).toEqual([
        "call",
        "outcome:11",
        "again",
    ]);
    expect(".o-crm-ProcessWay").toHaveCount(5);
    await click(act("undo"));
    await settle(store);
    expect(".o-crm-ProcessWay").toHaveCount(4);
    expect.verifySteps(["save", "save"]);
});

test("a way is drawn with the keyboard", async () => {
    const {store, picture} = await mountDesigner();
    queryOne(port("again", "outcome:12")).focus();
    await press("Enter");
    await animationFrame();
    expect(".o-crm-ProcessWay-draft").toHaveCount(1);
    queryOne(block("end")).focus();
    await press("Enter");
    await settle(store);
    expect(".o-crm-ProcessWay-draft").toHaveCount(0);
    expect(Object.values(picture().transitions).at(-1).branch).toBe("outcome:12");
    expect.verifySteps(["save"]);
});

test("a block is dragged, only it is drawn again, and it is undone", async () => {
    const rendered = [];
    patchWithCleanup(ProcessBlock.prototype, {
        setup() {
            super.setup();
            onRendered(() => rendered.push(this.props.stepKey));
        },
    });
    const {store, saves, picture} = await mountDesigner();
    rendered.length = 0;
    const rect = queryRect(block("end"));
    const {drop, moveTo} = await drag(block("end"));
    await animationFrame();
    rendered.length = 0;
    await moveTo(CANVAS, {position: {x: 60, y: 60}, relative: true});
    await animationFrame();
    expect(new Set(rendered)).toEqual(new Set(["end"]));
    expect(queryRect(block("end")).x).toBeLessThan(rect.x);
    await drop();
    await settle(store);
    expect(Object.keys(saves[0].steps)).toEqual(["end"]);
    expect(Object.keys(saves[0].steps.end)).toEqual(["x", "y"]);
    await press(["Control", "z"]);
    queryOne(block("end")).focus();
    await press(["Control", "z"]);
    await settle(store);
    expect(picture().steps.end.x).toBe(520);
    expect(queryFirst(".o_dialog")).toBe(null);
    expect.verifySteps(["save", "save"]);
});

test("a rubber band and shift select several blocks, which move together", async () => {
    const {store, saves} = await mountDesigner();
    const {drop} = await drag(CANVAS, {position: {x: 3, y: 3}, relative: true});
    const {width, height} = queryRect(CANVAS);
    await drop(CANVAS, {position: {x: width - 3, y: height - 3}, relative: true});
    await animationFrame();
    expect(".o-crm-ProcessBlock-selected").toHaveCount(4);
    await keyDown("Shift");
    await pointerDown(`${block("end")} .o-crm-ProcessBlock-head`);
    await animationFrame();
    expect(".o-crm-ProcessBlock-selected").toHaveCount(3);
    queryOne(block("call")).focus();
    await press("ArrowDown");
    await press("ArrowDown");
    await settle(store);
    expect(Object.keys(saves.at(-1).steps).sort()).toEqual(["again", "call", "start"]);
    expect.verifySteps(["save", "save"]);
});

test("deleting takes the ways along, and undo brings all back", async () => {
    const {store, picture} = await mountDesigner();
    queryOne(block("call")).focus();
    await press("ArrowDown");
    await press("Delete");
    await settle(store);
    expect(block("call")).toHaveCount(0);
    expect(".o-crm-ProcessWay").toHaveCount(1);
    await click(act("undo"));
    await settle(store);
    expect(block("call")).toHaveCount(1);
    expect(".o-crm-ProcessWay").toHaveCount(4);
    expect(picture().steps.call.settings).toEqual({activity_type_id: 2});
    await click(act("redo"));
    await settle(store);
    expect(block("call")).toHaveCount(0);
    expect.verifySteps(["save", "save", "save", "save"]);
});

test("a way is deleted", async () => {
    const {store} = await mountDesigner();
    queryOne('[data-way="call>end"]').focus();
    await press("Delete");
    await settle(store);
    expect('[data-way="call>end"]').toHaveCount(0);
    expect.verifySteps(["save"]);
});

test("a block is renamed on its place", async () => {
    const {store, picture} = await mountDesigner();
    queryOne(block("call")).focus();
    await press("ArrowDown");
    await press("F2");
    await animationFrame();
    await contains(`${block("call")} input`).edit("Ring them", {confirm: "Enter"});
    await settle(store);
    expect(`${block("call")} .o-crm-ProcessBlock-name`).toHaveText("Ring them");
    expect(picture().steps.call.name).toBe("Ring them");
    expect.verifySteps(["save", "save"]);
});

test("of sixty blocks only the one that moves is drawn again", async () => {
    const rendered = [];
    patchWithCleanup(ProcessBlock.prototype, {
        setup() {
            super.setup();
            onRendered(() => rendered.push(this.props.stepKey));
        },
    });
    const steps = [...Array(60).keys()].map((index) =>
        step(`s${index}`, "task", (index % 10) * 220, Math.floor(index / 10) * 120)
    );
    const transitions = steps.slice(1).map(({key}, index) => way(`s${index}>${key}`));
    const {store} = await mountDesigner({steps, transitions});
    expect(".o-crm-ProcessBlock").toHaveCount(60);
    const {drop, moveTo} = await drag(block("s33"));
    await animationFrame();
    rendered.length = 0;
    await moveTo(CANVAS, {position: {x: 5, y: 5}, relative: true});
    await animationFrame();
    expect(new Set(rendered)).toEqual(new Set(["s33"]));
    await drop();
    await settle(store);
    expect.verifySteps(["save"]);
});

test("zoom, fit and arrange", async () => {
    const {store} = await mountDesigner();
    const {scale} = store.board.view;
    await click(act("zoomIn"));
    await animationFrame();
    expect(store.board.view.scale).toBeGreaterThan(scale);
    await click(act("fit"));
    await animationFrame();
    expect(store.board.view.scale).toBe(scale);
    await click(act("arrange"));
    await settle(store);
    expect(store.picture.steps.end.x).toBeGreaterThan(store.picture.steps.again.x);
    expect.verifySteps(["save"]);
});

test("what was never placed is arranged, and saved with the first change", async () => {
    const {store, saves} = await mountDesigner({
        steps: [step("start", "start"), step("call"), step("end", "end")],
        transitions: [way("start>call"), way("call>end")],
    });
    expect(store.picture.steps.call.x).toBeGreaterThan(100);
    expect.verifySteps([]);
    queryOne('[data-way="call>end"]').focus();
    await press("Delete");
    await settle(store);
    expect(Object.keys(saves[0].steps)).toEqual(["call", "end"]);
    expect.verifySteps(["save"]);
});

test("who may not draw only looks", async () => {
    await mountDesigner({can_write: false});
    expect(".o-crm-ProcessPalette").toHaveCount(0);
    expect(act("undo")).toHaveCount(0);
    expect(act("fit")).toHaveCount(1);
    expect(`${port("call", "default")}:disabled`).toHaveCount(1);
    queryOne(block("call")).focus();
    await press("Delete");
    await animationFrame();
    expect(queryAll(".o-crm-ProcessBlock")).toHaveLength(4);
});
