import {pictureFrom} from "@crm_task_workflow/process_designer/model/picture";

export const CALL = {
    id: 2,
    name: "Call",
    icon: "fa-phone",
    color: 0,
    outcomes: [
        {id: 11, name: "Done", icon: "fa-check", style: "success", active: true},
        {id: 12, name: "No answer", icon: "fa-phone", style: "warning", active: true},
        {id: 13, name: "Gone", icon: "fa-times", style: "danger", active: false},
    ],
};
export const VISIT = {id: 3, name: "Visit", icon: "fa-car", color: 0, outcomes: []};
export const TYPES = {2: CALL, 3: VISIT};

/** `step("call", "task", 0, 0)`: a task is a call */
export function step(key, kind = "task", x = 0, y = 0, values = {}) {
    const settings = kind === "task" ? {activity_type_id: CALL.id} : {};
    return {key, kind, name: key, x, y, settings, values: [], ...values};
}

/** `way("call>end:outcome:12")` */
export function way(text, values = {}) {
    const [ends, ...branch] = text.split(":");
    const [origin, target] = ends.split(">");
    return {
        key: text,
        origin,
        target,
        branch: branch.join(":"),
        sequence: 10,
        ...values,
    };
}

/** Start, call and end in a row; a second call when nobody answers. */
export function callSteps() {
    return [
        step("start", "start", 0, 0),
        step("call", "task", 260, 0),
        step("again", "task", 260, 160),
        step("end", "end", 520, 0),
    ];
}

export function callWays() {
    return [
        way("start>call"),
        way("call>end", {is_default: true}),
        way("call>again:outcome:12"),
        way("again>end", {is_default: true}),
    ];
}

export function callPicture() {
    return pictureFrom({steps: callSteps(), transitions: callWays()});
}

export function palette(types = [CALL, VISIT]) {
    return {
        kinds: [
            ["start", "Start"],
            ["condition", "Condition"],
            ["action", "Server action"],
            ["end", "End"],
        ],
        types,
    };
}

/** What `get_designer` sends. */
export function designerData(values = {}) {
    const steps = values.steps || callSteps();
    const transitions = values.transitions || callWays();
    const ids = {};
    [...steps, ...transitions].forEach(({key}, index) => {
        ids[key] = index + 1;
    });
    return {
        types: [CALL],
        palette: palette(),
        problems: [],
        can_write: true,
        ids,
        ...values,
        steps,
        transitions,
    };
}
