import {Component} from "@odoo/owl";
import {Dialog} from "@web/core/dialog/dialog";
import {_t} from "@web/core/l10n/translation";

/** Which key does what. */
export class QueueHelp extends Component {
    static template = "crm_task_workflow.QueueHelp";
    static components = {Dialog};
    static props = {buttons: Array, close: Function};

    get title() {
        return _t("Keys of the work queue");
    }

    get keys() {
        return [
            ...this.props.buttons
                .filter(({digit}) => digit)
                .map(({digit, name}) => ({key: digit, does: name})),
            {key: "N", does: _t("Next task, leave this one as it is")},
            {key: "S", does: _t("Skip: have this task again after all others")},
            {key: "U", does: _t("Take back the last press")},
            {key: "?", does: _t("This help")},
        ];
    }
}
