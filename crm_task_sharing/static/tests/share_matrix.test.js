import {
    MockServer,
    clickSave,
    contains,
    defineModels,
    fields,
    models,
    mountView,
    serverState,
} from "@web/../tests/web_test_helpers";
import {animationFrame, mockDate} from "@odoo/hoot-mock";
import {expect, test} from "@odoo/hoot";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {queryOne} from "@odoo/hoot-dom";

const EMAIL = 1;
const CALL = 2;

class Share extends models.Model {
    _name = "crm.task.share";

    owner_id = fields.Many2one({relation: "owner"});
    grantee_kind = fields.Selection({
        selection: [
            ["everyone", "Everyone"],
            ["team", "A sales team"],
            ["user", "A colleague"],
        ],
    });
    team_id = fields.Many2one({relation: "crm.team"});
    grantee_id = fields.Many2one({relation: "res.users"});
    activity_type_ids = fields.Many2many({relation: "mail.activity.type"});
    level = fields.Selection({
        selection: [
            ["none", "Nothing"],
            ["busy", "Free/busy"],
            ["read", "Read-only"],
            ["full", "Full access"],
        ],
    });
    date_from = fields.Date();
    date_until = fields.Date();
}

class Team extends models.Model {
    _name = "crm.team";

    name = fields.Char();

    _records = [{id: 1, name: "Europe"}];
}

class Owner extends models.Model {
    _name = "owner";

    task_share_ids = fields.One2many({
        relation: "crm.task.share",
        relation_field: "owner_id",
    });

    _records = [{id: 1}];
}

defineMailModels();
defineModels([Share, Team, Owner]);

const MATRIX = ".o-crm-ShareMatrix";

function setRules(...rules) {
    Share._records = rules.map((rule, index) => ({
        id: index + 1,
        owner_id: 1,
        activity_type_ids: [],
        ...rule,
    }));
    Owner._records = [{id: 1, task_share_ids: Share._records.map(({id}) => id)}];
}

function mountMatrix(attributes = "") {
    return mountView({
        resModel: "owner",
        resId: 1,
        type: "form",
        arch: `<form><field name="task_share_ids" widget="task_share_matrix" mode="list" ${attributes}>
            <list>
                <field name="grantee_kind"/>
                <field name="team_id"/>
                <field name="grantee_id"/>
                <field name="activity_type_ids" widget="many2many_tags"/>
                <field name="level"/>
                <field name="date_from"/>
                <field name="date_until"/>
            </list>
        </field></form>`,
    });
}

function cell(row, column) {
    return `${MATRIX} tbody tr:eq(${row}) td:eq(${column}) select`;
}

/** What is stored: rules as "who types level", in the order of their making. */
function rulesOnServer() {
    const [{task_share_ids}] = MockServer.env.owner.browse(1);
    return MockServer.env["crm.task.share"]
        .browse(task_share_ids)
        .map(({grantee_kind, activity_type_ids, level}) =>
            [grantee_kind, activity_type_ids.join("+") || "all", level].join(" ")
        );
}

async function choose(selector, text) {
    // Scrolling would close the choices
    queryOne(selector).scrollIntoView();
    await animationFrame();
    await contains(`${selector} input`).click();
    await contains(`.o-autocomplete--dropdown-item:contains(${text})`).click();
}

test("says so when nothing is shared", async () => {
    await mountMatrix();
    expect(`${MATRIX} [role=status]`).toHaveText(
        "You share nothing yet. Add somebody below."
    );
    expect(`${MATRIX} table`).toHaveCount(0);
});

test("shows rules by persons and types", async () => {
    setRules(
        {grantee_kind: "team", team_id: 1, level: "read"},
        {grantee_kind: "everyone", activity_type_ids: [EMAIL, CALL], level: "busy"},
        {grantee_kind: "everyone", activity_type_ids: [CALL], level: "none"}
    );
    await mountMatrix();
    expect(`${MATRIX} thead th`).toHaveCount(7);
    expect(`${MATRIX} thead th:eq(1)`).toHaveText("All types");
    expect(`${MATRIX} thead th:eq(2)`).toHaveText("Call");
    expect(`${MATRIX} thead th:eq(3)`).toHaveText("Email");
    expect(`${MATRIX} tbody th:eq(0)`).toHaveText("Everyone");
    expect(`${MATRIX} tbody th:eq(1)`).toHaveText("Europe");
    expect(cell(0, 0)).toHaveValue("");
    expect(cell(0, 1)).toHaveValue("none", {message: "the stricter of two"});
    expect(cell(0, 2)).toHaveValue("busy");
    expect(cell(1, 0)).toHaveValue("read");
    expect(cell(1, 0)).toHaveAttribute("aria-label", "Europe, All types");
});

test("a rule of several types gives away the cell that changes", async () => {
    setRules({
        grantee_kind: "everyone",
        activity_type_ids: [EMAIL, CALL],
        level: "busy",
    });
    await mountMatrix();
    await contains(cell(0, 1)).select("full");
    expect(cell(0, 1)).toHaveValue("full");
    expect(cell(0, 2)).toHaveValue("busy");
    await clickSave();
    expect(rulesOnServer()).toEqual(["everyone 1 busy", "everyone 2 full"]);
});

test("emptying the last type of a rule doesn't share all types", async () => {
    setRules(
        {grantee_kind: "everyone", activity_type_ids: [CALL], level: "full"},
        {grantee_kind: "everyone", level: "busy"}
    );
    await mountMatrix();
    await contains(cell(0, 1)).select("");
    await clickSave();
    expect(rulesOnServer()).toEqual(["everyone all busy"]);
});

test("a cell with two rules gets one", async () => {
    setRules(
        {grantee_kind: "everyone", level: "busy"},
        {grantee_kind: "everyone", level: "full"}
    );
    await mountMatrix();
    expect(cell(0, 0)).toHaveValue("busy");
    await contains(cell(0, 0)).select("read");
    await clickSave();
    expect(rulesOnServer()).toEqual(["everyone all read"]);
});

test("adds everyone, a team, a colleague and a type", async () => {
    await mountMatrix();
    await contains(`${MATRIX}-everyone`).click();
    expect(`${MATRIX}-everyone`).toHaveCount(0);
    await choose(`${MATRIX}-team`, "Europe");
    await choose(`${MATRIX}-type`, "Call");
    expect(`${MATRIX} tbody tr`).toHaveCount(2);
    await contains(cell(1, 1)).select("none");
    await clickSave();
    expect(rulesOnServer()).toEqual([
        "everyone all read",
        "team all read",
        "team 2 none",
    ]);
    expect(`${MATRIX} tbody tr`).toHaveCount(2);
});

test("the same colleague once more gets a row from today on", async () => {
    mockDate("2026-03-18 12:00:00");
    setRules({grantee_kind: "user", grantee_id: serverState.userId, level: "busy"});
    await mountMatrix();
    await choose(`${MATRIX}-colleague`, "Mitchell Admin");
    expect(`${MATRIX} tbody tr`).toHaveCount(2);
    await clickSave();
    const [, added] = MockServer.env["crm.task.share"].search_read([]);
    expect(added.date_from).toBe("2026-03-18");
    expect(added.grantee_id[0]).toBe(serverState.userId);
});

test("removes a row", async () => {
    setRules(
        {grantee_kind: "everyone", level: "busy"},
        {grantee_kind: "team", team_id: 1, level: "full"},
        {grantee_kind: "team", team_id: 1, activity_type_ids: [CALL], level: "none"}
    );
    await mountMatrix();
    await contains(`${MATRIX} tbody tr:eq(1) button`).click();
    expect(`${MATRIX} tbody tr`).toHaveCount(1);
    await clickSave();
    expect(rulesOnServer()).toEqual(["everyone all busy"]);
});

test("only tells when it is readonly", async () => {
    setRules({grantee_kind: "everyone", level: "busy"});
    await mountMatrix(`readonly="1"`);
    expect(`${MATRIX} .badge`).toHaveText("Free/busy");
    expect(`${MATRIX} select, ${MATRIX} button, ${MATRIX}-add`).toHaveCount(0);
});
