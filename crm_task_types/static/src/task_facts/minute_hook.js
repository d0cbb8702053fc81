import {onMounted, onWillUnmount} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";

const MINUTE_MS = 60000;
// A timer may be a bit early by the clock
const MARGIN_MS = 100;

/**
 * Call just after every full minute while the component is mounted.
 *
 * @param {Function} onMinute
 */
export function useEveryMinute(onMinute) {
    let timeout = null;
    function schedule() {
        const untilFullMs = MINUTE_MS - (Date.now() % MINUTE_MS);
        timeout = browser.setTimeout(() => {
            onMinute();
            schedule();
        }, untilFullMs + MARGIN_MS);
    }
    onMounted(schedule);
    onWillUnmount(() => browser.clearTimeout(timeout));
}
