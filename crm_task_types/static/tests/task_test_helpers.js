import {defineModels, fields, makeKwArgs, models} from "@web/../tests/web_test_helpers";
import {
    mailModels,
    openFormView,
    start,
    startServer,
} from "@mail/../tests/mail_test_helpers";
import {mailDataHelpers} from "@mail/../tests/mock_server/mail_mock_server";

export class CrmTaskStatus extends models.Model {
    _name = "crm.task.status";

    name = fields.Char();
    color = fields.Integer();
}

export class MailActivity extends mailModels.MailActivity {
    date_start = fields.Datetime();
    date_due = fields.Datetime();
    duration_hours = fields.Float();
    priority = fields.Char({default: "0"});
    status_id = fields.Many2one({relation: "crm.task.status"});
    reschedule_count = fields.Integer();
    reschedule_reason = fields.Char();
    checklist = fields.Json();
    is_repeating = fields.Boolean();
    series_words = fields.Char();
    review_state = fields.Char();
    review_text = fields.Char();
    can_review = fields.Boolean();
    // As the test sets it, instead of computed by the server
    state = fields.Char({default: "planned"});

    /** The mock types have no custom fields, where the mock server expects a list. */
    _getPropertyContainer() {
        return null;
    }

    get _to_store_defaults() {
        return [
            ...super._to_store_defaults,
            "date_start",
            "date_due",
            "duration_hours",
            "priority",
            mailDataHelpers.Store.one(
                "status_id",
                makeKwArgs({fields: ["name", "color"]})
            ),
            "reschedule_count",
            "reschedule_reason",
            "checklist",
            "is_repeating",
            "series_words",
            "review_state",
            "review_text",
            "can_review",
        ];
    }
}

export function defineTaskModels() {
    return defineModels({...mailModels, CrmTaskStatus, MailActivity});
}

/**
 * Open the form of a contact with one task in its chatter.
 *
 * @param {Object | Function} values of the task, or what makes them of the mock server's records
 */
export async function openChatterWithTask(values) {
    const pyEnv = await startServer();
    const partnerId = pyEnv["res.partner"].create({name: "Azure Interior"});
    pyEnv["mail.activity"].create({
        can_write: true,
        res_id: partnerId,
        res_model: "res.partner",
        ...(typeof values === "function" ? values(pyEnv) : values),
    });
    await start();
    await openFormView("res.partner", partnerId, {
        arch: "<form><sheet/><chatter/></form>",
    });
}
