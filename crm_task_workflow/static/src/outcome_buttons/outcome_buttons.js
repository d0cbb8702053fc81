import {Component, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";

const STYLE_CLASSES = {
    primary: "btn-primary",
    secondary: "btn-secondary",
    success: "btn-outline-success",
    warning: "btn-outline-warning",
    danger: "btn-outline-danger",
};

/** The buttons that tell how a task ended. They rest while one of them does its work. */
export class OutcomeButtons extends Component {
    static template = "crm_task_workflow.OutcomeButtons";
    static props = {
        buttons: Array,
        /** Gets the button; the others rest until what it returns is settled. */
        press: Function,
        iconsOnly: {type: Boolean, optional: true},
        /** The key of each button stands on it. */
        showsKeys: {type: Boolean, optional: true},
        size: {validate: (size) => ["sm", "md", "lg"].includes(size), optional: true},
    };
    static defaultProps = {iconsOnly: false, showsKeys: false, size: "sm"};

    setup() {
        this.state = useState({pressed: null});
    }

    /** What needs no more input is as good as done: the task fades. */
    get isFading() {
        return Boolean(this.state.pressed && !this.state.pressed.asks);
    }

    buttonClass({style}) {
        return `btn-${this.props.size} ${STYLE_CLASSES[style] || STYLE_CLASSES.secondary}`;
    }

    title({name, digit}) {
        return digit ? _t("%(name)s (key %(digit)s)", {name, digit}) : name;
    }

    async onClick(button) {
        if (this.state.pressed) {
            return;
        }
        this.state.pressed = button;
        try {
            await this.props.press(button);
        } finally {
            this.state.pressed = null;
        }
    }
}
