/**
 * The picture of a process: `steps` and `transitions` by key. What changes it are
 * patches: for each key the new values, or null when it is deleted. All of it is plain
 * data; nothing here knows of the browser or of the server.
 */

const PARTS = ["steps", "transitions"];
const STEP = {kind: "", name: "", x: 0, y: 0, settings: {}, values: []};
const TRANSITION = {
    origin: "",
    target: "",
    branch: "",
    is_default: false,
    domain: "",
    variable_domain: "",
    name: "",
    sequence: 10,
};
const DEFAULTS = {steps: STEP, transitions: TRANSITION};
const NEEDED = {steps: "kind", transitions: "target"};

export function clone(value) {
    return JSON.parse(JSON.stringify(value));
}

function isSame(one, other) {
    return JSON.stringify(one) === JSON.stringify(other);
}

/** A key of a new step or transition, as the server makes them. */
export function newKey() {
    const bytes = crypto.getRandomValues(new Uint8Array(6));
    return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The picture of what the server sends, where steps and transitions are lists. */
export function pictureFrom({steps, transitions}) {
    const byKey = (items, defaults) =>
        Object.fromEntries(items.map((item) => [item.key, {...defaults, ...item}]));
    return {steps: byKey(steps, STEP), transitions: byKey(transitions, TRANSITION)};
}

export function emptyPatch() {
    return {steps: {}, transitions: {}};
}

export function isEmpty(patch) {
    return PARTS.every((part) => !Object.keys(patch[part]).length);
}

/** Two patches as one; the second one wins. */
export function joinPatches(first, second) {
    const joined = clone(first);
    for (const part of PARTS) {
        for (const [key, values] of Object.entries(second[part])) {
            joined[part][key] = values && {...joined[part][key], ...clone(values)};
        }
    }
    return joined;
}

function patchItem(items, key, values, part) {
    if (values === null) {
        delete items[key];
    } else if (items[key]) {
        Object.assign(items[key], clone(values));
    } else if (values[NEEDED[part]]) {
        items[key] = clone({...DEFAULTS[part], ...values, key});
    }
}

/** Change a picture. What is to be changed but has gone stays away. */
export function applyPatch(picture, patch) {
    for (const part of PARTS) {
        for (const [key, values] of Object.entries(patch[part])) {
            patchItem(picture[part], key, values, part);
        }
    }
}

function inverseValues(item, values) {
    if (!item) {
        return null;
    }
    if (values === null) {
        return item;
    }
    return Object.fromEntries(Object.keys(values).map((name) => [name, item[name]]));
}

/** The patch that takes another one back, as long as that isn't applied yet. */
export function invertPatch(picture, patch) {
    const inverse = emptyPatch();
    for (const part of PARTS) {
        for (const [key, values] of Object.entries(patch[part])) {
            if (values !== null || picture[part][key]) {
                inverse[part][key] = clone(inverseValues(picture[part][key], values));
            }
        }
    }
    return inverse;
}

function changedValues(before, after) {
    return Object.fromEntries(
        Object.entries(after).filter(([name, value]) => !isSame(before[name], value))
    );
}

/** The patch that makes one picture of another one. */
export function diffPictures(before, after) {
    const patch = emptyPatch();
    for (const part of PARTS) {
        for (const key of Object.keys(before[part])) {
            if (!after[part][key]) {
                patch[part][key] = null;
            }
        }
        for (const [key, item] of Object.entries(after[part])) {
            const old = before[part][key];
            const values = old ? changedValues(old, item) : item;
            if (Object.keys(values).length) {
                patch[part][key] = clone(values);
            }
        }
    }
    return patch;
}

/** Deletes steps, with all that leads to and from them, and transitions. */
export function removalPatch(picture, stepKeys, wayKeys = []) {
    const patch = emptyPatch();
    const gone = new Set(stepKeys);
    for (const key of stepKeys) {
        patch.steps[key] = null;
    }
    for (const key of wayKeys) {
        patch.transitions[key] = null;
    }
    for (const {key, origin, target} of Object.values(picture.transitions)) {
        if (gone.has(origin) || gone.has(target)) {
            patch.transitions[key] = null;
        }
    }
    return patch;
}

/** Puts steps elsewhere: `positions` are `{key: {x, y}}`. */
export function movePatch(picture, positions) {
    const patch = emptyPatch();
    for (const [key, {x, y}] of Object.entries(positions)) {
        const step = picture.steps[key];
        if (step && (step.x !== x || step.y !== y)) {
            patch.steps[key] = {x, y};
        }
    }
    return patch;
}
