import {fitView, isWithin, pinchView, revealView, zoomView} from "../model/geometry";
import {toRaw} from "@odoo/owl";

const WHEEL_STEP = 1.1;

/** What is seen of a picture, and how large: a view of it that moves and zooms. */
export class Viewport {
    /**
     * @param {Object} board
     * @param {Object} root a reference to the element
     */
    constructor(board, root) {
        this.board = board;
        this.root = root;
    }

    get rect() {
        return this.root.el.getBoundingClientRect();
    }

    get size() {
        const {clientWidth, clientHeight} = this.root.el;
        return {width: clientWidth, height: clientHeight};
    }

    get center() {
        const {width, height} = this.size;
        return {x: width / 2, y: height / 2};
    }

    /** The place in the picture that is at a place of the screen. */
    toPicture({clientX, clientY}) {
        const {left, top} = this.rect;
        return this.inPicture({x: clientX - left, y: clientY - top});
    }

    /** The place in the picture that is at a place of the viewport. */
    inPicture(point) {
        const {x, y, scale} = toRaw(this.board).view;
        return {x: (point.x - x) / scale, y: (point.y - y) / scale};
    }

    contains({clientX, clientY}) {
        return isWithin(this.rect, clientX, clientY);
    }

    fit() {
        const steps = Object.values(toRaw(toRaw(this.board).picture).steps);
        this.board.view = fitView(steps, this.size);
    }

    zoom(factor, point = this.center) {
        this.board.view = zoomView(toRaw(this.board).view, factor, point);
    }

    /** The wheel zooms in or out around the pointer. */
    roll({deltaY, clientX, clientY}) {
        const {left, top} = this.rect;
        const point = {x: clientX - left, y: clientY - top};
        this.zoom(deltaY < 0 ? WHEEL_STEP : 1 / WHEEL_STEP, point);
    }

    /** Two fingers have moved; see `pinchView`. */
    pinch(before, now) {
        const {view} = toRaw(this.board);
        this.board.view = pinchView(view, before, now, this.rect);
    }

    /** Bring a step into view and put the focus there. */
    reveal(key) {
        const element = this.root.el.querySelector(`[data-step="${CSS.escape(key)}"]`);
        if (!element) {
            return;
        }
        const {view} = toRaw(this.board);
        const block = element.getBoundingClientRect();
        this.board.view = revealView(view, block, this.rect);
        element.focus({preventScroll: true});
    }
}
