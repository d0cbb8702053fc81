import {QueueCard} from "./queue_card";
import {_t} from "@web/core/l10n/translation";

const MODEL = "mail.activity";

/**
 * Tasks that are worked through one after the other. The cards of the current one and
 * of the next come with one call, so that the next one is there when it is wanted; when
 * its turn comes it is looked at again, as a colleague may have closed it meanwhile.
 */
export class Queue {
    /**
     * @param {Object} orm
     * @param {Function} tell shows a word to the user
     * @param {Number[]} [taskIds] those of a list; without it the user's own tasks
     */
    constructor(orm, tell, taskIds) {
        this.orm = orm;
        this.tell = tell;
        this.isOwn = !taskIds;
        /** Those to come, the current one first */
        this.ids = [...(taskIds || [])];
        /** Those that were passed, in whatever way */
        this.seenIds = [];
        /** Of them, those that were passed without a press */
        this.leftIds = [];
        /** How many there are that the server hasn't told of */
        this.moreCount = 0;
        this.cardById = {};
        /** What is shown: the last task stays until the next one is there */
        this.card = null;
        this.isOver = false;
        /** The last task that was pressed */
        this.pressed = null;
    }

    get position() {
        return this.seenIds.length + 1;
    }

    get total() {
        return this.seenIds.length + this.ids.length + this.moreCount;
    }

    /** Whether what is shown is what would be pressed. */
    get isReady() {
        return Boolean(this.card) && this.card.id === this.ids[0];
    }

    /** Show the current task: at once when it was loaded ahead. */
    async show() {
        const [id] = this.ids;
        if (!id) {
            return this.fetchMore();
        }
        this.card = this.cardById[id] || this.card;
        await this.load(this.ids.slice(0, 2));
        if (this.ids[0] === id) {
            await this.settle();
        }
    }

    /** Leave the current task as it is. */
    async next() {
        this.leftIds.push(this.ids[0]);
        this.leave();
        await this.show();
    }

    /** Have the current task later, after all others. */
    async skip() {
        const [id, ...others] = this.ids;
        if (!others.length) {
            this.tell(_t("This is the last task."));
            return;
        }
        this.ids = [...others, id];
        await this.show();
    }

    /**
     * Go on when the current task was pressed, stay when the user declined.
     *
     * @param {Function} press gets the id; gives false when the user declined
     */
    async press(press) {
        const {id, press_count: pressCount} = this.card;
        try {
            if (!(await press(id))) {
                return;
            }
        } catch (error) {
            await this.showQuietly();
            throw error;
        }
        await this.load(this.ids.slice(0, 3));
        if (this.ids[0] !== id) {
            return;
        }
        const card = this.cardById[id];
        if (!card?.isToDo || card.press_count > pressCount) {
            this.pressed = this.card;
            this.leave();
        }
        await this.settle();
    }

    /**
     * Have the last pressed task again.
     *
     * @param {Function} takeBack gets its id
     */
    async undo(takeBack) {
        const {id} = this.pressed;
        await takeBack(id);
        this.pressed = null;
        this.seenIds = this.seenIds.filter((seenId) => seenId !== id);
        this.ids = [id, ...this.ids];
        this.isOver = false;
        await this.show();
    }

    /** Work through those that were left. */
    async restart() {
        this.ids = this.leftIds;
        this.leftIds = [];
        this.seenIds = [];
        this.isOver = false;
        await this.show();
    }

    // What is going on inside

    leave() {
        const [id, ...others] = this.ids;
        this.ids = others;
        this.seenIds.push(id);
        delete this.cardById[id];
    }

    async load(ids) {
        const found = await this.orm.silent.call(MODEL, "get_work_queue_cards", [ids]);
        const cards = new Map(
            found.map((values) => [values.id, new QueueCard(values)])
        );
        for (const id of ids) {
            this.cardById[id] = cards.get(id) || null;
        }
    }

    /** After an error, which has been told of already. */
    async showQuietly() {
        try {
            await this.show();
        } catch {
            // The place is kept: the user can try again.
        }
    }

    /** Pass over what can't be done any more, with a word. */
    async settle() {
        while (this.ids.length) {
            const card = this.cardById[this.ids[0]];
            if (card === undefined) {
                return this.show();
            }
            const reason = this.reasonToPass(card);
            if (!reason) {
                this.card = card;
                return;
            }
            this.tell(reason);
            this.leave();
        }
        return this.fetchMore();
    }

    reasonToPass(card) {
        if (!card) {
            return _t("A task isn't there any more.");
        }
        if (this.isOwn && card.active && !card.is_mine) {
            return _t("“%s” is no longer yours.", card.display_name);
        }
        if (card.active && !card.isToDo) {
            return _t("“%s” waits for review.", card.display_name);
        }
        return card.closed_message;
    }

    /** Also those that came in the meantime. */
    async fetchMore() {
        const {ids, total} = this.isOwn
            ? await this.orm.silent.call(MODEL, "get_work_queue", [this.seenIds])
            : {ids: [], total: 0};
        this.ids = ids;
        this.moreCount = total - ids.length;
        this.isOver = !ids.length;
        if (this.isOver) {
            this.card = null;
            return;
        }
        await this.show();
    }
}
