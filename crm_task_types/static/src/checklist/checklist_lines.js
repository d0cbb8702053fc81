/** A checklist as plain text; see tools/checklist.py. */

const BULLET = /^(?:[-–•*☐]|\[ ?\])\s+/;

/**
 * @param {String} text one item per line; an asterisk at the end makes it required
 * @returns {{name: String, is_required: Boolean}[]}
 */
export function parseChecklist(text) {
    return text
        .split(/\r\n|[\r\n\u2028]/)
        .map((line) => line.trim().replace(BULLET, ""))
        .map((line) => ({
            name: line.replace(/[* ]+$/, ""),
            is_required: line.endsWith("*"),
        }))
        .filter(({name}) => name);
}
