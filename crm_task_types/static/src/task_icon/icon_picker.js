import {Component, useState} from "@odoo/owl";
import {ICON_LABELS, iconLabel} from "./icons";
import {normalize} from "@web/core/l10n/utils";
import {useAutofocus} from "@web/core/utils/hooks";
import {useNavigation} from "@web/core/navigation/navigation";

const COLUMNS = 8;

/** What one can pick an icon from: in a popover, or in a sheet on a phone. */
export class IconPicker extends Component {
    static template = "crm_task_types.IconPicker";
    static props = {
        value: {type: String, optional: true},
        // Gets the name of the icon, false to have none
        onPick: {type: Function},
        // Given by popovers, but not by sheets
        close: {type: Function, optional: true},
    };

    setup() {
        this.state = useState({term: ""});
        useAutofocus();
        useNavigation("grid", {
            hotkeys: {
                // Leaves the grid, as anywhere else
                tab: false,
                "shift+tab": false,
                arrowright: (navigator) => navigator.next(),
                arrowleft: (navigator) => navigator.previous(),
                arrowdown: (navigator) => this.moveBy(navigator, COLUMNS),
                arrowup: (navigator) => this.moveBy(navigator, -COLUMNS),
            },
        });
    }

    get icons() {
        const term = normalize(this.state.term.trim());
        return Object.keys(ICON_LABELS)
            .map((name) => ({name, label: iconLabel(name)}))
            .filter(({name, label}) => normalize(`${label} ${name}`).includes(term));
    }

    moveBy(navigator, count) {
        navigator.items[navigator.activeItemIndex + count]?.setActive();
    }

    onSearchKeydown(ev) {
        const [first] = this.icons;
        if (ev.key === "Enter" && this.state.term.trim() && first) {
            ev.preventDefault();
            this.props.onPick(first.name);
        }
    }
}
