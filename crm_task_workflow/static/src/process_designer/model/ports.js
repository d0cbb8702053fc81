import {emptyPatch, newKey} from "./picture";
import {kindOf, typeOf} from "./kinds";
import {_t} from "@web/core/l10n/translation";

/** Where ways leave a step: the plain way on its right, branches below it. */
export const DEFAULT = "default";
export const BRANCH = "branch";
const RIGHT = "right";
const BELOW = "below";

function outcomePorts(outcomes, used) {
    return outcomes
        .filter(({id, active}) => active !== false || used.has(`outcome:${id}`))
        .map(({id, name, icon, style}) => ({
            id: `outcome:${id}`,
            branch: `outcome:${id}`,
            name,
            icon,
            style,
            side: BELOW,
        }));
}

/** Branches that are drawn but that the task type doesn't have any more. */
function lostPorts(ports, used) {
    const known = new Set(ports.map(({id}) => id));
    return [...used]
        .filter((branch) => branch && !known.has(branch))
        .map((branch) => ({
            id: branch,
            branch,
            name: _t("An outcome that isn't there any more"),
            icon: "fa-question",
            style: "danger",
            side: BELOW,
        }));
}

function taskPorts(step, types, ways) {
    const used = new Set(ways.map(({branch}) => branch));
    const ports = [
        {
            id: DEFAULT,
            branch: "",
            isDefault: true,
            name: _t("Default: everything that no other way fits"),
            side: RIGHT,
        },
        ...outcomePorts(typeOf(step, types)?.outcomes || [], used),
        {
            id: "timeout",
            branch: "timeout",
            name: _t("Not done in time"),
            icon: "fa-clock-o",
            style: "warning",
            side: BELOW,
        },
        {
            id: "cancelled",
            branch: "cancelled",
            name: _t("Task cancelled"),
            icon: "fa-times",
            style: "secondary",
            side: BELOW,
        },
    ];
    return [...ports, ...lostPorts(ports, used)];
}

function conditionPorts() {
    return [
        {
            id: DEFAULT,
            branch: "",
            isDefault: true,
            name: _t("Default: everything that no condition fits"),
            side: RIGHT,
        },
        {
            id: BRANCH,
            branch: "",
            many: true,
            name: _t("A branch of its own, under a condition"),
            icon: "fa-filter",
            style: "warning",
            side: BELOW,
        },
    ];
}

/**
 * @param {Object} step
 * @param {Object} types task types by id
 * @param {Object[]} ways the transitions that leave the step
 * @returns {Object[]} `id`, `name`, `icon`, `style`, `side`; `branch` and `isDefault`
 * of the transitions that leave there; `many`: whether there can be several
 */
export function portsOf(step, types, ways = []) {
    if (!kindOf(step.kind).leaves) {
        return [];
    }
    if (step.kind === "task") {
        return taskPorts(step, types, ways);
    }
    if (step.kind === "condition") {
        return conditionPorts();
    }
    const many = step.kind === "split";
    const name = many ? _t("A parallel branch") : _t("What comes next");
    return [{id: DEFAULT, branch: "", name, many, side: RIGHT}];
}

/** The id of the port at which a transition leaves its step. */
export function portOf(step, way) {
    if (way.branch) {
        return way.branch;
    }
    return step.kind === "condition" && !way.is_default ? BRANCH : DEFAULT;
}

export function waysFrom(picture, key) {
    return Object.values(picture.transitions).filter(({origin}) => origin === key);
}

function wayAt(picture, step, portId) {
    return waysFrom(picture, step.key).find((way) => portOf(step, way) === portId);
}

/** Whether nothing leaves a step at a port yet. */
export function isFree(picture, step, portId) {
    return !wayAt(picture, step, portId);
}

/**
 * Leads a way from a port to a step; another way from there is led elsewhere.
 *
 * @returns {Object|null} a patch, null if no way can lead there
 */
export function connectionPatch(picture, types, origin, portId, target) {
    const step = picture.steps[origin];
    const goal = picture.steps[target];
    if (!step || !goal || !kindOf(goal.kind).enters) {
        return null;
    }
    const ways = waysFrom(picture, origin);
    const port = portsOf(step, types, ways).find(({id}) => id === portId);
    const isThere = (way) => way.target === target && portOf(step, way) === portId;
    if (!port || ways.some(isThere)) {
        return null;
    }
    const patch = emptyPatch();
    const old = wayAt(picture, step, portId);
    if (old && !port.many) {
        patch.transitions[old.key] = {target};
        return patch;
    }
    patch.transitions[newKey()] = {
        origin,
        target,
        branch: port.branch,
        is_default: Boolean(port.isDefault),
        sequence: Math.max(0, ...ways.map(({sequence}) => sequence || 0)) + 10,
    };
    return patch;
}
