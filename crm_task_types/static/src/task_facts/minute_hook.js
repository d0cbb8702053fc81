import {onMounted, onWillUnmount} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";

const MINUTE_MS = 60000;

/**
 * Call at every full minute while the component is mounted.
 *
 * @param {Function} onMinute
 */
export function useEveryMinute(onMinute) {
    let timeout = null;
    function schedule() {
        timeout = browser.setTimeout(
            () => {
                onMinute();
                schedule();
            },
            MINUTE_MS - (Date.now() % MINUTE_MS)
        );
    }
    onMounted(schedule);
    onWillUnmount(() => browser.clearTimeout(timeout));
}
