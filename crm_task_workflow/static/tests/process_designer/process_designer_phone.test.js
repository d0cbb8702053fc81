import {block, item, mountDesigner, settle} from "./designer_test_helpers";
import {describe, expect, test} from "@odoo/hoot";
import {animationFrame} from "@odoo/hoot-mock";
import {click} from "@odoo/hoot-dom";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";

describe.current.tags("mobile");
defineMailModels();

test("the palette lies on the picture and goes when something was picked", async () => {
    const {store} = await mountDesigner();
    expect(block("call")).toHaveCount(1);
    expect(item("kind:end")).toHaveCount(0);
    await click(".o-crm-ProcessPalette button");
    await animationFrame();
    await click(item("kind:end"));
    await settle(store);
    expect(item("kind:end")).toHaveCount(0);
    expect(".o-crm-ProcessBlock").toHaveCount(5);
    expect.verifySteps(["save"]);
});
