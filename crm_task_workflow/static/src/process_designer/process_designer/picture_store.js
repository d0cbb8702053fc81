import {
    applyPatch,
    diffPictures,
    emptyPatch,
    isEmpty,
    joinPatches,
    pictureFrom,
} from "../model/picture";
import {byId, makeBoard, showPicture} from "../model/board";
import {reactive, toRaw} from "@odoo/owl";
import {CommandStack} from "../model/command_stack";

function worst(problems) {
    return problems.some(({level}) => level === "error") ? "error" : "warning";
}

/** `{step key: {level, text}}` of the problems that Check found. */
function problemsByStep(problems) {
    const found = {};
    for (const problem of problems) {
        if (problem.step_key) {
            (found[problem.step_key] ||= []).push(problem);
        }
    }
    return Object.fromEntries(
        Object.entries(found).map(([key, items]) => [
            key,
            {level: worst(items), text: items.map(({message}) => message).join("\n")},
        ])
    );
}

/**
 * The picture of a process in the browser and on the server. What is done is seen at
 * once and saved in order; what the server answers is shown when nothing is left to be
 * saved.
 */
export class PictureStore {
    constructor(orm, processId, {onSaved} = {}) {
        this.orm = orm;
        this.processId = processId;
        this.onSaved = onSaved;
        this.board = makeBoard({isReadonly: true});
        this.stack = reactive(new CommandStack(this.board.picture));
        this.state = reactive({
            problems: [],
            palette: {kinds: [], types: []},
            unsaved: 0,
        });
        this.ids = {};
        /** Places that were found for a process that has none; saved with a change */
        this.unsavedPlaces = emptyPatch();
        this.saving = Promise.resolve();
    }

    get picture() {
        return toRaw(toRaw(this.board).picture);
    }

    async load() {
        const data = await this.call("get_designer");
        this.unsavedPlaces = showPicture(this.board, data);
        this.stack.picture = this.board.picture;
        this.note(data);
    }

    async loadPalette() {
        this.notePalette(await this.call("get_palette"));
    }

    call(method, ...args) {
        return this.orm.call("crm.task.process", method, [[this.processId], ...args]);
    }

    notePalette(palette) {
        this.state.palette = palette;
        this.board.types = {...this.board.types, ...byId(palette.types)};
    }

    /** What the server knows besides the picture. */
    note(data) {
        this.ids = data.ids;
        this.board.isReadonly = !data.can_write;
        this.board.problems = problemsByStep(data.problems);
        this.state.problems = data.problems;
        this.board.types = {...this.board.types, ...byId(data.types)};
        this.notePalette(data.palette);
    }

    pictureOf(data) {
        const picture = pictureFrom(data);
        applyPatch(picture, this.unsavedPlaces);
        return picture;
    }

    /** Change the picture to what the server sends. */
    reconcile(data) {
        const patch = diffPictures(this.picture, this.pictureOf(data));
        applyPatch(this.board.picture, patch);
        this.note(data);
    }

    run(patch, tag) {
        return this.save(this.stack.run(patch, tag));
    }

    undo() {
        return this.save(this.stack.undo());
    }

    redo() {
        return this.save(this.stack.redo());
    }

    save(patch) {
        if (!patch || isEmpty(patch)) {
            return this.saving;
        }
        const whole = joinPatches(this.unsavedPlaces, patch);
        this.unsavedPlaces = emptyPatch();
        this.state.unsaved++;
        this.saving = this.saving.then(() => this.send(whole));
        return this.saving;
    }

    async send({steps, transitions}) {
        let data = null;
        try {
            data = await this.call("save_designer", steps, transitions);
        } finally {
            if (data) {
                this.state.unsaved--;
            } else {
                await this.startAgain();
            }
        }
        if (!this.state.unsaved) {
            this.reconcile(data);
            this.onSaved?.();
        }
    }

    /** The server has refused something: show what it has. */
    async startAgain() {
        this.stack.done = [];
        this.stack.undone = [];
        this.state.unsaved = 0;
        this.saving = Promise.resolve();
        this.reconcile(await this.call("get_designer"));
    }

    /** Show what was changed in the form of a step, and be able to undo it. */
    async reload() {
        await this.saving;
        const data = await this.call("get_designer");
        const back = diffPictures(this.pictureOf(data), this.picture);
        this.reconcile(data);
        this.stack.remember(back);
        this.onSaved?.();
    }
}
