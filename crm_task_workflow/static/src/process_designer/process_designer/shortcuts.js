const ARROWS = {
    ArrowLeft: {x: -1, y: 0},
    ArrowRight: {x: 1, y: 0},
    ArrowUp: {x: 0, y: -1},
    ArrowDown: {x: 0, y: 1},
};
const KEYS = {
    Delete: "remove",
    Backspace: "remove",
    F2: "startRenaming",
    Escape: "escape",
    "+": "zoomIn",
    "-": "zoomOut",
    0: "fit",
};
const WITH_CONTROL = {z: "undo", y: "redo", a: "selectAll"};

/**
 * @param {KeyboardEvent} ev
 * @returns {Object|null} `name` of what the key does; `direction` of an arrow
 */
export function shortcutOf(ev) {
    if (ev.altKey) {
        return null;
    }
    if (ev.ctrlKey || ev.metaKey) {
        const key = ev.key.toLowerCase();
        const name = key === "z" && ev.shiftKey ? "redo" : WITH_CONTROL[key];
        return name ? {name} : null;
    }
    if (ARROWS[ev.key]) {
        return {name: "nudge", direction: ARROWS[ev.key]};
    }
    return KEYS[ev.key] ? {name: KEYS[ev.key]} : null;
}
