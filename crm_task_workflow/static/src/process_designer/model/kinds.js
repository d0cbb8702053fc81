/** What is known of the kinds of steps; kinds of other add-ons look like the last. */

const KINDS = {
    start: {icon: "fa-play-circle", tone: "success", enters: false},
    task: {icon: "fa-check-square-o", tone: "primary"},
    assign: {icon: "fa-pencil-square-o", tone: "info"},
    condition: {icon: "fa-question-circle", tone: "warning"},
    split: {icon: "fa-code-fork", tone: "info"},
    join: {icon: "fa-compress", tone: "info"},
    timer: {icon: "fa-clock-o", tone: "info"},
    action: {icon: "fa-bolt", tone: "info", needs: "action_server_id"},
    subprocess: {icon: "fa-sitemap", tone: "info", needs: "child_process_id"},
    end: {icon: "fa-stop-circle", tone: "danger", leaves: false},
};
const OTHER = {icon: "fa-cube", tone: "info"};

/**
 * @returns {Object} `icon`; `tone`, a colour of Bootstrap; `enters` and `leaves`:
 * whether ways lead there and from there; `needs`: a field without which a step of the
 * kind can't be made
 */
export function kindOf(kind) {
    return {enters: true, leaves: true, needs: "", ...(KINDS[kind] || OTHER)};
}

/** The task type of a step, if it is a task of a type that is known. */
export function typeOf(step, types) {
    return step.kind === "task" ? types[step.settings.activity_type_id] : undefined;
}

export function iconOf(step, types) {
    return typeOf(step, types)?.icon || kindOf(step.kind).icon;
}
