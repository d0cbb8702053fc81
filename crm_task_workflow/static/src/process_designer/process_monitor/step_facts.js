import {formatDuration} from "@web/core/l10n/dates";

const MINUTE = 60;

/** How long something took, in words; empty of less than a minute. */
export function durationText(seconds) {
    return seconds >= MINUTE ? formatDuration(seconds, false) : "";
}

/** What blocks show of what the monitor has counted, by key. */
export function countsOf(steps) {
    return Object.fromEntries(
        Object.entries(steps).map(([key, {waiting, error, passed, median_seconds}]) => [
            key,
            {waiting, error, passed, time: durationText(median_seconds)},
        ])
    );
}
