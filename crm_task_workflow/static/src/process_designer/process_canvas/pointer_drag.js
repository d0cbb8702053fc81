const THRESHOLD = 4;

/**
 * Follow a pointer from where it went down until it goes up.
 *
 * @param {PointerEvent} down
 * @param {Object} handlers each may be left out; they get the event, and how far it is
 * from where it began: `onStart()` once it is clear that it is no click,
 * `onMove(ev, delta)`, `onEnd(ev, delta)`, `onClick(ev)`, `onCancel()`
 * @returns {Function} gives it up
 */
export function followPointer(down, handlers) {
    const stop = new AbortController();
    const options = {signal: stop.signal};
    let isDragging = false;
    const delta = (ev) => ({
        x: ev.clientX - down.clientX,
        y: ev.clientY - down.clientY,
    });
    const isOther = (ev) => ev.pointerId !== down.pointerId;
    const move = (ev) => {
        if (isOther(ev)) {
            return;
        }
        const distance = delta(ev);
        if (!isDragging && Math.hypot(distance.x, distance.y) >= THRESHOLD) {
            isDragging = true;
            handlers.onStart?.();
        }
        if (isDragging) {
            ev.preventDefault();
            handlers.onMove?.(ev, distance);
        }
    };
    const up = (ev) => {
        if (isOther(ev)) {
            return;
        }
        stop.abort();
        if (isDragging) {
            handlers.onEnd?.(ev, delta(ev));
        } else {
            handlers.onClick?.(ev);
        }
    };
    const cancel = () => {
        stop.abort();
        if (isDragging) {
            handlers.onCancel?.();
        }
    };
    const escape = (ev) => {
        if (ev.key === "Escape" && isDragging) {
            ev.preventDefault();
            ev.stopPropagation();
            cancel();
        }
    };
    window.addEventListener("pointermove", move, options);
    window.addEventListener("pointerup", up, options);
    window.addEventListener("pointercancel", cancel, options);
    window.addEventListener("keydown", escape, {...options, capture: true});
    return cancel;
}
