import {applyPatch, emptyPatch, movePatch, pictureFrom} from "./picture";
import {arrange, isHeap} from "./layout";
import {reactive} from "@odoo/owl";

/**
 * What the components of a picture share. A block observes its own step only: while one
 * is dragged the others rest. Handlers read from `toRaw(board)`, not to observe.
 */
export function makeBoard(values = {}) {
    return reactive({
        picture: emptyPatch(),
        /** Task types by id, with their outcomes */
        types: {},
        /** What is wrong with a step, by key: `level` and `text` */
        problems: {},
        /** What the monitor has to tell, by key: `waiting`, `error`, `passed`, `time` */
        counts: {},
        /** Keys of transitions that stand out, such as those that a run has taken */
        taken: {},
        isReadonly: false,
        view: {x: 24, y: 24, scale: 1},
        selected: {},
        selectedWay: "",
        renaming: "",
        /** `origin` and `port` of a way that is being drawn */
        connecting: null,
        /** Where the pointer is while that happens, in the picture */
        pointer: {x: 0, y: 0},
        /** `left`, `top`, `right`, `bottom` of the rubber band */
        rubber: null,
        ...values,
    });
}

export function byId(records) {
    return Object.fromEntries(records.map((record) => [record.id, record]));
}

/**
 * Show what the server sends. Steps that were never placed are arranged.
 *
 * @returns {Object} the patch that has arranged them
 */
export function showPicture(board, data) {
    const picture = pictureFrom(data);
    const places = isHeap(picture)
        ? movePatch(picture, arrange(picture))
        : emptyPatch();
    applyPatch(picture, places);
    board.types = {...board.types, ...byId(data.types)};
    board.picture = picture;
    return places;
}

export function select(board, keys) {
    board.selected = Object.fromEntries(keys.map((key) => [key, true]));
    board.selectedWay = "";
}

export function selectWay(board, key) {
    board.selected = {};
    board.selectedWay = key;
}

export function toggleSelected(board, key) {
    if (board.selected[key]) {
        delete board.selected[key];
    } else {
        board.selected[key] = true;
    }
    board.selectedWay = "";
}
