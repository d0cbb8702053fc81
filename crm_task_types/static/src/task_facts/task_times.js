/** The times of a task in words, in the reader's language and time zone. */

import {_t} from "@web/core/l10n/translation";
import {toLocaleDateTimeString} from "@web/core/l10n/dates";

/**
 * @param {luxon.DateTime} start
 * @param {luxon.DateTime} due
 * @returns {String} for example "14:00 – 15:30"; with days when it ends on another one
 */
export function formatTimeSpan(start, due) {
    const options = {showDate: !due.hasSame(start, "day")};
    const dueText = toLocaleDateTimeString(due, options);
    if (start.equals(due)) {
        return dueText;
    }
    return `${toLocaleDateTimeString(start, options)} – ${dueText}`;
}

/**
 * @param {luxon.DateTime} due
 * @param {luxon.DateTime} now at most a day later
 * @returns {String} for example "overdue by 2 h"
 */
export function formatOverdue(due, now) {
    const minutes = Math.floor(now.diff(due, "minutes").minutes);
    if (minutes < 1) {
        return _t("overdue");
    }
    if (minutes < 60) {
        return _t("overdue by %s min", minutes);
    }
    return _t("overdue by %s h", Math.floor(minutes / 60));
}
