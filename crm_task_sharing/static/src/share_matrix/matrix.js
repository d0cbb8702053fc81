/** The column of rules for tasks of all types */
export const ALL_TYPES = 0;

function rowKey({grantee_kind, team_id, grantee_id, date_from, date_until}) {
    const id = team_id?.id || grantee_id?.id || 0;
    const days = [date_from, date_until].map((day) => (day ? day.toISODate() : ""));
    return [grantee_kind, id, ...days].join(" ");
}

function newRow(key, data) {
    const grantee = data.team_id || data.grantee_id;
    return {
        key,
        kind: data.grantee_kind,
        granteeId: grantee ? grantee.id : false,
        granteeName: grantee ? grantee.display_name : "",
        from: data.date_from,
        until: data.date_until,
        rules: [],
        cells: {},
    };
}

/** From the most general to the most specific, as the rules of later rows win. */
function byGrantee(a, b) {
    const kinds = ["everyone", "team", "user"];
    return (
        kinds.indexOf(a.kind) - kinds.indexOf(b.kind) ||
        a.granteeName.localeCompare(b.granteeName)
    );
}

/**
 * @param {Object} rule a record of crm.task.share
 * @returns {Number[]} the columns in which it stands
 */
export function columnsOf(rule) {
    const types = rule.data.activity_type_ids.currentIds;
    return types.length ? types : [ALL_TYPES];
}

/**
 * Rules as a matrix: a row for each one (and time) that something is shared with, a column for
 * all types and one for each type of which a rule speaks.
 *
 * @param {Object[]} rules records of crm.task.share
 * @returns {Object} with `rows`, and with the names of the `types` by their ids
 */
export function toMatrix(rules) {
    const rows = new Map();
    const types = new Map();
    for (const rule of rules) {
        for (const type of rule.data.activity_type_ids.records) {
            types.set(type.resId, type.data.display_name);
        }
        const key = rowKey(rule.data);
        if (!rows.has(key)) {
            rows.set(key, newRow(key, rule.data));
        }
        const row = rows.get(key);
        row.rules.push(rule);
        for (const column of columnsOf(rule)) {
            row.cells[column] = [...(row.cells[column] || []), rule];
        }
    }
    return {rows: [...rows.values()].sort(byGrantee), types};
}

/**
 * @param {Object[]} rules of one cell
 * @param {Array[]} levels their names, the strictest first
 * @returns {String} the level that decides: of several the strictest; empty when none is set
 */
export function levelOf(rules, levels) {
    const found = new Set((rules || []).map((rule) => rule.data.level));
    const [level] = levels.find(([name]) => found.has(name)) || [""];
    return level;
}
