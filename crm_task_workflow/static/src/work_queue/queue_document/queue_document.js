import {Component} from "@odoo/owl";

/** On what the task is to be done, and how to reach the client. */
export class QueueDocument extends Component {
    static template = "crm_task_workflow.QueueDocument";
    static props = {
        /** Empty when it isn't open to the user */
        document: {type: [Object, Boolean]},
        /** What he knows of it then */
        name: {type: [String, Boolean]},
        open: Function,
    };

    get phoneUrl() {
        return `tel:${this.props.document.phone.replace(/\s+/g, "")}`;
    }

    get emailUrl() {
        return `mailto:${this.props.document.email}`;
    }
}
