import {Command, defineModels, fields, onRpc} from "@web/../tests/web_test_helpers";
import {
    CrmTaskStatus,
    MailActivity as TaskActivity,
} from "@crm_task_types/../tests/task_test_helpers";
import {
    mailModels,
    openFormView,
    start,
    startServer,
} from "@mail/../tests/mail_test_helpers";
import {Deferred} from "@odoo/hoot-mock";
import {expect} from "@odoo/hoot";

export class MailActivity extends TaskActivity {
    outcome_buttons = fields.Json();

    get _to_store_defaults() {
        return [...super._to_store_defaults, "outcome_buttons"];
    }

    action_press(ids) {
        const {res_id, res_model} = this.browse(ids)[0];
        this.write(ids, {active: false, outcome_buttons: []});
        // The mock doesn't leave out what is archived.
        this.env[res_model].write([res_id], {activity_ids: ids.map(Command.unlink)});
        return false;
    }
}

export function defineOutcomeModels(...others) {
    return defineModels([
        ...Object.values({...mailModels, CrmTaskStatus, MailActivity}),
        ...others,
    ]);
}

function makeButton(id, name, icon, values) {
    return {
        id,
        name,
        icon,
        style: "secondary",
        digit: false,
        is_default: false,
        confirmation: false,
        asks: false,
        ...values,
    };
}

export const DONE = makeButton(11, "Done", "fa-check", {
    style: "primary",
    digit: "1",
    is_default: true,
});
export const CHANGE = makeButton(12, "Change", "fa-calendar", {digit: "2", asks: true});
export const NO_ANSWER = makeButton(13, "No answer", "fa-phone", {style: "warning"});
export const CLOSE_DEAL = makeButton(14, "Close deal", "fa-ban", {
    style: "danger",
    confirmation: "Close the deal as lost?",
});
export const BUTTONS = [DONE, CHANGE, NO_ANSWER, CLOSE_DEAL];

/** What the server answers to a press when it wants to know more. */
export const DIALOG = {
    type: "ir.actions.act_window",
    name: "Change",
    res_model: "res.partner",
    views: [[false, "form"]],
    target: "new",
};

export const BUTTON = ".o-crm-OutcomeButtons button";

export function buttonOf({id}) {
    return `${BUTTON}[data-outcome="${id}"]`;
}

/**
 * Note presses as steps.
 *
 * @param {Function} [answer] makes what the server answers instead of closing the task
 */
export function onPress(answer) {
    onRpc("mail.activity", "action_press", ({args: [ids, outcomeId], parent}) => {
        expect.step(`press ${outcomeId} of ${ids}`);
        return answer ? answer(parent) : parent();
    });
}

/** Presses that the server doesn't answer before the test says so. */
export function onHeldPress() {
    const answer = new Deferred();
    onPress((parent) => answer.then(parent));
    return answer;
}

/**
 * A document with one task.
 *
 * @param {Object} [values] of the task; `res_model` tells of what kind the document is
 * @returns {Promise<Object>} `taskId` and `documentId`
 */
export async function createTask({res_model = "res.partner", ...values} = {}) {
    const pyEnv = await startServer();
    const documentId = pyEnv[res_model].create({name: "Azure Interior"});
    const taskId = pyEnv["mail.activity"].create({
        can_write: true,
        outcome_buttons: BUTTONS,
        res_id: documentId,
        res_model,
        summary: "Call about the desks",
        ...values,
    });
    pyEnv[res_model].write([documentId], {activity_ids: [taskId]});
    return {taskId, documentId};
}

/** Open the form of a contact with one task in its chatter. */
export async function openChatter(values) {
    const ids = await createTask(values);
    await start();
    await openFormView("res.partner", ids.documentId, {
        arch: `<form><sheet><field name="name"/></sheet><chatter/></form>`,
    });
    return ids;
}
