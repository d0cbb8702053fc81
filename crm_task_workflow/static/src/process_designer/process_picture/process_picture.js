import {Component, useRef, useState} from "@odoo/owl";
import {ProcessCanvas} from "../process_canvas/process_canvas";
import {ProcessToolbar} from "../process_toolbar/process_toolbar";

const ZOOM_STEP = 1.25;
const VIEW_KEYS = {"+": "zoomIn", "-": "zoomOut", 0: "fit"};

/** What changes the view only; `picture` has a `viewport` and `state.isFull`. */
export function lookAround({viewport, state}, name) {
    if (name === "zoomIn" || name === "zoomOut") {
        viewport.zoom(name === "zoomIn" ? ZOOM_STEP : 1 / ZOOM_STEP);
    } else if (name === "fit") {
        viewport.fit();
    } else if (name === "toggleFull") {
        state.isFull = !state.isFull;
    }
}

/** A picture that is only looked at, with a toolbar to move about in it. */
export class ProcessPicture extends Component {
    static template = "crm_task_workflow.ProcessPicture";
    static components = {ProcessCanvas, ProcessToolbar};
    static props = {
        board: Object,
        /** Gets the key of a step that was clicked */
        open: {type: Function, optional: true},
        slots: {type: Object, optional: true},
    };

    setup() {
        this.root = useRef("root");
        this.state = useState({isFull: false});
    }

    setViewport(viewport) {
        this.viewport = viewport;
    }

    act(name) {
        lookAround(this, name);
    }

    onKeydown(ev) {
        const name = VIEW_KEYS[ev.key];
        if (ev.key === "Escape" && this.state.isFull) {
            this.state.isFull = false;
        } else if (name && !ev.ctrlKey && !ev.target.closest("input")) {
            this.act(name);
        } else {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
    }
}
