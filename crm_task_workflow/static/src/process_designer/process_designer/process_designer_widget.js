import {Component, onWillUnmount} from "@odoo/owl";
import {ProcessDesigner} from "./process_designer";
import {registry} from "@web/core/registry";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";
import {useBus} from "@web/core/utils/hooks";
import {useDebounced} from "@web/core/utils/timing";

const CALM = 400;

/** The designer on the form of a process. It saves by itself, the form as ever. */
export class ProcessDesignerWidget extends Component {
    static template = "crm_task_workflow.ProcessDesignerWidget";
    static components = {ProcessDesigner};
    static props = {...standardWidgetProps};

    setup() {
        const {record} = this.props;
        this.refreshForm = useDebounced(() => this.loadForm(), CALM);
        // Publish and the other buttons wait for what was drawn last.
        useBus(record.model.bus, "NEED_LOCAL_CHANGES", ({detail}) => {
            if (this.store) {
                detail.proms.push(this.store.saving);
            }
        });
        onWillUnmount(() => this.refreshForm.cancel());
    }

    get processId() {
        return this.props.record.resId;
    }

    register(store) {
        this.store = store;
    }

    onSaved() {
        this.refreshForm();
    }

    /** What else the form shows of the drawing: problems, steps, whether it changed. */
    async loadForm() {
        const {record} = this.props;
        if (!(await record.isDirty())) {
            await record.load();
        }
    }

    save() {
        return this.props.record.save();
    }
}

registry.category("view_widgets").add("crm_task_process_designer", {
    component: ProcessDesignerWidget,
});
