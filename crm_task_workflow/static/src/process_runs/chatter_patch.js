import {Chatter} from "@mail/chatter/web_portal/chatter";
import {patch} from "@web/core/utils/patch";

patch(Chatter.prototype, {
    async openProcessRuns() {
        const {action, orm} = this.env.services;
        const {model, id} = this.state.thread;
        action.doAction(await orm.call(model, "action_open_process_runs", [[id]]));
    },
});
