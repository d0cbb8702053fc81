import {animationFrame, tick} from "@odoo/hoot-mock";
import {
    applyPatch,
    pictureFrom,
} from "@crm_task_workflow/process_designer/model/picture";
import {mountWithCleanup, onRpc} from "@web/../tests/web_test_helpers";
import {ProcessDesigner} from "@crm_task_workflow/process_designer/process_designer/process_designer";
import {designerData} from "./picture_test_helpers";
import {expect} from "@odoo/hoot";

export const CANVAS = ".o-crm-ProcessCanvas";
export const block = (key) => `[data-step="${key}"]`;
export const port = (key, id) => `${block(key)} [data-port="${id}"]`;
export const item = (id) => `[data-item="${id}"]`;
export const act = (name) => `[data-act="${name}"]`;

/** A server that keeps what it is sent. */
export async function mountDesigner(values = {}) {
    let data = designerData(values);
    const saves = [];
    onRpc("crm.task.process", "get_designer", () => data);
    onRpc("crm.task.process", "get_palette", () => data.palette);
    onRpc("crm.task.process", "save_designer", ({args}) => {
        const [, steps, transitions] = args;
        const picture = pictureFrom(data);
        applyPatch(picture, {steps, transitions});
        data = designerData({
            ...values,
            steps: Object.values(picture.steps),
            transitions: Object.values(picture.transitions),
        });
        expect.step("save");
        saves.push({steps, transitions});
        return data;
    });
    let store = null;
    await mountWithCleanup(ProcessDesigner, {
        props: {
            processId: 1,
            register: (designed) => {
                store = designed;
            },
        },
    });
    await animationFrame();
    return {saves, store, picture: () => pictureFrom(data)};
}

export async function settle(store) {
    await store.saving;
    await tick();
    await animationFrame();
}
