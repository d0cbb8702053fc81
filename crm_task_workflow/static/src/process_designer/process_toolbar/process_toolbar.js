import {Component, useState} from "@odoo/owl";
import {Dropdown} from "@web/core/dropdown/dropdown";
import {DropdownItem} from "@web/core/dropdown/dropdown_item";
import {_t} from "@web/core/l10n/translation";

/** What can be done to the picture as a whole. */
export class ProcessToolbar extends Component {
    static template = "crm_task_workflow.ProcessToolbar";
    static components = {Dropdown, DropdownItem};
    static props = {
        board: Object,
        /** The command stack; without one nothing can be changed */
        stack: {type: [Object, {value: null}], optional: true},
        problems: {type: Array, optional: true},
        isSaving: {type: Boolean, optional: true},
        isFull: Boolean,
        /** Gets the name of what was pressed */
        act: Function,
        /** Gets the problem that was chosen */
        showProblem: {type: Function, optional: true},
    };
    static defaultProps = {stack: null, problems: []};

    setup() {
        this.board = useState(this.props.board);
        this.stack = this.props.stack && useState(this.props.stack);
    }

    get canEdit() {
        return Boolean(this.stack) && !this.board.isReadonly;
    }

    get hasSelection() {
        const {selected, selectedWay} = this.board;
        return Boolean(selectedWay || Object.keys(selected).length);
    }

    get editButtons() {
        return [
            {
                name: "undo",
                icon: "fa-undo",
                title: _t("Undo (Ctrl+Z)"),
                isOff: !this.stack.canUndo,
            },
            {
                name: "redo",
                icon: "fa-repeat",
                title: _t("Redo (Ctrl+Y)"),
                isOff: !this.stack.canRedo,
            },
            {
                name: "remove",
                icon: "fa-trash",
                title: _t("Delete (Del)"),
                isOff: !this.hasSelection,
            },
            {
                name: "arrange",
                icon: "fa-magic",
                title: _t("Arrange the blocks"),
                isOff: false,
            },
        ];
    }

    get viewButtons() {
        const full = this.props.isFull;
        return [
            {name: "zoomOut", icon: "fa-search-minus", title: _t("Smaller (−)")},
            {name: "zoomIn", icon: "fa-search-plus", title: _t("Larger (+)")},
            {name: "fit", icon: "fa-arrows-alt", title: _t("Show all of it (0)")},
            {
                name: "toggleFull",
                icon: full ? "fa-compress" : "fa-expand",
                title: full ? _t("Back to the form (Esc)") : _t("Use the whole window"),
            },
        ];
    }

    get percent() {
        return `${Math.round(this.board.view.scale * 100)}%`;
    }

    get errorCount() {
        return this.props.problems.filter(({level}) => level === "error").length;
    }

    get problemClass() {
        if (this.errorCount) {
            return "btn-outline-danger";
        }
        return this.props.problems.length
            ? "btn-outline-warning"
            : "btn-outline-success";
    }

    get problemText() {
        const count = this.props.problems.length;
        return count ? _t("%s to look at", count) : _t("Nothing is wrong");
    }
}
