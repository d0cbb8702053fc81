import {Component, useEffect, useRef, useState} from "@odoo/owl";
import {iconOf, kindOf, typeOf} from "../model/kinds";
import {portsOf, waysFrom} from "../model/ports";
import {_t} from "@web/core/l10n/translation";
import {portOffset} from "../model/geometry";

/** A step: icon and name, a port for each way on, and what there is to tell of it. */
export class ProcessBlock extends Component {
    static template = "crm_task_workflow.ProcessBlock";
    static props = {
        board: Object,
        stepKey: String,
        rename: {type: Function, optional: true},
    };

    setup() {
        this.board = useState(this.props.board);
        this.input = useRef("input");
        useEffect(
            (input) => {
                input?.focus();
                input?.select();
            },
            () => [this.input.el]
        );
    }

    get key() {
        return this.props.stepKey;
    }

    get step() {
        return this.board.picture.steps[this.key];
    }

    get problem() {
        return this.board.problems[this.key];
    }

    get counts() {
        return this.board.counts[this.key];
    }

    get isRenaming() {
        return this.board.renaming === this.key;
    }

    get icon() {
        return iconOf(this.step, this.board.types);
    }

    get typeName() {
        return typeOf(this.step, this.board.types)?.name || "";
    }

    get title() {
        return [this.step.name, this.typeName !== this.step.name && this.typeName]
            .filter(Boolean)
            .join(" · ");
    }

    get label() {
        const {problem} = this;
        return problem
            ? _t("%(step)s. %(problem)s", {step: this.title, problem: problem.text})
            : this.title;
    }

    get classes() {
        const {tone} = kindOf(this.step.kind);
        return {
            [`o-crm-ProcessBlock-${tone}`]: true,
            "o-crm-ProcessBlock-selected": this.board.selected[this.key],
            "o-crm-ProcessBlock-refuses":
                this.board.connecting && !kindOf(this.step.kind).enters,
        };
    }

    get style() {
        const {x, y} = this.step;
        return `left: ${x}px; top: ${y}px`;
    }

    get ports() {
        const {step} = this;
        const ways = waysFrom(this.board.picture, this.key);
        const ports = portsOf(step, this.board.types, ways);
        return ports.map((port) => {
            const {x, y} = portOffset(step, ports, port.id);
            return {...port, placement: `left: ${x}px; top: ${y}px`};
        });
    }

    get hasFoot() {
        return this.ports.some(({side}) => side === "below");
    }

    portTitle({name}) {
        return this.board.isReadonly ? name : _t("%s: drag to the next block", name);
    }

    startRenaming() {
        this.board.renaming = this.key;
    }

    onRenamed(ev) {
        if (!this.isRenaming) {
            return;
        }
        this.board.renaming = "";
        const name = ev.target.value.trim();
        if (name && name !== this.step.name) {
            this.props.rename(this.key, name);
        }
    }

    onRenameKeydown(ev) {
        if (ev.key === "Escape") {
            this.board.renaming = "";
        } else if (ev.key === "Enter") {
            this.onRenamed(ev);
        } else {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
    }
}
