import {
    contains,
    defineModels,
    fields,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";
import {expect, test} from "@odoo/hoot";
import {queryAllTexts} from "@odoo/hoot-dom";
import {animationFrame} from "@odoo/hoot-mock";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";

class Kind extends models.Model {
    _name = "kind";

    name = fields.Char();

    _records = [
        {id: 1, name: "Lead"},
        {id: 2, name: "Country"},
    ];
}

class Rule extends models.Model {
    _name = "rule";

    name = fields.Char();
    model_id = fields.Many2one({relation: "kind"});
    model_is_mail_thread = fields.Boolean();
    model_has_tasks = fields.Boolean();
    trigger = fields.Selection({
        selection: [
            ["on_stage_set", "Stage is set to"],
            ["on_archive", "On archived"],
            ["on_create", "On create"],
            ["on_write", "On update"],
            ["on_message_sent", "On outgoing message"],
            ["on_webhook", "On webhook"],
            ["on_task_outcome", "On task outcome"],
            ["on_task_overdue", "On task overdue"],
        ],
    });

    _records = [
        {
            id: 1,
            model_id: 1,
            model_is_mail_thread: true,
            model_has_tasks: true,
            trigger: "on_create",
        },
        {id: 2, model_id: 2, model_has_tasks: false, trigger: "on_create"},
        {id: 3, model_id: 1, model_has_tasks: true, trigger: "on_task_outcome"},
    ];
}

defineMailModels();
defineModels([Kind, Rule]);

const MENU = ".o_select_menu_menu";

function mountForm(resId, attributes = "") {
    onRpc("ir.model.fields", "search_read", () => [
        {id: 1, name: "stage_id", ttype: "many2one", relation: "stage"},
    ]);
    return mountView({
        resModel: "rule",
        resId,
        type: "form",
        arch: `<form>
            <field name="model_id"/>
            <field name="model_has_tasks"/>
            <field name="trigger" widget="crm_task_trigger_selection" ${attributes}/>
        </form>`,
    });
}

async function openMenu() {
    await contains(".o_field_widget[name=trigger] input").click();
    await animationFrame();
}

test.tags("desktop");
test("core's triggers stay in their groups, those of tasks come last", async () => {
    await mountForm(1);
    await openMenu();
    expect(queryAllTexts(`${MENU} .o_select_menu_group`)).toEqual([
        "Values Updated",
        "Email Events",
        "Custom",
        "External",
        "CRM Tasks",
    ]);
    // Core's filters hold: no "active" to archive by, "On update" is deprecated.
    expect(queryAllTexts(`${MENU} .o_select_menu_item`)).toEqual([
        "Stage is set to",
        "On outgoing message",
        "On create",
        "On webhook",
        "On task outcome",
        "On task overdue",
    ]);
});

test.tags("desktop");
test("triggers can be chosen and saved, to and fro", async () => {
    onRpc("rule", "web_save", ({args}) => expect.step(args[1].trigger));
    await mountForm(1);
    for (const name of ["On task overdue", "On webhook", "On task outcome"]) {
        await openMenu();
        await contains(`${MENU} .o_select_menu_item:contains(${name})`).click();
        await animationFrame();
        expect(".o_field_widget[name=trigger] input").toHaveValue(name);
        await contains(".o_form_button_save").click();
    }
    expect.verifySteps(["on_task_overdue", "on_webhook", "on_task_outcome"]);
});

test.tags("desktop");
test("documents without tasks have no triggers of tasks", async () => {
    await mountForm(2);
    await openMenu();
    expect(`${MENU} .o_select_menu_group:contains(CRM Tasks)`).toHaveCount(0);
    expect(`${MENU} .o_select_menu_item:contains(On task)`).toHaveCount(0);
});

test.tags("desktop");
test("the group appears as soon as the document has tasks", async () => {
    await mountForm(2);
    await contains(".o_field_widget[name=model_has_tasks] input").click();
    await openMenu();
    expect(`${MENU} .o_select_menu_item:contains(On task outcome)`).toHaveCount(1);
});

test("shows a trigger of tasks when readonly", async () => {
    await mountForm(3, 'readonly="1"');
    expect(".o_field_widget[name=trigger]").toHaveText("On task outcome");
});
