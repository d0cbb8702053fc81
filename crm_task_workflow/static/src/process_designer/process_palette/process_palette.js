import {Component, useState} from "@odoo/owl";
import {fuzzyLookup} from "@web/core/utils/search";
import {kindOf} from "../model/kinds";

/** The blocks to draw with: every task type, and the other kinds of steps. */
export class ProcessPalette extends Component {
    static template = "crm_task_workflow.ProcessPalette";
    static props = {
        /** As `get_palette` of the process sends it */
        palette: Object,
        /** Gets an item that was clicked */
        pick: Function,
        /** Gets the event by which the pointer goes down on an item, and the item */
        drag: Function,
    };

    setup() {
        this.state = useState({text: "", isOpen: !this.env.isSmall});
    }

    /** On a phone the palette lies on the picture. */
    pick(item) {
        this.state.isOpen = !this.env.isSmall;
        this.props.pick(item);
    }

    get types() {
        return this.filter(
            this.props.palette.types.map(({id, name, icon}) => ({
                id: `type:${id}`,
                kind: "task",
                typeId: id,
                name,
                icon: icon || kindOf("task").icon,
                tone: kindOf("task").tone,
            }))
        );
    }

    get kinds() {
        return this.filter(
            this.props.palette.kinds.map(([kind, name]) => ({
                id: `kind:${kind}`,
                kind,
                name,
                icon: kindOf(kind).icon,
                tone: kindOf(kind).tone,
            }))
        );
    }

    filter(items) {
        const {text} = this.state;
        return text ? fuzzyLookup(text, items, ({name}) => name) : items;
    }
}
