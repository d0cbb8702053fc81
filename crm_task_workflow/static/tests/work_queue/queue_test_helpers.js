import {animationFrame, mockDate} from "@odoo/hoot-mock";
import {getService, mountWithCleanup, onRpc} from "@web/../tests/web_test_helpers";
import {BUTTONS} from "../outcome_test_helpers";
import {WebClient} from "@web/webclient/webclient";
import {expect} from "@odoo/hoot";
import {press} from "@odoo/hoot-dom";

export const CARD = ".o-crm-WorkQueue-card";
export const NAME = ".o-crm-QueueTask-name";
export const PROGRESS = ".o-crm-WorkQueue-progress";
export const NOTIFICATION = ".o_notification";

export function makeCard(id, values) {
    return {
        id,
        display_name: `Task ${id}`,
        activity_type_id: [2, "Call"],
        icon: "fa-phone",
        note: false,
        active: true,
        is_mine: true,
        can_write: true,
        user_id: [7, "Mitchell"],
        state: "today",
        priority: "0",
        date_start: false,
        date_due: false,
        date_deadline: "2024-03-11",
        duration_hours: 0,
        reschedule_count: 0,
        reschedule_reason: false,
        attempt_count: 0,
        review_state: false,
        outcome_buttons: BUTTONS,
        press_count: 0,
        closed_message: false,
        checklist: [],
        history: [],
        document: false,
        res_name: false,
        ...values,
    };
}

/** A server with tasks of the user, each with what is special about it. */
export function serve(tasks) {
    const cards = new Map(
        Object.entries(tasks).map(([id, values]) => [
            Number(id),
            makeCard(Number(id), values),
        ])
    );
    onRpc("mail.activity", "get_work_queue", ({args: [seenIds]}) => {
        const ids = [...cards.values()]
            .filter(({id, active}) => active && !seenIds.includes(id))
            .map(({id}) => id);
        return {ids, total: ids.length};
    });
    onRpc("mail.activity", "get_work_queue_cards", ({args: [ids]}) => {
        expect.step(`cards ${ids}`);
        return ids.filter((id) => cards.has(id)).map((id) => cards.get(id));
    });
    onRpc("mail.activity", "action_press", ({args: [[id], outcomeId]}) => {
        expect.step(`press ${outcomeId} of ${id}`);
        cards.set(id, {
            ...cards.get(id),
            active: false,
            closed_message: "Closed already",
        });
        return false;
    });
    return cards;
}

export async function openQueue(params) {
    mockDate("2024-03-11 12:00:00", 0);
    await mountWithCleanup(WebClient);
    await getService("action").doAction({
        type: "ir.actions.client",
        tag: "crm_task_work_queue",
        params,
    });
}

export async function key(name) {
    await press(name);
    await animationFrame();
    await animationFrame();
}
