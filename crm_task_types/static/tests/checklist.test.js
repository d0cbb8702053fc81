import {CrmTaskStatus, MailActivity, openChatterWithTask} from "./task_test_helpers";
import {click, manuallyDispatchProgrammaticEvent, queryFirst} from "@odoo/hoot-dom";
import {contains, mailModels, click as press} from "@mail/../tests/mail_test_helpers";
import {
    defineModels,
    fields,
    models,
    mountView,
    onRpc,
    serverState,
} from "@web/../tests/web_test_helpers";
import {expect, test} from "@odoo/hoot";
import {animationFrame} from "@odoo/hoot-mock";
import {parseChecklist} from "@crm_task_types/checklist/checklist_lines";

const LIST = ".o-mail-Activity .o-crm-TaskChecklist";
const LADDER = {
    id: 7,
    name: "Ladder",
    isDone: false,
    isRequired: true,
    person: "Marc Demo",
    doneBy: "",
    canTick: true,
};
const CAMERA = {...LADDER, id: 8, name: "Camera", isRequired: false, person: ""};

class Item extends models.Model {
    _name = "crm.task.checklist.item";

    name = fields.Char();
    sequence = fields.Integer();
    is_done = fields.Boolean();
    is_required = fields.Boolean();
    user_id = fields.Many2one({relation: "res.users"});
    done_uid = fields.Many2one({relation: "res.users"});
    task_id = fields.Many2one({relation: "checked.task"});
}

class CheckedTask extends models.Model {
    _name = "checked.task";

    item_ids = fields.One2many({
        relation: "crm.task.checklist.item",
        relation_field: "task_id",
    });

    _records = [{id: 1, item_ids: [1]}];
}
Item._records = [{id: 1, name: "Rope", sequence: 3, task_id: 1}];

defineModels({...mailModels, CrmTaskStatus, MailActivity, Item, CheckedTask});

async function openChecklist(items) {
    await openChatterWithTask({checklist: items});
    await press(`${LIST}-toggle`);
    await contains(`${LIST} li`, {count: items.length});
}

test("a checklist is read from text", () => {
    expect(parseChecklist("- Ladder\r\n\n  • Camera *\n[ ] Boots*\n*\n")).toEqual([
        {name: "Ladder", is_required: false},
        {name: "Camera", is_required: true},
        {name: "Boots", is_required: true},
    ]);
});

test("an item is ticked by one press, and others' ticks come with the answer", async () => {
    onRpc("crm.task.checklist.item", "action_tick", ({args, kwargs}) => {
        expect.step([args[0], kwargs.is_done]);
        const [activityId] = MailActivity._records.map(({id}) => id).concat(1);
        const told = [
            {...LADDER, isDone: kwargs.is_done, doneBy: "Mitchell Admin"},
            {...CAMERA, isDone: true, doneBy: "Marc Demo"},
        ];
        return {[activityId]: told};
    });
    await openChecklist([LADDER, CAMERA]);
    expect(`${LIST}-toggle`).toHaveText("0/2");
    expect(`${LIST}-toggle`).toHaveClass("text-danger");
    expect(`${LIST} li:first`).toHaveText("Ladder *Marc Demo");
    await click(`${LIST} li:first input`);
    await animationFrame();
    expect.verifySteps([[[7], true]]);
    expect(`${LIST}-toggle`).toHaveText("2/2");
    expect(`${LIST}-toggle`).not.toHaveClass("text-danger");
    expect(`${LIST} li:first label`).toHaveAttribute(
        "title",
        "Ticked by Mitchell Admin"
    );
    expect(`${LIST} li:last input`).toBeChecked();
    await click(`${LIST} li:first input`);
    await animationFrame();
    expect.verifySteps([[[7], false]]);
    expect(`${LIST}-toggle`).toHaveText("1/2");
});

test("a refused tick is taken back", async () => {
    expect.errors(1);
    onRpc("crm.task.checklist.item", "action_tick", () => {
        throw new Error("Refused");
    });
    await openChecklist([LADDER]);
    await click(`${LIST} input`);
    await animationFrame();
    expect.verifyErrors(["Refused"]);
    expect(`${LIST} input`).not.toBeChecked();
    expect(`${LIST}-toggle`).toHaveText("0/1");
});

test("who may not tick can look", async () => {
    await openChecklist([{...LADDER, canTick: false}]);
    expect(`${LIST} input`).toHaveProperty("disabled", true);
});

test("a task without checklist shows none", async () => {
    await openChatterWithTask({checklist: []});
    await contains(".o-mail-Activity");
    expect(".o-mail-Activity").toHaveCount(1);
    expect(LIST).toHaveCount(0);
});

test("several lines that are pasted make several items", async () => {
    onRpc("checked.task", "web_save", ({args}) => {
        expect.step(
            args[1].item_ids.map(([command, , {name, is_required, sequence}]) => [
                command,
                name,
                Boolean(is_required),
                sequence,
            ])
        );
    });
    await mountView({
        type: "form",
        resModel: "checked.task",
        resId: 1,
        arch: `<form><field name="item_ids" widget="crm_task_checklist">
            <list editable="bottom">
                <field name="sequence" widget="handle"/>
                <field name="is_done"/><field name="name"/><field name="is_required"/>
            </list></field></form>`,
    });
    await press(".o_field_x2many_list_row_add a");
    await contains(".o_selected_row [name=name] input");
    const input = queryFirst(".o_selected_row [name=name] input");
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", "- Ladder *\nCamera\n\nBoots*");
    await manuallyDispatchProgrammaticEvent(input, "paste", {clipboardData});
    await animationFrame();
    expect(".o_data_row").toHaveCount(4);
    await press(".o_form_button_save");
    await contains(".o_form_saved");
    expect.verifySteps([
        [
            [0, "Ladder", true, 4],
            [0, "Camera", false, 5],
            [0, "Boots", true, 6],
        ],
    ]);
});

test.tags("mobile");
test("on a phone an item shows whom it is for, and one assigns it there", async () => {
    Item._records.push({id: 2, name: "Boots", user_id: serverState.userId, task_id: 1});
    CheckedTask._records[0].item_ids.push(2);
    await mountView({
        type: "form",
        resModel: "checked.task",
        resId: 1,
        arch: `<form><field name="item_ids" widget="crm_task_checklist">
            <list editable="bottom">
                <field name="name"/>
                <field name="user_id" widget="many2one_avatar_user"/>
                <field name="done_uid" widget="many2one_avatar_user"/>
            </list></field></form>`,
    });
    const [rope, boots] = [1, 2].map(
        (row) => `.o_data_row:nth-child(${row}) .o_data_cell[name=user_id]`
    );
    expect(`${boots} img`).toHaveCount(1);
    expect(boots).toHaveText("");
    expect(".o_data_cell[name=done_uid]").toHaveCount(0);
    await press(`${rope} .o_quick_assign`);
    await press(".o_popover .o-autocomplete--dropdown-item:contains(Mitchell Admin)");
    await contains(`${rope} img`);
});
