import {Component, useState} from "@odoo/owl";
import {portsOf, waysFrom} from "../model/ports";
import {_t} from "@web/core/l10n/translation";
import {wayCurve} from "../model/geometry";

const MAX_LABEL = 26;

function shorten(text) {
    return text.length > MAX_LABEL ? `${text.slice(0, MAX_LABEL - 1)}…` : text;
}

/** A transition: an arrow with a label. */
export class ProcessWay extends Component {
    static template = "crm_task_workflow.ProcessWay";
    static props = {board: Object, wayKey: String};

    setup() {
        this.board = useState(this.props.board);
    }

    get way() {
        return this.board.picture.transitions[this.props.wayKey];
    }

    get origin() {
        return this.board.picture.steps[this.way.origin];
    }

    get target() {
        return this.board.picture.steps[this.way.target];
    }

    get isDrawable() {
        return Boolean(this.way && this.origin && this.target);
    }

    get ways() {
        return waysFrom(this.board.picture, this.way.origin);
    }

    get curve() {
        const ports = portsOf(this.origin, this.board.types, this.ways);
        return wayCurve(this.way, this.origin, this.target, ports);
    }

    get label() {
        const {name, branch, domain, variable_domain: condition} = this.way;
        if (name || branch) {
            const ports = portsOf(this.origin, this.board.types, this.ways);
            return name || ports.find(({id}) => id === branch)?.name || "";
        }
        if (domain || condition) {
            return domain || condition;
        }
        return this.way.is_default && this.ways.length > 1 ? _t("Otherwise") : "";
    }

    get shortLabel() {
        return shorten(this.label);
    }

    get title() {
        const names = {origin: this.origin.name, target: this.target.name};
        return this.label
            ? _t("From “%(origin)s” to “%(target)s”: %(label)s", {
                  ...names,
                  label: this.label,
              })
            : _t("From “%(origin)s” to “%(target)s”", names);
    }

    get classes() {
        const {selectedWay, selected, taken} = this.board;
        const {origin, target} = this.way;
        return {
            "o-crm-ProcessWay-selected": selectedWay === this.props.wayKey,
            "o-crm-ProcessWay-near": selected[origin] || selected[target],
            "o-crm-ProcessWay-taken": taken[this.props.wayKey],
        };
    }
}
