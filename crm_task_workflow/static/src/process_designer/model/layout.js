import {WIDTH, heightOf, snap} from "./geometry";

/**
 * Layers from left to right, as Sugiyama draws graphs: ways back are set aside, each
 * step stands right of all that lead to it, steps of a layer are ordered by where their
 * neighbours are.
 */

const ACROSS = 92;
const DOWN = 36;
const SWEEPS = 4;

function edgesOf({steps, transitions}) {
    return Object.values(transitions).filter(
        ({origin, target}) => origin !== target && steps[origin] && steps[target]
    );
}

function targetsBy(edges) {
    const targets = {};
    for (const {origin, target} of edges) {
        (targets[origin] ||= []).push(target);
    }
    return targets;
}

/** Starts first, then what nothing leads to, then the rest. */
function walkingOrder(picture, edges) {
    const entered = new Set(edges.map(({target}) => target));
    const rank = ({kind, key}) => {
        if (kind === "start") {
            return 0;
        }
        return entered.has(key) ? 2 : 1;
    };
    return Object.values(picture.steps)
        .sort((one, other) => rank(one) - rank(other))
        .map(({key}) => key);
}

/** The edges without those that lead back to where one came from. */
export function withoutLoops(picture) {
    const edges = edgesOf(picture);
    const targets = targetsBy(edges);
    const state = {};
    const back = new Set();
    const visit = (key) => {
        state[key] = "open";
        for (const target of targets[key] || []) {
            if (state[target] === "open") {
                back.add(`${key} ${target}`);
            } else if (!state[target]) {
                visit(target);
            }
        }
        state[key] = "closed";
    };
    for (const key of walkingOrder(picture, edges)) {
        if (!state[key]) {
            visit(key);
        }
    }
    return edges.filter(({origin, target}) => !back.has(`${origin} ${target}`));
}

/** The number of the layer of each step: the longest way to it. */
export function layersOf(picture) {
    const edges = withoutLoops(picture);
    const layers = Object.fromEntries(
        Object.keys(picture.steps).map((key) => [key, 0])
    );
    for (let isMoving = true; isMoving; ) {
        isMoving = false;
        for (const {origin, target} of edges) {
            if (layers[target] <= layers[origin]) {
                layers[target] = layers[origin] + 1;
                isMoving = true;
            }
        }
    }
    return layers;
}

function average(values) {
    return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Orders each column by the places of the neighbours, now from left, now from right. */
function orderColumns(columns, edges) {
    const place = {};
    const note = (column) => column.forEach((key, index) => (place[key] = index));
    columns.forEach(note);
    for (let sweep = 0; sweep < SWEEPS; sweep++) {
        const [near, far] = sweep % 2 ? ["origin", "target"] : ["target", "origin"];
        const neighbours = {};
        for (const edge of edges) {
            (neighbours[edge[near]] ||= []).push(edge[far]);
        }
        for (const column of sweep % 2 ? [...columns].reverse() : columns) {
            const wanted = Object.fromEntries(
                column.map((key) => [
                    key,
                    average((neighbours[key] || [key]).map((other) => place[other])),
                ])
            );
            column.sort((one, other) => wanted[one] - wanted[other]);
            note(column);
        }
    }
}

function placeColumn(picture, column, sources, positions, x) {
    let free = -Infinity;
    for (const key of column) {
        const from = (sources[key] || []).map((source) => positions[source].y);
        const wanted = from.length ? Math.min(...from) : 0;
        const y = Math.max(wanted, free);
        positions[key] = {x, y: snap(y)};
        free = positions[key].y + heightOf(picture.steps[key]) + DOWN;
    }
}

/** @returns {Object} where each step stands: `{key: {x, y}}` */
export function arrange(picture) {
    const layers = layersOf(picture);
    const edges = withoutLoops(picture);
    const columns = [];
    for (const key of walkingOrder(picture, edges)) {
        (columns[layers[key]] ||= []).push(key);
    }
    orderColumns(columns, edges);
    const sources = {};
    for (const {origin, target} of edges) {
        (sources[target] ||= []).push(origin);
    }
    const positions = {};
    columns.forEach((column, index) =>
        placeColumn(picture, column, sources, positions, snap(index * (WIDTH + ACROSS)))
    );
    return positions;
}

/** Whether the steps were never placed: all of them stand on one another. */
export function isHeap(picture) {
    const steps = Object.values(picture.steps);
    return steps.length > 1 && steps.every(({x, y}) => !x && !y);
}
