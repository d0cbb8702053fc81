import {TYPES, callPicture, step, way} from "./picture_test_helpers";
import {
    WIDTH,
    boundsOf,
    fitView,
    freePlace,
    heightOf,
    stepsWithin,
    wayCurve,
    zoomView,
} from "@crm_task_workflow/process_designer/model/geometry";
import {
    arrange,
    isHeap,
    layersOf,
    withoutLoops,
} from "@crm_task_workflow/process_designer/model/layout";
import {describe, expect, test} from "@odoo/hoot";
import {pictureFrom} from "@crm_task_workflow/process_designer/model/picture";
import {portsOf} from "@crm_task_workflow/process_designer/model/ports";

describe.current.tags("headless");

function overlaps(positions, {steps}) {
    const placed = Object.entries(positions).map(([key, place]) => ({
        ...steps[key],
        ...place,
    }));
    return placed.filter((one) => {
        const box = {
            left: one.x,
            top: one.y,
            right: one.x + WIDTH,
            bottom: one.y + heightOf(one),
        };
        return stepsWithin(placed, box).length > 1;
    });
}

test("each step stands right of those that lead to it", () => {
    expect(layersOf(callPicture())).toEqual({start: 0, call: 1, again: 2, end: 3});
});

test("a way back doesn't count", () => {
    const picture = callPicture();
    picture.transitions.back = way("again>call", {key: "back"});
    expect(withoutLoops(picture).map(({key}) => key)).not.toInclude("back");
    expect(layersOf(picture).call).toBe(1);
});

test("a step that leads to itself is no trouble", () => {
    const picture = callPicture();
    picture.transitions.self = way("call>call", {key: "self"});
    expect(layersOf(picture).call).toBe(1);
});

test("arranged steps stand in columns and not on one another", () => {
    const picture = callPicture();
    const positions = arrange(picture);
    expect(positions.start).toEqual({x: 0, y: 0});
    expect(positions.call.x).toBeGreaterThan(positions.start.x + WIDTH);
    expect(overlaps(positions, picture)).toEqual([]);
});

test("sixty steps are arranged without overlaps, in no time", () => {
    const steps = [step("s0", "start")];
    const transitions = [];
    for (let index = 1; index < 60; index++) {
        steps.push(step(`s${index}`));
        transitions.push(way(`s${Math.floor((index - 1) / 2)}>s${index}`));
        transitions.push(way(`s${index}>s${Math.max(1, index - 7)}:timeout`));
    }
    const picture = pictureFrom({steps, transitions});
    const begin = performance.now();
    const positions = arrange(picture);
    expect(performance.now() - begin).toBeLessThan(500);
    expect(Object.keys(positions)).toHaveLength(60);
    expect(overlaps(positions, picture)).toEqual([]);
});

test("arranging twice changes nothing", () => {
    expect(arrange(callPicture())).toEqual(arrange(callPicture()));
    expect(arrange(pictureFrom({steps: [], transitions: []}))).toEqual({});
});

test("a heap is what was never placed", () => {
    const [one, two] = [step("one"), step("two")];
    expect(isHeap(pictureFrom({steps: [one, two], transitions: []}))).toBe(true);
    expect(isHeap(pictureFrom({steps: [one], transitions: []}))).toBe(false);
    expect(isHeap(callPicture())).toBe(false);
});

test("all of it fits into the view", () => {
    const steps = Object.values(callPicture().steps);
    const size = {width: 400, height: 300};
    const {x, y, scale} = fitView(steps, size);
    const {left, top, right, bottom} = boundsOf(steps);
    expect(scale).toBeLessThan(1);
    expect(left * scale + x).toBeGreaterThan(0);
    expect(right * scale + x).toBeLessThan(size.width);
    expect(top * scale + y).toBeGreaterThan(0);
    expect(bottom * scale + y).toBeLessThan(size.height);
    expect(fitView([], size).scale).toBe(1);
});

test("zooming keeps the place under the pointer", () => {
    const point = {x: 100, y: 50};
    const before = {x: 20, y: 10, scale: 1};
    const after = zoomView(before, 1.25, point);
    expect((point.x - after.x) / after.scale).toBe((point.x - before.x) / before.scale);
    expect(zoomView(before, 100, point).scale).toBe(2);
});

test("a new step finds a free place", () => {
    const steps = Object.values(callPicture().steps);
    const place = freePlace(steps, {x: 261, y: 3});
    expect(place.x).toBe(260);
    expect(
        stepsWithin(steps, {
            left: place.x,
            top: place.y,
            right: place.x + WIDTH,
            bottom: place.y + 50,
        })
    ).toEqual([]);
});

test("ways begin at their port and end at the block", () => {
    const {steps, transitions} = callPicture();
    const ports = portsOf(steps.call, TYPES, []);
    const plain = wayCurve(transitions["call>end"], steps.call, steps.end, ports);
    expect(plain.path).toMatch(new RegExp(`^M${260 + WIDTH},27 .* 520,27$`, "u"));
    const branch = transitions["call>again:outcome:12"];
    const down = wayCurve(branch, steps.call, steps.again, ports);
    expect(down.path).toMatch(/ 354,160$/u);
});
