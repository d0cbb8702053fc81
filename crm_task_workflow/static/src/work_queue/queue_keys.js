import {useExternalListener} from "@odoo/owl";
import {useHotkey} from "@web/core/hotkeys/hotkey_hook";
import {useService} from "@web/core/utils/hooks";

const DIGITS = [..."123456789"];
const EDITABLE = "input:not([type=checkbox]), textarea, select, [contenteditable=true]";

/**
 * The keys of the work queue. They rest while a dialog is open or somebody types.
 *
 * @param {Object} keys
 * @param {Function} keys.digit gets the digit, as text
 * @param {Function} keys.next
 * @param {Function} keys.skip
 * @param {Function} keys.undo
 * @param {Function} keys.help
 */
export function useQueueKeys({digit, next, skip, undo, help}) {
    const ui = useService("ui");
    for (const key of DIGITS) {
        useHotkey(key, () => digit(key));
    }
    useHotkey("n", next);
    useHotkey("s", skip);
    useHotkey("u", undo);

    // Odoo's service knows neither the question mark nor the digits of a keypad.
    useExternalListener(window, "keydown", (ev) => {
        const isPlain = !(ev.altKey || ev.ctrlKey || ev.metaKey || ev.repeat);
        const isFree =
            ui.activeElement === document &&
            !ui.isBlocked &&
            !ev.target.closest?.(EDITABLE);
        if (!isPlain || !isFree) {
            return;
        }
        if (ev.key === "?") {
            help();
        } else if (ev.code.startsWith("Numpad") && DIGITS.includes(ev.key)) {
            digit(ev.key);
        }
    });
}
