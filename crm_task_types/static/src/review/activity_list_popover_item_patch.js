import {ActivityListPopoverItem} from "@mail/core/web/activity_list_popover_item";
import {TaskReview} from "@crm_task_types/review/task_review";
import {_t} from "@web/core/l10n/translation";
import {patch} from "@web/core/utils/patch";

ActivityListPopoverItem.components = {
    ...ActivityListPopoverItem.components,
    TaskReview,
};

patch(ActivityListPopoverItem.prototype, {
    get delayLabel() {
        return this.props.activity.isWaitingForReview
            ? _t("To review")
            : super.delayLabel;
    },

    get hasMarkDoneButton() {
        return super.hasMarkDoneButton && !this.props.activity.isWaitingForReview;
    },

    onReviewDecided() {
        const {activity, onActivityChanged} = this.props;
        const {res_model: model, res_id: id} = activity;
        onActivityChanged?.(this.env.services["mail.store"].Thread.insert({model, id}));
    },
});
