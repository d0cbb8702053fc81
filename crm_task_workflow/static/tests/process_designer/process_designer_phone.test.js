import {CANVAS, block, item, mountDesigner, settle} from "./designer_test_helpers";
import {describe, expect, test} from "@odoo/hoot";
import {animationFrame} from "@odoo/hoot-mock";
import {click, manuallyDispatchProgrammaticEvent, queryFirst} from "@odoo/hoot-dom";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";

describe.current.tags("mobile");
defineMailModels();

test("the palette lies on the picture and goes when something was picked", async () => {
    const {store} = await mountDesigner();
    expect(block("call")).toHaveCount(1);
    expect(item("kind:end")).toHaveCount(0);
    await click(".o-crm-ProcessPalette button");
    await animationFrame();
    await click(item("kind:end"));
    await settle(store);
    expect(item("kind:end")).toHaveCount(0);
    expect(".o-crm-ProcessBlock").toHaveCount(5);
    expect.verifySteps(["save"]);
});

const finger = (type, pointerId, clientX, clientY) =>
    manuallyDispatchProgrammaticEvent(
        type === "pointerdown" ? queryFirst(CANVAS) : window,
        type,
        {pointerId, pointerType: "touch", clientX, clientY, button: 0, bubbles: true}
    );

test("two fingers zoom", async () => {
    const {store} = await mountDesigner();
    const before = {...store.board.view};
    await finger("pointerdown", 1, 100, 200);
    await finger("pointerdown", 2, 140, 200);
    await finger("pointermove", 2, 180, 200);
    await animationFrame();
    const {scale} = store.board.view;
    expect(scale).toBeCloseTo(before.scale * 2);
    // One of them is up: the other one doesn't zoom any more
    await finger("pointerup", 1, 100, 200);
    await finger("pointermove", 2, 260, 200);
    expect(store.board.view.scale).toBe(scale);
});

test("two fingers move", async () => {
    const {store} = await mountDesigner();
    const {x, y, scale} = store.board.view;
    await finger("pointerdown", 1, 100, 200);
    await finger("pointerdown", 2, 140, 200);
    await finger("pointermove", 1, 130, 250);
    await finger("pointermove", 2, 170, 250);
    await finger("pointerup", 1, 130, 250);
    await finger("pointerup", 2, 170, 250);
    expect(store.board.view.scale).toBeCloseTo(scale);
    expect(store.board.view.x).toBeCloseTo(x + 30);
    expect(store.board.view.y).toBeCloseTo(y + 50);
});
