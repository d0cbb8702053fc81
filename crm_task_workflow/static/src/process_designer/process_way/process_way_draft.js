import {Component, useState} from "@odoo/owl";
import {curve, portOffset} from "../model/geometry";
import {portsOf, waysFrom} from "../model/ports";

/** A way that is being drawn, from its port to the pointer. */
export class ProcessWayDraft extends Component {
    static template = "crm_task_workflow.ProcessWayDraft";
    static props = {board: Object};

    setup() {
        this.board = useState(this.props.board);
    }

    get path() {
        const {picture, types, connecting, pointer} = this.board;
        const step = picture.steps[connecting.origin];
        const ports = portsOf(step, types, waysFrom(picture, step.key));
        const {x, y, side} = portOffset(step, ports, connecting.port);
        const from = {x: step.x + x, y: step.y + y, side};
        return curve(from, {...pointer, side: "left"}).path;
    }
}
