import {Component} from "@odoo/owl";
import {DropdownItem} from "@web/core/dropdown/dropdown_item";
import {registry} from "@web/core/registry";

/** Works through all tasks that a list or kanban shows. */
export class WorkThroughMenu extends Component {
    static template = "crm_task_workflow.WorkThroughMenu";
    static components = {DropdownItem};
    static props = {};

    /** This component is gone with the open menu before the server answers. */
    async start() {
        const {searchModel, services} = this.env;
        const {context, domain} = searchModel;
        const action = await services.orm.call(
            "mail.activity",
            "action_work_through_list",
            [domain],
            {context}
        );
        await services.action.doAction(action);
    }
}

registry.category("cogMenu").add("crm_task_work_through", {
    Component: WorkThroughMenu,
    groupNumber: 1,
    isDisplayed: ({config, searchModel}) =>
        searchModel?.resModel === "mail.activity" &&
        config.actionType === "ir.actions.act_window" &&
        ["kanban", "list"].includes(config.viewType),
});
