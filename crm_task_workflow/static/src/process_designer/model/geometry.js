import {portOf} from "./ports";

/** Sizes in points of the picture; those of the blocks are in the style sheet, too. */
export const WIDTH = 188;
export const HEAD = 54;
export const FOOT = 26;
export const GRID = 10;
const PORT_GAP = 22;
const CURVE = 60;
const CORNER = 8;
const AROUND = 18;
const LANES = 24;
const MARGIN = 24;
const MIN_SCALE = 0.2;
export const MAX_SCALE = 2;

export function snap(value) {
    return Math.round(value / GRID) * GRID;
}

/** Steps with branches have a foot with a port for each. */
export function heightOf(step) {
    return ["task", "condition"].includes(step.kind) ? HEAD + FOOT : HEAD;
}

/** Where the port is, from the corner of its block. */
export function portOffset(step, ports, portId) {
    const below = ports.filter(({side}) => side === "below");
    const index = below.findIndex(({id}) => id === portId);
    if (index < 0) {
        return {x: WIDTH, y: HEAD / 2, side: "right"};
    }
    const gap = Math.min(PORT_GAP, (WIDTH - 8) / below.length);
    return {x: 4 + gap * (index + 0.5), y: heightOf(step), side: "below"};
}

/** Where ways enter a block: from above when they come from above, else on the left. */
function entry(from, target) {
    const isBelow = from.side === "below" && target.y - from.y > 24;
    const middle = target.x + WIDTH / 2;
    if (isBelow && Math.abs(middle - from.x) < WIDTH) {
        return {x: middle, y: target.y, side: "above"};
    }
    return {x: target.x, y: target.y + HEAD / 2, side: "left"};
}

const DIRECTIONS = {right: [1, 0], left: [-1, 0], below: [0, 1], above: [0, -1]};

function control({x, y, side}, reach) {
    const [dx, dy] = DIRECTIONS[side];
    return {x: x + dx * reach, y: y + dy * reach};
}

function between(one, two, three, four) {
    return Math.round((one + 3 * two + 3 * three + four) / 8);
}

/** A curve from one place to another: `path`, and `x`, `y` of its middle. */
export function curve(from, to) {
    const distance = Math.hypot(to.x - from.x, to.y - from.y);
    const reach = Math.min(CURVE, distance / 2);
    const one = control(from, reach);
    const two = control(to, reach);
    return {
        path: `M${from.x},${from.y} C${one.x},${one.y} ${two.x},${two.y} ${to.x},${to.y}`,
        x: between(from.x, one.x, two.x, to.x),
        y: between(from.y, one.y, two.y, to.y),
    };
}

/** A line through corners that are rounded. */
function roundedLine(points) {
    const parts = points.slice(1, -1).map((corner, index) => {
        const [before, after] = [points[index], points[index + 2]];
        const toward = (point) => {
            const length = Math.hypot(point.x - corner.x, point.y - corner.y) || 1;
            const part = Math.min(CORNER, length / 2) / length;
            const x = Math.round(corner.x + (point.x - corner.x) * part);
            const y = Math.round(corner.y + (point.y - corner.y) * part);
            return `${x},${y}`;
        };
        return `L${toward(before)} Q${corner.x},${corner.y} ${toward(after)}`;
    });
    const [first, last] = [points[0], points.at(-1)];
    return `M${first.x},${first.y} ${parts.join(" ")} L${last.x},${last.y}`;
}

/** A line that goes around below both blocks. */
function detour(from, to, floor) {
    const side = from.side === "right" ? from.x + AROUND : from.x;
    const points = [
        {x: from.x, y: from.y},
        ...(from.side === "right" ? [{x: side, y: from.y}] : []),
        {x: side, y: floor},
        {x: to.x - AROUND, y: floor},
        {x: to.x - AROUND, y: to.y},
        {x: to.x, y: to.y},
    ];
    return {path: roundedLine(points), x: (side + to.x - AROUND) / 2, y: floor};
}

/** Ways back, and branches to blocks beside or above, don't cross what is between. */
function isDetour(from, to) {
    const isBack = to.x < from.x - CORNER;
    const isUp = from.side === "below" && to.y < from.y + CORNER;
    return to.side === "left" && (isBack || isUp);
}

/** The curve of a transition. */
export function wayCurve(way, origin, target, ports) {
    const {x, y, side} = portOffset(origin, ports, portOf(origin, way));
    const from = {x: origin.x + x, y: origin.y + y, side};
    const to = entry(from, target);
    if (!isDetour(from, to)) {
        return curve(from, to);
    }
    // Each port has a lane of its own.
    const lane = (LANES * (WIDTH - x)) / WIDTH;
    const bottoms = [origin, target].map((step) => step.y + heightOf(step));
    return detour(from, to, Math.round(Math.max(...bottoms) + AROUND + lane));
}

/** What a picture covers: `left`, `top`, `right`, `bottom`; null of no steps. */
export function boundsOf(steps) {
    if (!steps.length) {
        return null;
    }
    return {
        left: Math.min(...steps.map(({x}) => x)),
        top: Math.min(...steps.map(({y}) => y)),
        right: Math.max(...steps.map(({x}) => x + WIDTH)),
        bottom: Math.max(...steps.map((step) => step.y + heightOf(step))),
    };
}

export function limitScale(scale) {
    return Math.min(MAX_SCALE, Math.max(MIN_SCALE, scale));
}

/** The view (`x`, `y`, `scale`) in which all of the picture is seen. */
export function fitView(steps, {width, height}, maxScale = 1) {
    const bounds = boundsOf(steps);
    if (!bounds || !width || !height) {
        return {x: MARGIN, y: MARGIN, scale: 1};
    }
    const across = bounds.right - bounds.left;
    const down = bounds.bottom - bounds.top;
    const scale = limitScale(
        Math.min(maxScale, (width - 2 * MARGIN) / across, (height - 2 * MARGIN) / down)
    );
    return {
        x: (width - across * scale) / 2 - bounds.left * scale,
        y: (height - down * scale) / 2 - bounds.top * scale,
        scale,
    };
}

/** The view in which the place that is at `point` stays there. */
export function zoomView(view, factor, point) {
    const scale = limitScale(view.scale * factor);
    const ratio = scale / view.scale;
    return {
        x: point.x - (point.x - view.x) * ratio,
        y: point.y - (point.y - view.y) * ratio,
        scale,
    };
}

/**
 * The view after two fingers have moved: what was between them stays there.
 *
 * @param {Object} before the middle of the fingers in the window, and their `distance`
 * @param {Object} now
 * @param {DOMRect} rect of the canvas
 */
export function pinchView({x, y, scale}, before, now, {left, top}) {
    const dx = now.clientX - before.clientX;
    const dy = now.clientY - before.clientY;
    const middle = {x: now.clientX - left, y: now.clientY - top};
    const factor = now.distance / (before.distance || 1);
    return zoomView({x: x + dx, y: y + dy, scale}, factor, middle);
}

/** The view in which a block, that lies at a place of the window, is seen whole. */
export function revealView(view, block, {left, top, right, bottom}) {
    const dx = Math.max(0, left - block.left) + Math.min(0, right - block.right);
    const dy = Math.max(0, top - block.top) + Math.min(0, bottom - block.bottom);
    return dx || dy ? {...view, x: view.x + dx, y: view.y + dy} : view;
}

/** The keys of the steps that a rectangle touches. */
export function stepsWithin(steps, {left, top, right, bottom}) {
    return steps
        .filter(
            (step) =>
                step.x < right &&
                step.x + WIDTH > left &&
                step.y < bottom &&
                step.y + heightOf(step) > top
        )
        .map(({key}) => key);
}

/** A place near the given one where no step is. */
export function freePlace(steps, {x, y}) {
    const place = {x: snap(x), y: snap(y)};
    const isTaken = () =>
        stepsWithin(steps, {
            left: place.x,
            top: place.y,
            right: place.x + WIDTH,
            bottom: place.y + HEAD + FOOT,
        }).length;
    while (isTaken()) {
        place.y += 2 * GRID;
    }
    return place;
}

/** The style of an element that covers a rectangle of the picture. */
export function rectStyle({left, top, right, bottom}) {
    const [width, height] = [right - left, bottom - top];
    return `left: ${left}px; top: ${top}px; width: ${width}px; height: ${height}px`;
}

export function layerStyle({x, y, scale}) {
    return `transform: translate(${x}px, ${y}px) scale(${scale})`;
}

export function gridStyle({x, y, scale}) {
    const size = 20 * scale;
    return `background-position: ${x}px ${y}px; background-size: ${size}px ${size}px`;
}

export function isWithin({left, top, right, bottom}, x, y) {
    return x >= left && x < right && y >= top && y < bottom;
}
