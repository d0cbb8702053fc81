import {browser} from "@web/core/browser/browser";
import {debounce} from "@web/core/utils/timing";
import {registry} from "@web/core/registry";

// Several changes in a row are counted once.
const CALM_MS = 400;
// A timer may be a bit early by the clock.
const MARGIN_MS = 100;
// Timers don't take more than 24 days.
const LONGEST_MS = 24 * 60 * 60 * 1000;

/**
 * Has the tasks counted again when the server says that something changed, when comments
 * come or are read, when a task becomes due or overdue, and when the page is looked at
 * again: a computer that slept has no timers.
 */
export const taskCountersService = {
    dependencies: ["bus_service", "mail.store"],

    start(env, {bus_service: bus, "mail.store": store}) {
        let timeout = null;
        const isCounted = () => store.taskCounters.counters.length > 0;
        const recount = debounce(() => {
            // Odoo's own number follows single activities, not those counted apart.
            const {is_apart: isApart} = store.taskCounters;
            const name = isApart ? "systray_get_activities" : "crm_task_counters";
            return store.fetchStoreData(name);
        }, CALM_MS);
        const recountIfCounted = () => isCounted() && recount();

        bus.subscribe("crm_task/recount", recount);
        bus.subscribe("mail.message/inbox", recountIfCounted);
        bus.subscribe("mail.message/mark_as_read", recountIfCounted);
        browser.addEventListener("visibilitychange", () => {
            if (document.visibilityState === "visible") {
                recountIfCounted();
            }
        });
        env.bus.addEventListener("CRM_TASK:COUNTED", ({detail}) => {
            browser.clearTimeout(timeout);
            if (detail.next_seconds) {
                const wait = detail.next_seconds * 1000 + MARGIN_MS;
                timeout = browser.setTimeout(recount, Math.min(wait, LONGEST_MS));
            }
        });
        return {recount};
    },
};

registry.category("services").add("crm_task.counters", taskCountersService);
