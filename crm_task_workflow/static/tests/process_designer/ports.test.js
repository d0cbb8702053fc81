import {TYPES, callPicture, step, way} from "./picture_test_helpers";
import {
    connectionPatch,
    isFree,
    portOf,
    portsOf,
} from "@crm_task_workflow/process_designer/model/ports";
import {describe, expect, test} from "@odoo/hoot";

describe.current.tags("headless");

function portIds(kind, ways = []) {
    return portsOf(step("x", kind), TYPES, ways).map(({id}) => id);
}

function connect(picture, ...ends) {
    const patch = connectionPatch(picture, TYPES, ...ends);
    return patch && Object.entries(patch.transitions);
}

test("a task has a port for each outcome, its default and what else may happen", () => {
    expect(portIds("task")).toEqual([
        "default",
        "outcome:11",
        "outcome:12",
        "timeout",
        "cancelled",
    ]);
});

test("an archived outcome, and one that is gone, are there while they are drawn", () => {
    const ids = portIds("task", [way("x>y:outcome:13"), way("x>y:outcome:99")]);
    expect(ids).toInclude("outcome:13");
    expect(ids).toInclude("outcome:99");
});

test("the other kinds", () => {
    expect(portIds("end")).toEqual([]);
    expect(portIds("condition")).toEqual(["default", "branch"]);
    expect(portIds("timer")).toEqual(["default"]);
    expect(portIds("of_another_module")).toEqual(["default"]);
});

test("where a way leaves", () => {
    expect(portOf(step("x"), way("x>y:timeout"))).toBe("timeout");
    expect(portOf(step("x"), way("x>y"))).toBe("default");
    const condition = step("x", "condition");
    expect(portOf(condition, way("x>y"))).toBe("branch");
    expect(portOf(condition, way("x>y", {is_default: true}))).toBe("default");
});

test("a way from an outcome", () => {
    const [[, values]] = connect(callPicture(), "call", "outcome:11", "again");
    expect(values).toEqual({
        origin: "call",
        target: "again",
        branch: "outcome:11",
        is_default: false,
        sequence: 20,
    });
});

test("the default way of a task says so; that of a start needn't", () => {
    const picture = callPicture();
    picture.transitions = {};
    expect(connect(picture, "call", "default", "end")[0][1].is_default).toBe(true);
    expect(connect(picture, "start", "default", "end")[0][1].is_default).toBe(false);
});

test("another way from a port that has one leads it elsewhere", () => {
    expect(connect(callPicture(), "call", "outcome:12", "end")).toEqual([
        ["call>again:outcome:12", {target: "end"}],
    ]);
});

test("a split and the branches of a condition have as many ways as you like", () => {
    for (const [kind, port] of [
        ["split", "default"],
        ["condition", "branch"],
    ]) {
        const picture = callPicture();
        picture.steps.fork = step("fork", kind);
        picture.transitions.first = way("fork>call", {key: "first"});
        const [[key, values]] = connect(picture, "fork", port, "again");
        expect(key).not.toBe("first");
        expect(values.target).toBe("again");
    }
});

test("where no way can lead", () => {
    const picture = callPicture();
    expect(connect(picture, "call", "timeout", "start")).toBe(null);
    expect(connect(picture, "end", "default", "call")).toBe(null);
    expect(connect(picture, "call", "outcome:12", "again")).toBe(null);
    expect(connect(picture, "call", "timeout", "nowhere")).toBe(null);
});

test("free ports", () => {
    const picture = callPicture();
    expect(isFree(picture, picture.steps.call, "default")).toBe(false);
    expect(isFree(picture, picture.steps.call, "timeout")).toBe(true);
});
