import {
    Component,
    onMounted,
    toRaw,
    useExternalListener,
    useRef,
    useState,
} from "@odoo/owl";
import {
    connectGesture,
    moveGesture,
    panGesture,
    rubberGesture,
} from "./canvas_gestures";
import {gridStyle, layerStyle, rectStyle} from "../model/geometry";
import {select, selectWay, toggleSelected} from "../model/board";
import {ProcessBlock} from "../process_block/process_block";
import {ProcessWay} from "../process_way/process_way";
import {ProcessWayDraft} from "../process_way/process_way_draft";
import {Viewport} from "./viewport";
import {followPointer} from "./pointer_drag";
import {usePinch} from "./pinch";

/** The picture itself: blocks and ways, and what pointer and keyboard do with them. */
export class ProcessCanvas extends Component {
    static template = "crm_task_workflow.ProcessCanvas";
    static components = {ProcessBlock, ProcessWay, ProcessWayDraft};
    static props = {
        board: Object,
        /** Gets the key of a step that was clicked */
        open: {type: Function, optional: true},
        openWay: {type: Function, optional: true},
        /** Gets `{key: {x, y}}` */
        move: {type: Function, optional: true},
        /** Gets keys of two steps and, between them, the id of a port */
        connect: {type: Function, optional: true},
        rename: {type: Function, optional: true},
        /** Gets the `Viewport` */
        register: {type: Function, optional: true},
        slots: {type: Object, optional: true},
    };

    setup() {
        this.board = useState(this.props.board);
        this.root = useRef("root");
        this.isSpaceDown = false;
        this.isPointing = false;
        this.viewport = new Viewport(this.props.board, this.root);
        this.pinch = usePinch((before, now) => this.viewport.pinch(before, now));
        this.props.register?.(this.viewport);
        onMounted(() => this.viewport.fit());
        useExternalListener(window, "pointerup", () => {
            this.isPointing = false;
        });
        useExternalListener(window, "keyup", ({key}) => {
            this.isSpaceDown = this.isSpaceDown && key !== " ";
        });
    }

    get stepKeys() {
        return Object.keys(this.board.picture.steps);
    }

    get wayKeys() {
        return Object.keys(this.board.picture.transitions);
    }

    get layerStyle() {
        return layerStyle(this.board.view);
    }

    get gridStyle() {
        return gridStyle(this.board.view);
    }

    get rubberStyle() {
        return rectStyle(this.board.rubber);
    }

    onWheel(ev) {
        const hasFocus = this.root.el
            .closest(".o-crm-ProcessPicture")
            ?.contains(document.activeElement);
        if (!ev.ctrlKey && !hasFocus) {
            return;
        }
        ev.preventDefault();
        this.viewport.roll(ev);
    }

    // ---- the pointer

    onPointerDown(ev) {
        this.isPointing = true;
        if (ev.target.closest("input, [data-own-click]")) {
            return;
        }
        if (this.pinch.second(ev)) {
            return;
        }
        const handlers = this.gesture(ev);
        this.pinch.first(ev, handlers && followPointer(ev, handlers));
    }

    gesture(ev) {
        if (ev.button === 1 || (ev.button === 0 && this.isSpaceDown)) {
            return panGesture(this.board);
        }
        if (ev.button !== 0) {
            return null;
        }
        const port = ev.target.closest("[data-port]")?.dataset.port;
        const step = ev.target.closest("[data-step]")?.dataset.step;
        const way = ev.target.closest("[data-way]")?.dataset.way;
        if (step) {
            return this.stepGesture(ev, step, port);
        }
        return way ? this.wayGesture(way) : this.groundGesture(ev);
    }

    stepGesture(ev, key, port) {
        const raw = toRaw(this.board);
        const connecting = raw.connecting;
        if (connecting) {
            this.board.connecting = null;
            return {
                onClick: () =>
                    this.props.connect(connecting.origin, connecting.port, key),
            };
        }
        if (raw.isReadonly) {
            return panGesture(this.board, {onClick: () => this.props.open?.(key)});
        }
        if (port) {
            return connectGesture(this.board, {
                origin: key,
                port,
                toPicture: (place) => this.viewport.toPicture(place),
                connect: (...way) => this.props.connect(...way),
            });
        }
        if (ev.shiftKey || ev.ctrlKey || ev.metaKey) {
            toggleSelected(this.board, key);
            return moveGesture(this.board, {drop: this.props.move});
        }
        if (!raw.selected[key]) {
            select(this.board, [key]);
        }
        return moveGesture(this.board, {
            drop: this.props.move,
            onClick: () => {
                select(this.board, [key]);
                this.props.open?.(key);
            },
        });
    }

    wayGesture(key) {
        selectWay(this.board, key);
        return null;
    }

    groundGesture(ev) {
        const raw = toRaw(this.board);
        if (raw.connecting) {
            this.board.connecting = null;
            return null;
        }
        if (raw.isReadonly || ev.pointerType === "touch") {
            return panGesture(this.board, {onClick: () => select(this.board, [])});
        }
        return rubberGesture(this.board, {
            start: this.viewport.toPicture(ev),
            toPicture: (place) => this.viewport.toPicture(place),
            isAdding: ev.shiftKey,
        });
    }

    onPointerMove(ev) {
        if (toRaw(this.board).connecting) {
            this.board.pointer = this.viewport.toPicture(ev);
        }
    }

    onDblclick(ev) {
        const key = ev.target.closest("[data-way]")?.dataset.way;
        if (key) {
            this.props.openWay?.(key);
        }
    }

    // ---- the keyboard: what concerns the block or port that has the focus

    onFocusin(ev) {
        const raw = toRaw(this.board);
        const step = ev.target.closest("[data-step]")?.dataset.step;
        const way = ev.target.closest("[data-way]")?.dataset.way;
        if (way && raw.selectedWay !== way && !raw.isReadonly) {
            selectWay(this.board, way);
        } else if (step && !raw.selected[step] && !this.isPointing) {
            select(this.board, [step]);
        }
    }

    onKeydown(ev) {
        if (ev.target.closest("input")) {
            return;
        }
        if (ev.key === " " && !ev.target.closest("button")) {
            this.isSpaceDown = true;
            ev.preventDefault();
        }
        if (
            ev.key === "Enter" ||
            (ev.key === " " && ev.target.closest("[data-port]"))
        ) {
            this.onEnter(ev);
        }
    }

    onEnter(ev) {
        const {dataset} = ev.target;
        const key = ev.target.closest("[data-step]")?.dataset.step;
        const raw = toRaw(this.board);
        if (ev.target.closest("[data-own-click]")) {
            return;
        }
        if (dataset.port && !raw.isReadonly && !raw.connecting) {
            const {x, y} = toRaw(raw.picture.steps[key]);
            this.board.pointer = {x, y};
            this.board.connecting = {origin: key, port: dataset.port};
        } else if (key && raw.connecting) {
            const {connecting} = raw;
            this.board.connecting = null;
            this.props.connect(connecting.origin, connecting.port, key);
        } else if (key) {
            this.props.open?.(key);
        } else if (dataset.way) {
            this.props.openWay?.(dataset.way);
        } else {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
    }
}
