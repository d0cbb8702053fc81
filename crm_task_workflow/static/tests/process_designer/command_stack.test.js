import {callPicture, callSteps, callWays, step} from "./picture_test_helpers";
import {describe, expect, test} from "@odoo/hoot";
import {
    diffPictures,
    emptyPatch,
    joinPatches,
    movePatch,
    newKey,
    pictureFrom,
    removalPatch,
} from "@crm_task_workflow/process_designer/model/picture";
import {CommandStack} from "@crm_task_workflow/process_designer/model/command_stack";

describe.current.tags("headless");

function stackOf(picture) {
    return new CommandStack(picture);
}

const MOVE = {steps: {call: {x: 300, y: 40}}, transitions: {}};

test("what was done is undone and done again", () => {
    const picture = callPicture();
    const stack = stackOf(picture);
    expect([stack.canUndo, stack.canRedo]).toEqual([false, false]);
    expect(stack.run(MOVE)).toBe(MOVE);
    expect(picture.steps.call.x).toBe(300);
    expect(stack.undo()).toEqual({steps: {call: {x: 260, y: 0}}, transitions: {}});
    expect(picture).toEqual(callPicture());
    expect([stack.canUndo, stack.canRedo]).toEqual([false, true]);
    stack.redo();
    expect(picture.steps.call.y).toBe(40);
    expect(stack.redo()).toBe(null);
});

test("a new step is taken back, and comes again with all that it had", () => {
    const picture = callPicture();
    const stack = stackOf(picture);
    stack.run({steps: {pause: step("pause", "timer", 10, 20)}, transitions: {}});
    picture.steps.pause.settings = {delay_count: 2};
    expect(stack.undo().steps).toEqual({pause: null});
    expect("pause" in picture.steps).toBe(false);
    expect(stack.redo().steps.pause.settings).toEqual({delay_count: 2});
});

test("a step goes with its ways and comes back with them", () => {
    const picture = callPicture();
    const stack = stackOf(picture);
    const patch = removalPatch(picture, ["call"]);
    expect(Object.keys(patch.transitions)).toEqual([
        "start>call",
        "call>end",
        "call>again:outcome:12",
    ]);
    stack.run(patch);
    expect(Object.keys(picture.transitions)).toEqual(["again>end"]);
    const back = stack.undo();
    expect(back.transitions["call>again:outcome:12"].branch).toBe("outcome:12");
    expect(Object.keys(picture.steps).sort()).toEqual(
        callSteps()
            .map(({key}) => key)
            .sort()
    );
    expect(picture.steps.call).toEqual(callPicture().steps.call);
});

test("doing something else forgets what was undone", () => {
    const stack = stackOf(callPicture());
    stack.run(MOVE);
    stack.undo();
    stack.run({steps: {end: {name: "Over"}}, transitions: {}});
    expect(stack.canRedo).toBe(false);
});

test("small steps in a row are undone as one", () => {
    const picture = callPicture();
    const stack = stackOf(picture);
    for (const x of [270, 280, 290]) {
        stack.run({steps: {call: {x, y: 0}}, transitions: {}}, "nudge call");
    }
    stack.undo();
    expect(picture.steps.call.x).toBe(260);
    expect(stack.canUndo).toBe(false);
});

test("nothing is nothing to undo", () => {
    const stack = stackOf(callPicture());
    stack.run(emptyPatch());
    stack.remember(emptyPatch());
    expect(stack.canUndo).toBe(false);
});

test("what was done in a form is undone like the rest", () => {
    const picture = callPicture();
    const stack = stackOf(picture);
    const before = callPicture();
    picture.steps.call.settings = {activity_type_id: 3};
    stack.remember(diffPictures(picture, before));
    expect(stack.undo().steps.call).toEqual({settings: {activity_type_id: 2}});
    expect(picture).toEqual(before);
});

test("what has gone meanwhile stays away", () => {
    const picture = callPicture();
    const stack = stackOf(picture);
    stack.run(MOVE);
    delete picture.steps.call;
    stack.undo();
    expect("call" in picture.steps).toBe(false);
});

test("the difference of two pictures", () => {
    const [before, after] = [callPicture(), callPicture()];
    delete after.transitions["again>end"];
    after.steps.end.name = "Over";
    after.steps.pause = step("pause", "timer");
    const patch = diffPictures(before, after);
    expect(patch.transitions).toEqual({"again>end": null});
    expect(patch.steps).toEqual({end: {name: "Over"}, pause: step("pause", "timer")});
    expect(diffPictures(before, callPicture())).toEqual(emptyPatch());
});

test("patches are joined, the later one wins", () => {
    const joined = joinPatches(MOVE, {
        steps: {call: {x: 1}, end: null},
        transitions: {},
    });
    expect(joined.steps).toEqual({call: {x: 1, y: 40}, end: null});
    expect(MOVE.steps.call.x).toBe(300);
});

test("what stays at its place isn't moved", () => {
    const patch = movePatch(callPicture(), {call: {x: 260, y: 0}, end: {x: 1, y: 2}});
    expect(patch.steps).toEqual({end: {x: 1, y: 2}});
});

test("keys are like those of the server", () => {
    expect(newKey()).toMatch(/^[0-9a-f]{12}$/u);
    expect(newKey()).not.toBe(newKey());
});

test("pictures are made of lists", () => {
    const picture = pictureFrom({steps: callSteps(), transitions: callWays()});
    expect(picture.transitions["start>call"].is_default).toBe(false);
});
