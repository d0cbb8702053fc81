import {BRANCH, DEFAULT, connectionPatch, isFree} from "../model/ports";
import {Component, onWillStart, toRaw, useExternalListener, useState} from "@odoo/owl";
import {HEAD, WIDTH, freePlace} from "../model/geometry";
import {emptyPatch, joinPatches, movePatch, newKey} from "../model/picture";
import {EDITS} from "./edits";
import {FormViewDialog} from "@web/views/view_dialogs/form_view_dialog";
import {PictureStore} from "./picture_store";
import {ProcessCanvas} from "../process_canvas/process_canvas";
import {ProcessPalette} from "../process_palette/process_palette";
import {ProcessToolbar} from "../process_toolbar/process_toolbar";
import {_t} from "@web/core/l10n/translation";
import {followPointer} from "../process_canvas/pointer_drag";
import {kindOf} from "../model/kinds";
import {lookAround} from "../process_picture/process_picture";
import {select} from "../model/board";
import {shortcutOf} from "./shortcuts";
import {useService} from "@web/core/utils/hooks";

const STEP_MODEL = "crm.task.process.step";
const WAY_MODEL = "crm.task.process.transition";
const GAP = 72;
/** Draws a process: palette, canvas and toolbar around one picture. */
export class ProcessDesigner extends Component {
    static template = "crm_task_workflow.ProcessDesigner";
    static components = {ProcessCanvas, ProcessPalette, ProcessToolbar};
    static props = {
        processId: Number,
        /** Called when something was saved */
        onSaved: {type: Function, optional: true},
        /** Gets the store, to wait for what it has to save */
        register: {type: Function, optional: true},
    };

    setup() {
        this.dialog = useService("dialog");
        const {processId, onSaved} = this.props;
        this.store = new PictureStore(useService("orm"), processId, {onSaved});
        this.board = useState(this.store.board);
        this.saved = useState(this.store.state);
        this.state = useState({isFull: false, ghost: null});
        this.props.register?.(this.store);
        onWillStart(() => this.store.load());
        // A task type that was made in another tab is there as soon as one comes back.
        useExternalListener(window, "focus", () => this.store.loadPalette());
    }

    setViewport(viewport) {
        this.viewport = viewport;
    }

    get isEmpty() {
        return !Object.keys(this.board.picture.steps).length;
    }

    get picture() {
        return this.store.picture;
    }

    get selectedKeys() {
        return Object.keys(toRaw(toRaw(this.board).selected));
    }

    // ---- blocks

    /** Add a block at a place; `values` as in a patch. */
    async add(item, place, way = null) {
        if (kindOf(item.kind).needs) {
            return this.addInForm(item, place, way);
        }
        const key = newKey();
        const patch = emptyPatch();
        patch.steps[key] = {
            kind: item.kind,
            name: item.name,
            x: place.x,
            y: place.y,
            settings: item.typeId ? {activity_type_id: item.typeId} : {},
        };
        const picture = {
            ...this.picture,
            steps: {...this.picture.steps, ...patch.steps},
        };
        const connection =
            way &&
            connectionPatch(
                picture,
                toRaw(this.board).types,
                way.origin,
                way.port,
                key
            );
        select(this.board, [key]);
        await this.store.run(connection ? joinPatches(patch, connection) : patch);
    }

    /** Some kinds can't be without what their form asks for. */
    addInForm(item, {x, y}, way) {
        const before = new Set(Object.keys(this.picture.steps));
        this.dialog.add(FormViewDialog, {
            resModel: STEP_MODEL,
            title: item.name,
            canExpand: false,
            context: {
                default_process_id: this.props.processId,
                default_kind: item.kind,
                default_position_x: x,
                default_position_y: y,
                is_drawn: true,
            },
            onRecordSaved: async () => {
                await this.store.reload();
                const keys = Object.keys(this.picture.steps);
                const key = keys.find((drawn) => !before.has(drawn));
                select(this.board, [key]);
                if (way) {
                    await this.connect(way.origin, way.port, key);
                }
            },
        });
    }

    /** An item of the palette was pressed: it comes after the selected block. */
    pick(item) {
        const steps = Object.values(this.picture.steps);
        const [key] = this.selectedKeys;
        const last = this.selectedKeys.length === 1 ? this.picture.steps[key] : null;
        if (!last) {
            const middle = this.viewport.inPicture(this.viewport.center);
            const place = {x: middle.x - WIDTH / 2, y: middle.y - HEAD};
            return this.add(item, freePlace(steps, place));
        }
        const isOpen = kindOf(last.kind).leaves && isFree(this.picture, last, DEFAULT);
        const place = freePlace(steps, {x: last.x + WIDTH + GAP, y: last.y});
        return this.add(item, place, isOpen ? {origin: key, port: DEFAULT} : null);
    }

    dragItem(ev, item) {
        if (ev.button !== 0) {
            return;
        }
        const end = () => {
            this.state.ghost = null;
        };
        followPointer(ev, {
            onMove: ({clientX, clientY}) => {
                this.state.ghost = {...item, x: clientX, y: clientY};
            },
            onEnd: (up) => {
                end();
                if (this.viewport.contains(up)) {
                    const {x, y} = this.viewport.toPicture(up);
                    const place = {x: x - WIDTH / 2, y: y - HEAD / 2};
                    this.add(item, freePlace(Object.values(this.picture.steps), place));
                }
            },
            onCancel: end,
        });
    }

    get ghostStyle() {
        const {x, y} = this.state.ghost;
        return `left: ${x - WIDTH / 2}px; top: ${y - HEAD / 2}px`;
    }

    async open(key) {
        await this.store.saving;
        this.openForm(STEP_MODEL, key, this.picture.steps[key]?.name);
    }

    async openWay(key) {
        await this.store.saving;
        this.openForm(WAY_MODEL, key, _t("Transition"));
    }

    openForm(resModel, key, title) {
        const resId = this.store.ids[key];
        if (resId) {
            this.dialog.add(FormViewDialog, {
                resModel,
                resId,
                title,
                readonly: this.board.isReadonly,
                canExpand: false,
                onRecordSaved: () => this.store.reload(),
            });
        }
    }

    // ---- what the canvas asks for

    move(positions) {
        return this.store.run(movePatch(this.picture, positions));
    }

    async connect(origin, port, target) {
        const {types} = toRaw(this.board);
        const patch = connectionPatch(this.picture, types, origin, port, target);
        if (!patch) {
            return;
        }
        await this.store.run(patch);
        if (port === BRANCH) {
            const [key] = Object.keys(patch.transitions);
            await this.openWay(key);
        }
    }

    rename(key, name) {
        return this.store.run({steps: {[key]: {name}}, transitions: {}});
    }

    // ---- what keys and buttons do

    act(name, argument) {
        if (!(name in EDITS)) {
            lookAround(this, name);
        } else if (!this.board.isReadonly) {
            EDITS[name](this, argument);
        }
    }

    onEscape() {
        if (toRaw(this.board).connecting) {
            this.board.connecting = null;
        } else if (this.selectedKeys.length || toRaw(this.board).selectedWay) {
            select(this.board, []);
        } else if (this.state.isFull) {
            this.state.isFull = false;
        } else {
            return false;
        }
        return true;
    }

    onKeydown(ev) {
        if (ev.target.closest("input, .o-dropdown")) {
            return;
        }
        const shortcut = shortcutOf(ev);
        if (!shortcut || (shortcut.name === "escape" && !this.onEscape())) {
            return;
        }
        if (shortcut.name !== "escape") {
            this.act(shortcut.name, shortcut.direction);
        }
        ev.preventDefault();
        ev.stopPropagation();
    }

    showProblem({step_key: key}) {
        if (key) {
            select(this.board, [key]);
            this.viewport.reveal(key);
        }
    }
}
