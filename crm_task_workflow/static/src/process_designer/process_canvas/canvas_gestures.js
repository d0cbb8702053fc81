import {snap, stepsWithin} from "../model/geometry";
import {select} from "../model/board";
import {toRaw} from "@odoo/owl";

/** What the pointer does on the canvas, each as handlers for `followPointer`. */

/** The step that is drawn at a place of the window. */
export function stepAt({clientX, clientY}) {
    const element = document.elementFromPoint(clientX, clientY);
    return element?.closest("[data-step]")?.dataset.step || "";
}

export function panGesture(board, {onClick} = {}) {
    const {x, y, scale} = toRaw(board).view;
    return {
        onClick,
        onMove: (_ev, delta) => {
            board.view = {x: x + delta.x, y: y + delta.y, scale};
        },
    };
}

/** Moves the selected steps; `drop` gets where they are then, by key. */
export function moveGesture(board, {drop, onClick}) {
    const raw = toRaw(board);
    const before = {};
    const place = (key, {x, y}) => Object.assign(board.picture.steps[key], {x, y});
    const placeAll = (positions) =>
        Object.keys(positions).forEach((key) => place(key, positions[key]));
    return {
        onClick,
        onStart: () => {
            for (const key of Object.keys(raw.selected)) {
                const {x, y} = toRaw(raw.picture.steps[key]);
                before[key] = {x, y};
            }
        },
        onMove: (_ev, delta) => {
            for (const [key, {x, y}] of Object.entries(before)) {
                place(key, {
                    x: snap(x + delta.x / raw.view.scale),
                    y: snap(y + delta.y / raw.view.scale),
                });
            }
        },
        onEnd: () => {
            const after = {};
            for (const key of Object.keys(before)) {
                const {x, y} = toRaw(raw.picture.steps[key]);
                after[key] = {x, y};
            }
            placeAll(before);
            drop(after);
        },
        onCancel: () => placeAll(before),
    };
}

/** Selects what a rectangle touches, besides what is selected already. */
export function rubberGesture(board, {start, toPicture, isAdding}) {
    const raw = toRaw(board);
    const kept = isAdding ? Object.keys(raw.selected) : [];
    const end = () => {
        board.rubber = null;
    };
    return {
        onClick: () => isAdding || select(board, []),
        onMove: (ev) => {
            const point = toPicture(ev);
            board.rubber = {
                left: Math.min(start.x, point.x),
                top: Math.min(start.y, point.y),
                right: Math.max(start.x, point.x),
                bottom: Math.max(start.y, point.y),
            };
            const steps = Object.values(toRaw(raw.picture).steps);
            select(board, [...kept, ...stepsWithin(steps, board.rubber)]);
        },
        onEnd: end,
        onCancel: end,
    };
}

/** Draws a way from a port; a mere click lets it follow the pointer. */
export function connectGesture(board, {origin, port, toPicture, connect}) {
    const end = () => {
        board.connecting = null;
    };
    return {
        onClick: (ev) => {
            board.pointer = toPicture(ev);
            board.connecting = {origin, port};
        },
        onMove: (ev) => {
            board.pointer = toPicture(ev);
            board.connecting ||= {origin, port};
        },
        onEnd: (ev) => {
            end();
            const target = stepAt(ev);
            if (target) {
                connect(origin, port, target);
            }
        },
        onCancel: end,
    };
}
