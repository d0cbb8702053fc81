import {
    BUTTON,
    BUTTONS,
    CHANGE,
    DIALOG,
    DONE,
    buttonOf,
    createTask,
    defineOutcomeModels,
    onHeldPress,
    onPress,
} from "./outcome_test_helpers";
import {animationFrame, mockDate} from "@odoo/hoot-mock";
import {
    contains,
    mockService,
    mountView,
    onRpc,
    preloadBundle,
} from "@web/../tests/web_test_helpers";
import {expect, test} from "@odoo/hoot";
import {queryAllTexts, queryOne} from "@odoo/hoot-dom";
import {clickEvent} from "@web/../tests/views/calendar/calendar_test_helpers";

const WIDGET = `<widget name="task_outcomes"/>`;
const ROW = ".o_data_row";

defineOutcomeModels();
preloadBundle("web.fullcalendar_lib");

async function mountForm(widget = `<header>${WIDGET}</header>`) {
    const {taskId} = await createTask();
    await mountView({
        resModel: "mail.activity",
        resId: taskId,
        type: "form",
        arch: `<form>${widget}<field name="summary" required="1"/></form>`,
    });
    return taskId;
}

async function mountList(attributes = "", widget = WIDGET) {
    const {taskId} = await createTask();
    await mountView({
        resModel: "mail.activity",
        type: "list",
        arch: `<list ${attributes}><field name="summary"/>${widget}</list>`,
    });
    return taskId;
}

function stepSaves() {
    onRpc("mail.activity", "web_save", ({args: [, values]}) => {
        expect.step(`save ${values.summary}`);
    });
}

test("a form's header shows them as large as its other buttons", async () => {
    await mountForm();
    expect(queryAllTexts(`.o_form_statusbar ${BUTTON}`)).toEqual([
        "Done",
        "Change",
        "No answer",
        "Close deal",
    ]);
    expect(BUTTON).not.toHaveClass("btn-sm");
});

test("a press on a form closes the task and stays there", async () => {
    onPress();
    const taskId = await mountForm();
    onRpc("mail.activity", "web_read", () => expect.step("read"));
    await contains(buttonOf(DONE)).click();
    expect.verifySteps([`press 11 of ${taskId}`, "read"]);
    expect(BUTTON).toHaveCount(0);
    expect(".o_field_widget[name=summary] input").toHaveValue("Call about the desks");
});

test("changes are saved first", async () => {
    onPress();
    stepSaves();
    const taskId = await mountForm();
    await contains("[name=summary] input").edit("Call back");
    await contains(buttonOf(DONE)).click();
    expect.verifySteps(["save Call back", `press 11 of ${taskId}`]);
});

test("nothing is pressed while the form is invalid", async () => {
    onPress();
    stepSaves();
    await mountForm();
    await contains("[name=summary] input").edit("");
    await contains(buttonOf(DONE)).click();
    expect("[name=summary]").toHaveClass("o_field_invalid");
    expect.verifySteps([]);
    expect(`${BUTTON}:enabled`).toHaveCount(4);
});

test("opens what the server asks for, and reloads when it is closed", async () => {
    onPress(() => DIALOG);
    let close = null;
    mockService("action", {
        async doAction(action, options) {
            expect.step(action.name);
            close = options.onClose;
        },
    });
    const taskId = await mountForm();
    onRpc("mail.activity", "web_read", () => expect.step("read"));
    await contains(buttonOf(CHANGE)).click();
    expect.verifySteps([`press 12 of ${taskId}`, "Change"]);
    expect(`${BUTTON}:disabled`).toHaveCount(4);
    close();
    await animationFrame();
    expect.verifySteps(["read"]);
    expect(`${BUTTON}:enabled`).toHaveCount(4);
});

test("a form can show icons alone", async () => {
    await mountForm(`<widget name="task_outcomes" options="{'icons_only': True}"/>`);
    expect(queryAllTexts(BUTTON)).toEqual(["", "", "", ""]);
});

test("lists show icons with tooltips", async () => {
    await mountList();
    expect(queryAllTexts(BUTTON)).toEqual(["", "", "", ""]);
    expect(buttonOf(DONE)).toHaveAttribute("title", "Done (key 1)");
    expect(`${buttonOf(CHANGE)} i`).toHaveClass("fa-calendar");
    expect(BUTTON).toHaveClass("btn-sm");
});

test("a list can show names", async () => {
    await mountList("", `<widget name="task_outcomes" icons_only="0"/>`);
    expect(`${ROW} ${buttonOf(DONE)}`).toHaveText("Done");
});

test("a press in a list reloads it, and doesn't open the row", async () => {
    const answer = onHeldPress();
    const taskId = await mountList(`editable="bottom"`);
    onRpc("mail.activity", "web_search_read", () => expect.step("search"));
    await contains(buttonOf(DONE)).click();
    expect(Number(getComputedStyle(queryOne(ROW)).opacity)).toBeLessThan(1);
    expect(".o_selected_row").toHaveCount(0);
    answer.resolve();
    await animationFrame();
    expect.verifySteps([`press 11 of ${taskId}`, "search"]);
    expect(ROW).toHaveCount(0);
});

test("an edited row is saved first", async () => {
    onPress();
    stepSaves();
    const taskId = await mountList(`editable="bottom"`);
    await contains(`${ROW} [name=summary]`).click();
    await contains(`${ROW} [name=summary] input`).edit("Call back", {confirm: false});
    await contains(buttonOf(DONE)).click();
    expect.verifySteps(["save Call back", `press 11 of ${taskId}`]);
});

test("kanban cards show names, and a press doesn't open the card", async () => {
    onPress();
    const {taskId} = await createTask();
    await mountView({
        resModel: "mail.activity",
        type: "kanban",
        arch: `<kanban><templates><t t-name="card">
            <field name="summary"/>${WIDGET}
        </t></templates></kanban>`,
        selectRecord: () => expect.step("open"),
    });
    expect(queryAllTexts(`.o_kanban_record ${BUTTON}`)).toEqual([
        "Done",
        "Change",
        "No answer",
        "Close deal",
    ]);
    onRpc("mail.activity", "web_search_read", () => expect.step("search"));
    await contains(buttonOf(DONE)).click();
    expect.verifySteps([`press 11 of ${taskId}`, "search"]);
    expect(".o_kanban_record:not(.o_kanban_ghost)").toHaveCount(0);
});

test("nothing is shown of a task without buttons", async () => {
    await createTask({outcome_buttons: false});
    await mountView({
        resModel: "mail.activity",
        type: "list",
        arch: `<list><field name="summary"/>${WIDGET}</list>`,
    });
    expect(ROW).toHaveCount(1);
    expect(".o-crm-OutcomeButtons").toHaveCount(0);
});

test.tags("desktop");
test("the popover of a calendar presses, closes and reloads", async () => {
    mockDate("2024-03-11 12:00:00", 0);
    onPress();
    const {taskId} = await createTask({date_deadline: "2024-03-12"});
    onRpc("has_group", () => true);
    await mountView({
        resModel: "mail.activity",
        type: "calendar",
        arch: `<calendar date_start="date_deadline" mode="month">
            <field name="outcome_buttons" invisible="1"/>
        </calendar>`,
    });
    await clickEvent(taskId);
    await animationFrame();
    expect(queryAllTexts(`.o_cw_popover ${BUTTON}`)).toEqual(
        BUTTONS.map(({name}) => name)
    );
    onRpc("mail.activity", "search_read", () => expect.step("search"));
    await contains(`.o_cw_popover ${buttonOf(DONE)}`).click();
    expect.verifySteps([`press 11 of ${taskId}`, "search"]);
    expect(".o_cw_popover").toHaveCount(0);
    expect(".fc-event").toHaveCount(0);
});
