import {deserializeDate, deserializeDateTime} from "@web/core/l10n/dates";
import {_t} from "@web/core/l10n/translation";
import {markup} from "@odoo/owl";

const {DateTime} = luxon;

function makeDoneButton() {
    return {
        id: false,
        name: _t("Mark Done"),
        icon: "fa-check",
        style: "primary",
        digit: "1",
        confirmation: false,
        asks: false,
    };
}

/** Buttons without a key get the keys that are left, in their order. */
function withDigits(buttons) {
    const taken = new Set(buttons.map(({digit}) => digit));
    const free = [..."123456789"].filter((digit) => !taken.has(digit));
    return buttons.map((button) => ({
        ...button,
        digit: button.digit || free.shift() || false,
    }));
}

/** A task as the work queue shows it. */
export class QueueCard {
    /** @param {Object} values what `get_work_queue_cards` gives of a task */
    constructor(values) {
        Object.assign(this, values, {
            note: values.note ? markup(values.note) : "",
            date_start: values.date_start && deserializeDateTime(values.date_start),
            date_due: values.date_due && deserializeDateTime(values.date_due),
            date_deadline:
                values.date_deadline && deserializeDate(values.date_deadline),
            history: values.history.map((message) => ({
                ...message,
                date: deserializeDateTime(message.date),
            })),
        });
        this.buttons = withDigits(this.outcomesOrDone);
    }

    /** Who has completed what is reviewed has done his part. */
    get isToDo() {
        return this.active && this.review_state !== "waiting";
    }

    /** A type without outcomes is just done. */
    get outcomesOrDone() {
        const {active, can_write, outcome_buttons} = this;
        if (!active || !can_write) {
            return [];
        }
        return outcome_buttons?.length ? outcome_buttons : [makeDoneButton()];
    }

    /** Follow the clock: what is open is overdue once its due time has come. */
    updateState() {
        if (this.active && this.date_due && this.date_due <= DateTime.now()) {
            this.state = "overdue";
        }
    }
}
