import {movePatch, removalPatch} from "../model/picture";
import {GRID} from "../model/geometry";
import {arrange} from "../model/layout";
import {select} from "../model/board";
import {toRaw} from "@odoo/owl";

/** What keys and buttons of the designer change, by name. */
export const EDITS = {
    undo({store}) {
        store.undo();
    },

    redo({store}) {
        store.redo();
    },

    remove({board, picture, selectedKeys, store}) {
        const {selectedWay} = toRaw(board);
        const ways = selectedWay ? [selectedWay] : [];
        const patch = removalPatch(picture, selectedKeys, ways);
        select(board, []);
        store.run(patch);
    },

    arrange({viewport, picture, store}) {
        store.run(movePatch(picture, arrange(picture)));
        viewport.fit();
    },

    startRenaming({board, selectedKeys: [key]}) {
        if (key) {
            board.renaming = key;
        }
    },

    selectAll({board, picture}) {
        select(board, Object.keys(picture.steps));
    },

    nudge({picture, selectedKeys, store}, {x, y}) {
        const positions = {};
        for (const key of selectedKeys) {
            const step = picture.steps[key];
            positions[key] = {x: step.x + x * GRID, y: step.y + y * GRID};
        }
        store.run(movePatch(picture, positions), `nudge ${selectedKeys.join()}`);
    },
};
