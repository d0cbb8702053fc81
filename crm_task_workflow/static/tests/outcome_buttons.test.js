import {
    BUTTON,
    BUTTONS,
    CHANGE,
    DONE,
    NO_ANSWER,
    buttonOf,
    defineOutcomeModels,
} from "./outcome_test_helpers";
import {Deferred, animationFrame} from "@odoo/hoot-mock";
import {click, queryAll, queryAllTexts, queryOne, queryRect} from "@odoo/hoot-dom";
import {expect, test} from "@odoo/hoot";
import {OutcomeButtons} from "@crm_task_workflow/outcome_buttons/outcome_buttons";
import {mountWithCleanup} from "@web/../tests/web_test_helpers";

const GROUP = ".o-crm-OutcomeButtons";

defineOutcomeModels();

function mountButtons(props) {
    return mountWithCleanup(OutcomeButtons, {
        props: {buttons: BUTTONS, press: ({name}) => expect.step(name), ...props},
    });
}

test("shows the buttons in order, with icon, name and style", async () => {
    await mountButtons();
    expect(queryAllTexts(BUTTON)).toEqual([
        "Done",
        "Change",
        "No answer",
        "Close deal",
    ]);
    expect(`${buttonOf(DONE)} i`).toHaveClass(["fa", "fa-check"]);
    expect(
        queryAll(BUTTON).map((el) => el.className.match(/btn-(?!sm)\S+/u)[0])
    ).toEqual([
        "btn-primary",
        "btn-secondary",
        "btn-outline-warning",
        "btn-outline-danger",
    ]);
    expect(BUTTON).toHaveClass("btn-sm");
});

test("an unknown style is plain", async () => {
    await mountButtons({buttons: [{...DONE, style: "purple"}]});
    expect(BUTTON).toHaveClass("btn-secondary");
});

test("title and label tell the name and the key", async () => {
    await mountButtons();
    expect(buttonOf(DONE)).toHaveAttribute("title", "Done (key 1)");
    expect(buttonOf(DONE)).toHaveAttribute("aria-label", "Done (key 1)");
    expect(buttonOf(NO_ANSWER)).toHaveAttribute("aria-label", "No answer");
    expect(GROUP).toHaveAttribute("role", "group");
    expect(GROUP).toHaveAttribute("aria-label", "Outcomes");
});

test("icons alone, and the name of what has none", async () => {
    await mountButtons({buttons: [DONE, {...CHANGE, icon: false}], iconsOnly: true});
    expect(queryAllTexts(BUTTON)).toEqual(["", "Change"]);
    expect(`${buttonOf(CHANGE)} i`).toHaveCount(0);
    expect(buttonOf(DONE)).toHaveAttribute("title", "Done (key 1)");
});

test("comes in other sizes", async () => {
    await mountButtons({size: "lg"});
    expect(BUTTON).toHaveClass("btn-lg");
    expect(BUTTON).not.toHaveClass("btn-sm");
});

test("a second click while a press is under way does nothing", async () => {
    const answer = new Deferred();
    await mountButtons({
        press: ({name}) => {
            expect.step(name);
            return answer;
        },
    });
    await click(buttonOf(NO_ANSWER));
    await click(buttonOf(NO_ANSWER));
    await animationFrame();
    expect.verifySteps(["No answer"]);
    expect(`${BUTTON}:disabled`).toHaveCount(4);
    expect(GROUP).toHaveClass("o-crm-OutcomeButtons-fading");
    expect(GROUP).toHaveAttribute("aria-busy", "true");

    answer.resolve();
    await animationFrame();
    expect(`${BUTTON}:disabled`).toHaveCount(0);
    expect(GROUP).not.toHaveClass("o-crm-OutcomeButtons-fading");
    expect(GROUP).toHaveAttribute("aria-busy", "false");
});

test("a task doesn't fade before its questions are answered", async () => {
    const answer = new Deferred();
    await mountButtons({press: () => answer});
    await click(buttonOf(CHANGE));
    await animationFrame();
    expect(`${BUTTON}:disabled`).toHaveCount(4);
    expect(GROUP).not.toHaveClass("o-crm-OutcomeButtons-fading");
});

test("the buttons come back after an error", async () => {
    expect.errors(1);
    const answer = new Deferred();
    await mountButtons({press: () => answer});
    await click(buttonOf(DONE));
    await animationFrame();
    expect(`${BUTTON}:disabled`).toHaveCount(4);
    answer.reject(new Error("Closed by Anna already"));
    await animationFrame();
    expect(`${BUTTON}:disabled`).toHaveCount(0);
    expect.verifyErrors(["Closed by Anna already"]);
});

test("a click goes no further", async () => {
    await mountButtons();
    const {parentElement} = queryOne(GROUP);
    parentElement.addEventListener("click", () => expect.step("outside"));
    await click(buttonOf(DONE));
    expect.verifySteps(["Done"]);
});

test.tags("mobile");
test("buttons are large enough for a finger, and wrap", async () => {
    await mountButtons({
        buttons: [...BUTTONS, ...BUTTONS.map((b) => ({...b, id: -b.id}))],
    });
    const rects = queryAll(BUTTON).map((el) => queryRect(el));
    expect(Math.min(...rects.map(({height}) => height))).toBeGreaterThan(43);
    expect(Math.min(...rects.map(({width}) => width))).toBeGreaterThan(43);
    expect(Math.max(...rects.map(({right}) => right))).toBeLessThan(376);
    expect(new Set(rects.map(({top}) => top)).size).toBeGreaterThan(1);
});
