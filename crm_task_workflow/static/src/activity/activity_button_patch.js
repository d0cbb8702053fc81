import {ActivityButton} from "@mail/core/web/activity_button";
import {patch} from "@web/core/utils/patch";

patch(ActivityButton.prototype, {
    /** An outcome may have moved or closed the lead: it belongs elsewhere in the view. */
    onActivityChanged() {
        super.onActivityChanged(...arguments);
        const {model, resModel} = this.props.record;
        if (resModel === "crm.lead" && model.root !== this.props.record) {
            model.root.load();
        }
    },
});
