import {
    MockServer,
    contains,
    defineModels,
    fields,
    models,
    mountView,
} from "@web/../tests/web_test_helpers";
import {expect, test} from "@odoo/hoot";
import {press, waitForNone} from "@odoo/hoot-dom";
import {animationFrame} from "@odoo/hoot-mock";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";

class TaskType extends models.Model {
    _name = "task.type";

    name = fields.Char();
    icon = fields.Char();

    _records = [
        {id: 1, name: "Call", icon: "fa-phone"},
        {id: 2, name: "Other", icon: false},
        {id: 3, name: "Odd", icon: "fa-anchor"},
    ];
}

class Task extends models.Model {
    _name = "task";

    summary = fields.Char();
    icon = fields.Char();
    activity_type_id = fields.Many2one({relation: "task.type"});

    _records = [{id: 1, summary: "Ask", icon: "fa-phone", activity_type_id: 1}];
}

defineMailModels();
defineModels([Task, TaskType]);

const BUTTON = ".o_field_task_icon button";
const OPTION = ".o-crm-IconPicker-grid button";
const PICKER = ".o-crm-IconPicker";
const SEARCH = `${PICKER} input`;

function mountForm(resId, attributes = "") {
    return mountView({
        resModel: "task.type",
        resId,
        type: "form",
        arch: `<form><field name="icon" widget="task_icon" ${attributes}/></form>`,
    });
}

test("shows icons with their names when readonly", async () => {
    await mountView({
        resModel: "task.type",
        type: "list",
        arch: `<list><field name="icon" widget="task_icon"/></list>`,
    });
    expect(".o_field_task_icon i").toHaveCount(2);
    expect(".o_field_task_icon i.fa.fa-fw.fa-phone").toHaveAttribute(
        "aria-label",
        "Phone call"
    );
    expect(".o_field_task_icon i.fa-anchor").toHaveAttribute("aria-label", "anchor");
    expect(BUTTON).toHaveCount(0);
});

test("says beside a task of which type it is", async () => {
    await mountView({
        resModel: "task",
        type: "list",
        arch: `<list>
                <field name="icon" widget="task_icon"/>
                <field name="summary" widget="task_name"/>
                <field name="activity_type_id" optional="hide"/>
            </list>`,
    });
    expect(".o_field_task_icon i").toHaveAttribute("title", "Call");
    expect("th[data-name='activity_type_id']").toHaveCount(0);
});

test("shows the icon without a button in a readonly form", async () => {
    await mountForm(1, `readonly="1"`);
    expect(".o_field_task_icon i.fa-phone").toHaveCount(1);
    expect(BUTTON).toHaveCount(0);
});

test("picking an icon changes the record", async () => {
    await mountForm(1);
    expect(BUTTON).toHaveAttribute("aria-label", "Icon: Phone call");
    await contains(BUTTON).click();
    expect(`${OPTION}.active`).toHaveAttribute("data-icon", "fa-phone");
    expect(`${OPTION}`).toHaveCount(73);

    await contains(`${OPTION}[data-icon=fa-car]`).click();
    await waitForNone(PICKER);
    expect(`${BUTTON} i`).toHaveClass("fa-car");
    await contains(".o_form_button_save").click();
    expect(MockServer.env["task.type"].browse(1)[0].icon).toBe("fa-car");
});

test("an icon can be cleared, and chosen where there is none", async () => {
    await mountForm(1);
    await contains(BUTTON).click();
    await contains(`${PICKER}-clear`).click();
    await waitForNone(PICKER);
    expect(`${BUTTON} i`).toHaveClass("fa-plus");
    expect(BUTTON).toHaveAttribute("aria-label", "Choose an icon");

    await contains(BUTTON).click();
    expect(`${PICKER}-clear`).toHaveCount(0);
    await contains(`${OPTION}[data-icon=fa-gift]`).click();
    expect(`${BUTTON} i`).toHaveClass("fa-gift");
});

test("search narrows by words and by the icon's name", async () => {
    await mountForm(2);
    await contains(BUTTON).click();
    await contains(SEARCH).edit("VISIT", {confirm: false});
    expect(OPTION).toHaveCount(2);
    expect(`${OPTION}[data-icon=fa-map-marker]`).toHaveCount(1);
    expect(`${OPTION}[data-icon=fa-car]`).toHaveCount(1);

    await contains(SEARCH).edit("fa-tas", {confirm: false});
    expect(OPTION).toHaveCount(1);

    await contains(SEARCH).edit("xyz", {confirm: false});
    expect(OPTION).toHaveCount(0);
    expect(`${PICKER} [role=status]`).toHaveText("No icon fits. Try another word.");
});

test.tags("desktop");
test("works by keyboard alone", async () => {
    await mountForm(2);
    await contains(BUTTON).focus();
    await press("Enter");
    await animationFrame();
    expect(SEARCH).toBeFocused();
    await contains(SEARCH).edit("rocket", {confirm: false});
    await press("Enter");
    await animationFrame();
    expect(`${BUTTON} i`).toHaveClass("fa-rocket");
});

test.tags("desktop");
test("arrows move in the grid", async () => {
    await mountForm(2);
    await contains(BUTTON).click();
    await press("Tab");
    await animationFrame();
    expect(`${OPTION}:eq(0)`).toBeFocused();
    await press("ArrowRight");
    await animationFrame();
    expect(`${OPTION}:eq(1)`).toBeFocused();
    await press("ArrowDown");
    await animationFrame();
    expect(`${OPTION}:eq(9)`).toBeFocused();
    await press("Enter");
    await animationFrame();
    expect(`${BUTTON} i`).toHaveClass("fa-skype");
});
