import {useExternalListener} from "@odoo/owl";

function spanOf([one, other]) {
    return {
        clientX: (one.clientX + other.clientX) / 2,
        clientY: (one.clientY + other.clientY) / 2,
        distance: Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY),
    };
}

/**
 * Follow two fingers until one of them goes up.
 *
 * @param {PointerEvent} one where the fingers are now
 * @param {PointerEvent} other
 * @param {Function} onMove gets the middle of the fingers (`clientX`, `clientY`) and
 * their `distance`, as they were before and as they are now
 */
function followPinch(one, other, onMove) {
    const stop = new AbortController();
    const options = {signal: stop.signal};
    const fingers = new Map([one, other].map((ev) => [ev.pointerId, ev]));
    let before = spanOf([...fingers.values()]);
    const move = (ev) => {
        if (!fingers.has(ev.pointerId)) {
            return;
        }
        ev.preventDefault();
        fingers.set(ev.pointerId, ev);
        const now = spanOf([...fingers.values()]);
        onMove(before, now);
        before = now;
    };
    const end = ({pointerId}) => fingers.has(pointerId) && stop.abort();
    window.addEventListener("pointermove", move, options);
    window.addEventListener("pointerup", end, options);
    window.addEventListener("pointercancel", end, options);
}

/**
 * Two fingers zoom and move.
 *
 * @param {Function} onMove see `followPinch`
 */
export function usePinch(onMove) {
    let finger = null;
    const forget = () => {
        finger = null;
    };
    useExternalListener(window, "pointerup", forget);
    useExternalListener(window, "pointercancel", forget);
    useExternalListener(window, "pointermove", (ev) => {
        if (finger && finger.last.pointerId === ev.pointerId) {
            finger.last = ev;
        }
    });
    return {
        /** A finger went down; `cancel` gives up what it does when another one comes. */
        first(ev, cancel) {
            finger = ev.pointerType === "touch" ? {last: ev, cancel} : null;
        },
        /** Whether a finger that goes down is the second one. */
        second(ev) {
            if (!finger || ev.pointerType !== "touch") {
                return false;
            }
            finger.cancel?.();
            followPinch(finger.last, ev, onMove);
            finger = null;
            return true;
        },
    };
}
