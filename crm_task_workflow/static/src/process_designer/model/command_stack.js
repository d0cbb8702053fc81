import {applyPatch, invertPatch, isEmpty} from "./picture";

const MAX_COMMANDS = 200;

/**
 * What was done to a picture, to be undone and done again. Each method that changes the
 * picture returns the patch by which it did, to be saved.
 */
export class CommandStack {
    constructor(picture) {
        this.picture = picture;
        this.done = [];
        this.undone = [];
    }

    get canUndo() {
        return this.done.length > 0;
    }

    get canRedo() {
        return this.undone.length > 0;
    }

    /**
     * @param {Object} patch
     * @param {String} [tag] commands that follow each other with the same tag, such as
     * steps of one way by the arrow keys, are undone as one
     * @returns {Object} the patch
     */
    run(patch, tag = "") {
        if (isEmpty(patch)) {
            return patch;
        }
        const last = this.done.at(-1);
        if (!tag || !last || last.tag !== tag || this.undone.length) {
            this._push(this.done, {patch: invertPatch(this.picture, patch), tag});
        }
        this.undone = [];
        applyPatch(this.picture, patch);
        return patch;
    }

    /** Remember what was changed elsewhere, such as in the form of a step. */
    remember(inverse) {
        if (!isEmpty(inverse)) {
            this._push(this.done, {patch: inverse, tag: ""});
            this.undone = [];
        }
    }

    undo() {
        return this._turn(this.done, this.undone);
    }

    redo() {
        return this._turn(this.undone, this.done);
    }

    _turn(from, to) {
        const command = from.pop();
        if (!command) {
            return null;
        }
        this._push(to, {patch: invertPatch(this.picture, command.patch), tag: ""});
        applyPatch(this.picture, command.patch);
        return command.patch;
    }

    _push(stack, command) {
        stack.push(command);
        if (stack.length > MAX_COMMANDS) {
            stack.shift();
        }
    }
}
